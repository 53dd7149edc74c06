/** Values of random types, and values that nearly are. */
import { isOf } from './is-of.ts'
import type { Random } from './random.ts'
import {
  type ConstrainedSpec,
  type Hole,
  type ObjectSpec,
  type RecordSpec,
  type Spec,
  type TemplateSpec,
  type TupleSpec,
  unfolded,
} from './spec.ts'

const TEXTS = ['', 'x', 'red', '5', 'true', 'null', '[1]', '{"a":1}', 'Ä ☃', '😀', 'b"l\\u', '"\\\n\u2028', '\ud800']
const NUMBERS = [0, 1, -1, 2, 42, 0.5, -1.25, 1e21, 9007199254740991]

/** A value of the type, as JSON. From some depth on as little as may be. */
export function valueFor(spec: Spec, random: Random, depth = 0): unknown {
  const inner = (one: Spec): unknown => valueFor(one, random, depth + 1)
  const few = (most: number): unknown[] => Array.from({ length: depth > 3 ? 0 : random.nat(most) })
  switch (spec.kind) {
    case 'string':
      return random.pick(TEXTS)
    case 'number':
      return random.pick(NUMBERS)
    case 'boolean':
      return random.nat(1) === 0
    case 'null':
      return null
    case 'literals':
      return random.pick(spec.values)
    case 'template':
      return templateValue(spec, random)
    case 'constrained':
      return constrainedValue(spec, random, depth)
    case 'array':
      return few(3).map(() => inner(spec.item))
    case 'record':
      return recordValue(spec, random, depth)
    case 'tuple':
      return tupleValue(spec, random, inner)
    case 'object':
      return objectValue(spec, random, depth)
    case 'union':
      return inner(depth > 3 && spec.members[0] !== undefined ? spec.members[0] : random.pick(spec.members))
    case 'tagged':
      return inner(random.pick(spec.members))
    case 'recursive':
      return inner(unfolded(spec))
    case 'rewritten':
    case 'given':
      return valueFor(spec.type, random, depth)
    case 'date':
      return random.pick(['2026-11-25T10:00:00.000Z', '1969-12-31T23:59:59.999Z'])
    case 'url':
      return random.pick(['https://example.com/', 'urn:isbn:0451450523'])
    case 'bytes':
      return random.pick(['', 'AA==', '/+8=', 'aGVsbG8h'])
  }
}

function templateValue({ texts, holes }: TemplateSpec, random: Random): string {
  const fill = (hole: Hole): string => {
    if (typeof hole !== 'string') return random.pick(hole)
    return random.pick(hole === 'number' ? ['0', '12', '-3', '1e+21'] : hole === 'boolean' ? ['true', 'false'] : TEXTS)
  }
  return texts.map((text, n) => text + (n < holes.length ? fill(holes[n] as Hole) : '')).join('')
}

/** The first of some that the constraint lets pass, else one that every constraint here does. */
function constrainedValue(spec: ConstrainedSpec, random: Random, depth: number): unknown {
  for (let n = 0; n < 20; n++) {
    const value = valueFor(spec.base, random, depth)
    if (isOf(spec, value)) return value
  }
  return REST[spec.base.kind].find(value => isOf(spec, value))
}

const REST: Readonly<Record<ConstrainedSpec['base']['kind'], readonly unknown[]>> = {
  string: ['ab', 'b', 'x'],
  number: [1, 0, -1, 0.5],
  array: [[], ['x'], [1], [true]],
  record: [{}, { k: 'x' }, { k: 1 }, { k: true }],
}

const KEYS: Readonly<Record<RecordSpec['keys'], readonly string[]>> = {
  any: ['k', 'l m', '0'],
  number: ['0', '12', '1.5'],
  data: ['data-', 'data-a', 'data-b c'],
}

function recordValue({ item, keys, members }: RecordSpec, random: Random, depth: number): unknown {
  const own = objectValue({ kind: 'object', members, written: '' }, random, depth)
  const more = depth > 3 ? [] : random.some(KEYS[keys], 2).slice(random.nat(1))
  return { ...own, ...Object.fromEntries(more.map(key => [key, valueFor(item, random, depth + 1)])) }
}

function tupleValue({ items, optional, rest }: TupleSpec, random: Random, inner: (one: Spec) => unknown): unknown {
  const without = random.nat(optional)
  const all = items.slice(0, items.length - without).map(inner)
  if (without > 0 || rest === undefined) return all
  return [...all, ...Array.from({ length: random.nat(2) }, () => inner(rest))]
}

function objectValue({ members }: ObjectSpec, random: Random, depth: number): object {
  const present = members.filter(({ optional }) => !optional || (depth <= 3 && random.nat(1) === 0))
  return Object.fromEntries(present.map(({ name, type }) => [name, valueFor(type, random, depth + 1)]))
}

const OTHERS: readonly unknown[] = [0, 'x', true, null, [], {}, ['x'], { a: 1 }]

/** The value with one change somewhere inside: what is there is another, is gone, or is joined by something. */
export function changed(value: unknown, random: Random): unknown {
  if (typeof value === 'string' && random.nat(1) === 0)
    return random.pick([`${value}x`, value.toUpperCase(), `${value}é`])
  if (typeof value === 'number' && random.nat(1) === 0)
    return random.pick([value + 1, -value, value + 0.25, String(value)])
  if (typeof value !== 'object' || value === null) return random.pick(OTHERS)
  const keys = Object.keys(value)
  const how = random.nat(5)
  if (how === 0) return random.pick(OTHERS)
  if (how === 1 || keys.length === 0) return withMember(value, random.pick([0, 'x', null]))
  return changedAt(value, random.pick(keys), random)
}

function changedAt(value: object, key: string, random: Random): unknown {
  if (random.nat(3) === 0) return without(value, key)
  return withChange(value, key, changed((value as Record<string, unknown>)[key], random))
}

function withMember(value: object, more: unknown): unknown {
  return Array.isArray(value) ? [...value, more] : { ...value, surplus: more }
}

function withChange(value: object, key: string, other: unknown): unknown {
  return Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other }
}

function without(value: object, key: string): unknown {
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

/** The value as a model sends it: with some of what is no string in one. */
export function strung(value: unknown, random: Random): unknown {
  if (typeof value === 'string' || value === null) return value
  if (typeof value !== 'object') return random.nat(1) === 0 ? String(value) : value
  const inside = random.nat(1) === 0 ? value : strungInside(value, random)
  return random.nat(2) === 0 ? JSON.stringify(inside) : inside
}

function strungInside(value: object, random: Random): object {
  if (Array.isArray(value)) return value.map(item => strung(item, random))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strung(one, random)]))
}
