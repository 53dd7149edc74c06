/** Random types as TypeScript, with values that are of them and values that nearly are. */
import fc from 'fast-check'

export type Spec =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'date' | 'bytes' }
  | { readonly kind: 'literals'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'array' | 'record'; readonly item: Spec }
  | { readonly kind: 'tuple'; readonly items: readonly Spec[]; readonly optional: number; readonly rest?: Spec }
  | ObjectSpec
  | { readonly kind: 'union'; readonly members: readonly Spec[] }
  | { readonly kind: 'tagged' | 'apart'; readonly members: readonly ObjectSpec[] }
  | { readonly kind: 'chain'; readonly value: Spec }

export interface ObjectSpec {
  readonly kind: 'object'
  readonly properties: readonly { readonly name: string; readonly optional: boolean; readonly type: Spec }[]
  /** Written as an interface of its own, or in place; or made of another by a type of the library. */
  readonly written: 'interface' | 'place' | 'partial' | 'readonly'
}

// None that strings, arrays or objects have of themselves: TypeScript would find those.
const NAMES = ['a', 'b', 'c', 'total', 'x-y', 'ä', 'item of', '$ref', 'type', 'properties']

export const specs: fc.Arbitrary<Spec> = specsWith([], () => [])

/** With leaves and with types of objects that arguments don't have. */
export function specsWith(
  leaves: readonly Spec[],
  more: (objects: fc.Arbitrary<ObjectSpec>) => readonly fc.Arbitrary<Spec>[],
): fc.Arbitrary<Spec> {
  return fc.letrec<{ spec: Spec; leaf: Spec; object: ObjectSpec }>(tie => ({
    leaf: fc.oneof(
      ...leaves.map(leaf => fc.constant(leaf)),
      fc.constantFrom('string', 'number', 'boolean', 'null').map(kind => ({ kind }) as Spec),
      fc
        .uniqueArray(fc.constantFrom('red', 'green', 'b"l\\u', '', 0, 1, -2.5), { minLength: 1, maxLength: 4 })
        .map(values => ({ kind: 'literals', values }) as const),
    ),
    object: fc
      .record({
        properties: fc.uniqueArray(
          fc.record({ name: fc.constantFrom(...NAMES), optional: fc.boolean(), type: tie('spec') }),
          { minLength: 1, maxLength: 6, selector: property => property.name },
        ),
        written: fc.constantFrom('interface', 'place', 'partial', 'readonly'),
      })
      .map(
        ({ properties, written }) =>
          ({ kind: 'object', written, properties: written === 'partial' ? optional(properties) : properties }) as const,
      ),
    spec: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      tie('object'),
      fc.record({ kind: fc.constantFrom('array', 'record'), item: tie('spec') }) as fc.Arbitrary<Spec>,
      fc
        .record(
          { items: fc.array(tie('spec'), { minLength: 1, maxLength: 3 }), optional: fc.nat(2), rest: tie('spec') },
          { requiredKeys: ['items', 'optional'] },
        )
        .map(tuple => ({ kind: 'tuple', ...tuple, optional: Math.min(tuple.optional, tuple.items.length) }) as const),
      fc
        .array(tie('spec'), { minLength: 2, maxLength: 4 })
        .map(members => ({ kind: 'union', members: oneOfEach(members) }) as const),
      fc.array(tie('object'), { minLength: 2, maxLength: 3 }).map(tagged),
      tie('spec').map(value => ({ kind: 'chain', value }) as const),
      ...more(tie('object')),
    ) as fc.Arbitrary<Spec>,
  })).spec
}

function optional(properties: ObjectSpec['properties']): ObjectSpec['properties'] {
  return properties.map(property => ({ ...property, optional: true }))
}

/** Of two objects TypeScript takes a value with members of both; a closed schema does not. So one of them is enough. */
function oneOfEach(members: readonly Spec[]): readonly Spec[] {
  const groups = members.flatMap(member => (member.kind === 'union' ? member.members : [member]))
  return [...new Map(groups.map(member => [groupOf(member), member])).values()]
}

function groupOf(spec: Spec): string {
  if (['object', 'record', 'tagged', 'apart', 'chain'].includes(spec.kind)) return 'object'
  return ['array', 'tuple'].includes(spec.kind) ? 'list' : spec.kind
}

function tagged(members: readonly ObjectSpec[]): Spec {
  const kinds = members.map((member, n): ObjectSpec => {
    const tag = { name: 'tag', optional: false, type: { kind: 'literals', values: [`is-${n}`] } } as const
    return { ...member, written: 'place', properties: [tag, ...member.properties] }
  })
  return { kind: 'tagged', members: kinds }
}

/** The text of a type; declarations that it needs are added to the list. */
export function textOf(spec: Spec, declarations: string[]): string {
  const text = (inner: Spec): string => textOf(inner, declarations)
  switch (spec.kind) {
    case 'literals':
      return `(${spec.values.map(value => JSON.stringify(value)).join(' | ')})`
    case 'array':
      return `Array<${text(spec.item)}>`
    case 'record':
      return `Record<string, ${text(spec.item)}>`
    case 'tuple':
      return `[${[...spec.items.map((item, n) => text(item) + (n >= spec.items.length - spec.optional ? '?' : '')), ...(spec.rest ? [`...Array<${text(spec.rest)}>`] : [])].join(', ')}]`
    case 'object':
      return objectText(spec, declarations)
    case 'union':
    case 'tagged':
    case 'apart':
      return `(${spec.members.map(text).join(' | ')})`
    case 'date':
      return 'Date'
    case 'bytes':
      return 'Uint8Array'
    case 'chain': {
      const body = text(spec.value)
      const name = `Type${declarations.length}`
      declarations.push(`export interface ${name} { value: ${body}; next?: ${name} }\n`)
      return name
    }
    default:
      return spec.kind
  }
}

function objectText({ properties, written }: ObjectSpec, declarations: string[]): string {
  const members = properties.map(({ name, optional, type }) => {
    const mark = optional && written !== 'partial' ? '?' : ''
    return `${JSON.stringify(name)}${mark}: ${textOf(type, declarations)}`
  })
  const body = `{ ${members.join('; ')} }`
  if (written === 'partial') return `Partial<${body}>`
  if (written === 'readonly') return `Readonly<${body}>`
  if (written === 'place') return body
  const name = `Type${declarations.length}`
  declarations.push(`export interface ${name} ${body}\n`)
  return name
}

/** RFC 3339 has years of four digits. */
export const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })

/** Values of the type. */
export function valuesOf(spec: Spec, depth = 0): fc.Arbitrary<unknown> {
  const length = { maxLength: depth > 2 ? 1 : 3 }
  const inner = (one: Spec): fc.Arbitrary<unknown> => valuesOf(one, depth + 1)
  switch (spec.kind) {
    case 'string':
      return fc.string({ maxLength: 4 })
    case 'number':
      return fc.oneof(fc.integer(), fc.constantFrom(0.5, -1.25, 1e21))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'literals':
      return fc.constantFrom(...spec.values)
    case 'array':
      return fc.array(inner(spec.item), length)
    case 'record':
      return fc.dictionary(fc.constantFrom('k', 'l m', '0'), inner(spec.item), { maxKeys: 2, noNullPrototype: true })
    case 'tuple':
      return tupleValues(spec, inner)
    case 'object':
      return objectValues(spec, inner)
    case 'date':
      return dates
    case 'bytes':
      return fc.uint8Array({ maxLength: 4 })
    case 'union':
    case 'tagged':
    case 'apart':
      return fc.oneof(...spec.members.map(inner))
    case 'chain':
      return fc.oneof(
        fc.record({ value: inner(spec.value) }, { noNullPrototype: true }),
        fc
          .tuple(inner(spec.value), inner(spec.value))
          .map(([first, second]) => ({ value: first, next: { value: second } })),
      )
  }
}

type Inner = (spec: Spec) => fc.Arbitrary<unknown>

function tupleValues(spec: Extract<Spec, { kind: 'tuple' }>, inner: Inner): fc.Arbitrary<unknown> {
  const all = fc.tuple(...spec.items.map(inner))
  const more = spec.rest ? fc.array(inner(spec.rest), { maxLength: 2 }) : fc.constant([])
  return fc
    .tuple(all, more, fc.nat(spec.optional))
    .map(([items, rest, without]) => (without > 0 ? items.slice(0, items.length - without) : [...items, ...rest]))
}

function objectValues({ properties }: ObjectSpec, inner: Inner): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(properties.map(({ name, type }) => [name, inner(type)]))
  const requiredKeys = properties.filter(property => !property.optional).map(property => property.name)
  return fc.record(model, { requiredKeys, noNullPrototype: true })
}

/** The value with one change somewhere inside: what is there is another, is gone, or is joined by something. */
export function changed(value: unknown): fc.Arbitrary<unknown> {
  const here = fc.constantFrom<unknown[]>(0, 'x', true, null, [], {}, ['x'], { a: 1 })
  if (typeof value !== 'object' || value === null) return here
  const keys = Object.keys(value)
  const alone = keys.length === 0 ? [] : [fc.constantFrom(...keys).chain(key => changedAt(value, key))]
  return fc.oneof(
    here,
    fc.constantFrom(0, 'x', null).map(more => withMember(value, more)),
    ...alone,
    ...alone,
  )
}

function changedAt(value: object, key: string): fc.Arbitrary<unknown> {
  const inside = changed((value as Record<string, unknown>)[key]).map(other => withChange(value, key, other))
  return fc.oneof(inside, inside, fc.constant(without(value, key)))
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
