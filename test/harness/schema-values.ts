/** Values by a JSON schema (draft-07 or 2020-12): some that it takes, with every alternative in one of them, and some beside. */
import fc from 'fast-check'

type Schema = Readonly<Record<string, unknown>>

/** Deeper than this an object has what it needs and no more, and a list nothing. */
const DEPTH = 3
/** Of the values of one place. */
const MOST = 12
const ANYTHING: readonly unknown[] = ['x', 1, true, null, [], ['x'], {}, { a: 1 }]

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2026-11-25T10:00:00Z'],
  date: ['2026-11-25'],
  time: ['10:00:00Z'],
  email: ['a@example.org'],
  uri: ['https://example.org/a'],
  regex: ['^a+$'],
}

/** Values that the schema takes, and each of them with one change somewhere inside; none twice. */
export function valuesBy(schema: Schema): unknown[] {
  const right = rightBy(schema, schema, 0)
  return distinct([...ANYTHING, ...right, ...right.flatMap(value => changed(value))])
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map(value => [JSON.stringify(value), value])).values()]
}

function rightBy(schema: unknown, root: Schema, depth: number): unknown[] {
  if (typeof schema !== 'object' || schema === null) return schema === false ? [] : [...ANYTHING]
  // Of a type that holds itself without an end there is no value.
  return depth > DEPTH * 2 ? [] : distinct(alternatives(schema as Schema, root, depth)).slice(0, MOST * 2)
}

function alternatives(schema: Schema, root: Schema, depth: number): unknown[] {
  const { $ref, const: constant, enum: values, anyOf, oneOf, allOf, type, not } = schema
  if (typeof $ref === 'string' && $ref.startsWith('#')) return rightBy(byPointer(root, $ref), root, depth)
  if ('const' in schema) return [constant]
  if (Array.isArray(values)) return values
  const choice = anyOf ?? oneOf ?? (type === undefined ? allOf : undefined)
  if (Array.isArray(choice)) return choice.flatMap(one => rightBy(one, root, depth).slice(0, MOST))
  if (not !== undefined && type === undefined) return [...ANYTHING]
  if (type === undefined) return [...ANYTHING]
  return [type].flat().flatMap(one => byType(String(one), { schema, root, depth }))
}

function byPointer(root: Schema, pointer: string): unknown {
  const steps = decodeURIComponent(pointer.slice(1)).split('/').slice(1)
  return steps.reduce<unknown>((at, step) => (at as Schema)[step.replaceAll('~1', '/').replaceAll('~0', '~')], root)
}

interface Place {
  readonly schema: Schema
  readonly root: Schema
  readonly depth: number
}

function byType(type: string, place: Place): unknown[] {
  if (type === 'object') return objects(place)
  if (type === 'array') return arrays(place)
  if (type === 'string') return strings(place.schema)
  if (type === 'number' || type === 'integer') return numbers(place.schema, type === 'integer')
  return type === 'boolean' ? [true, false] : [null]
}

/** What `stringMatching` cannot make texts for. */
const BEYOND = /\(\?[=!<]|\\p\{/i

function strings({ format, pattern, minLength = 0 }: Schema): string[] {
  if (typeof pattern === 'string' && !BEYOND.test(pattern))
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 6, seed: 1 })
  const ofFormat = FORMATS[String(format)]
  return ofFormat === undefined
    ? ['x', 'some text', '1', ''].map(text => text.padEnd(Number(minLength), '-'))
    : [...ofFormat]
}

function numbers(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema,
  integer: boolean,
): number[] {
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(bound => typeof bound === 'number')
  const around = bounds.flatMap(bound => [bound, bound - 1, bound + 1])
  return [...around, ...(typeof multipleOf === 'number' ? [multipleOf] : []), 1, 0, -2, ...(integer ? [] : [0.5])]
}

function arrays({ schema, root, depth }: Place): unknown[][] {
  const positional = schema['prefixItems'] ?? (Array.isArray(schema['items']) ? schema['items'] : [])
  const rest = Array.isArray(schema['items']) ? (schema['additionalItems'] ?? true) : (schema['items'] ?? true)
  const items = (positional as unknown[]).map(item => rightBy(item, root, depth + 1))
  const more = rightBy(rest, root, depth + 1)
  const least = Math.max(Number(schema['minItems'] ?? 0), 0)
  const most = Number(schema['maxItems'] ?? Number.POSITIVE_INFINITY)
  const lengths = [least, items.length, items.length + 2, most].filter(
    length => length <= Math.min(most, items.length + least + 3),
  )
  if (depth > DEPTH) return least === 0 ? [[]] : []
  const at = (n: number, choice: number): unknown[] => pick(items[n] ?? more, choice)
  return [0, 1, 2, 3].flatMap(choice =>
    lengths.map(length => Array.from({ length }, (_, n) => at(n, choice + (n >= items.length ? n : 0))).flat(1)),
  )
}

/** The value in a list, for that it may have none. */
function pick(values: readonly unknown[], choice: number): unknown[] {
  return values.length === 0 ? [] : [values[choice % values.length]]
}

function objects({ schema, root, depth }: Place): object[] {
  const required = (schema['required'] ?? []) as string[]
  const properties = Object.entries((schema['properties'] ?? {}) as Schema).filter(
    ([name]) => depth <= DEPTH || required.includes(name),
  )
  const known = properties.map(([name, one]) => [name, rightBy(one, root, depth + 1)] as const)
  const all = known.flatMap(([name, values]) => (values.length === 0 ? [] : [[name, values[0]] as const]))
  const least = all.filter(([name]) => required.includes(name))
  if (depth > DEPTH) return [Object.fromEntries(least)]
  const others = known.flatMap(([name, values]) =>
    values.slice(1, MOST).map(value => [...all.filter(([other]) => other !== name), [name, value]]),
  )
  const extra = additional(schema, root, depth).map(entry => [...least, entry])
  return [least, all, ...others, ...extra].map(entries => Object.fromEntries(entries as [string, unknown][]))
}

function additional(schema: Schema, root: Schema, depth: number): [string, unknown][] {
  const patterns = Object.entries((schema['patternProperties'] ?? {}) as Schema)
  const keyed = patterns.flatMap(([pattern, one]) => {
    const [key = ''] = strings({ pattern })
    return rightBy(one, root, depth + 1).map((value): [string, unknown] => [key, value])
  })
  const any = rightBy(schema['additionalProperties'] ?? false, root, depth + 1)
  return [...keyed, ...any.map((value, n): [string, unknown] => [n % 2 === 0 ? 'more' : '7', value])]
}

/** The value with one change somewhere inside: what is there is another, is gone, or is joined by something. */
function changed(value: unknown, depth = 0): unknown[] {
  if (typeof value === 'string') return depth === 0 ? [] : [...ANYTHING, `${value}x`, value.toUpperCase()]
  if (typeof value === 'number') return depth === 0 ? [] : [...ANYTHING, value + 0.5, -value]
  if (typeof value !== 'object' || value === null) return depth === 0 ? [] : [...ANYTHING]
  const here = depth === 0 ? [] : ANYTHING
  const inside = Array.isArray(value) ? changedItems(value, depth) : changedMembers(value, depth)
  return [...here, ...inside]
}

function changedItems(value: readonly unknown[], depth: number): unknown[] {
  const inside = value.flatMap((item, n) => [
    ...changed(item, depth + 1).map(other => value.with(n, other)),
    value.toSpliced(n, 1),
  ])
  return [...inside, [...value, 'x'], [...value, 1], [...value, ...value]]
}

function changedMembers(value: object, depth: number): unknown[] {
  const inside = Object.entries(value).flatMap(([name, member]) => {
    const { [name]: _, ...rest } = value as Record<string, unknown>
    return [...changed(member, depth + 1).map(other => ({ ...value, [name]: other })), rest]
  })
  return [...inside, { ...value, surplus: 1 }, { ...value, 5: 'x' }]
}
