/** Random types of results, and values as functions return them, each with what is to be sent of it. */
import fc from 'fast-check'
import { dates, type ObjectSpec, type Spec, specsWith } from './random-types.ts'

/** What a function returns, and what its type declares of it. */
export interface Returned {
  readonly value: unknown
  readonly sent: unknown
}

type Pairs = fc.Arbitrary<Returned>

/** With types that have a wire form of their own, and unions that no tag tells apart. */
export const outputSpecs: fc.Arbitrary<Spec> = specsWith([{ kind: 'date' }, { kind: 'bytes' }], objects => [
  fc.array(objects, { minLength: 2, maxLength: 3 }).map(members => ({ kind: 'apart', members: members.map(apart) })),
])

/** With a required property that no other member has. */
function apart(member: ObjectSpec, n: number): ObjectSpec {
  const own = { name: `only ${n}`, optional: false, type: { kind: 'number' } } as const
  return { ...member, written: 'place', properties: [...member.properties, own] }
}

export function returnedOf(spec: Spec, depth = 0): Pairs {
  const inner = (one: Spec): Pairs => returnedOf(one, depth + 1)
  switch (spec.kind) {
    case 'string':
      return same(fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('\ud800', '"\\\n\u2028', 'é😀')))
    case 'number':
      return same(fc.oneof(fc.integer(), fc.constantFrom(0.5, -0, 1e21)))
    case 'boolean':
      return same(fc.boolean())
    case 'null':
      return same(fc.constant(null))
    case 'literals':
      return same(fc.constantFrom(...spec.values))
    case 'date':
      return dates.map(value => ({ value, sent: value.toISOString() }))
    case 'bytes':
      return fc.uint8Array({ maxLength: 4 }).map(value => ({ value, sent: Buffer.from(value).toString('base64') }))
    case 'array':
      return lists(fc.array(inner(spec.item), { maxLength: depth > 2 ? 1 : 3 }))
    case 'tuple':
      return tuples(spec, inner)
    case 'record':
      return records(inner(spec.item))
    case 'object':
      return objects(spec.properties, inner)
    case 'union':
    case 'tagged':
    case 'apart':
      return fc.oneof(...spec.members.map(inner))
    case 'chain':
      return chains(inner(spec.value))
  }
}

function same(values: fc.Arbitrary<unknown>): Pairs {
  return values.map(value => ({ value, sent: value }))
}

function lists(items: fc.Arbitrary<Returned[]>): Pairs {
  return items.map(all => ({ value: all.map(one => one.value), sent: all.map(one => one.sent) }))
}

function tuples(spec: Extract<Spec, { kind: 'tuple' }>, inner: (spec: Spec) => Pairs): Pairs {
  const more = spec.rest ? fc.array(inner(spec.rest), { maxLength: 2 }) : fc.constant([])
  const items = fc.tuple(fc.tuple(...spec.items.map(inner)), more, fc.nat(spec.optional))
  return lists(
    items.map(([all, rest, without]) => (without > 0 ? all.slice(0, all.length - without) : [...all, ...rest])),
  )
}

/** What a record holds is declared, whatever its name; only what is undefined is not there. */
function records(items: Pairs): Pairs {
  const members = fc.dictionary(fc.constantFrom('k', '__proto__', '0', 'toString'), items, { maxKeys: 3 })
  return fc.tuple(members, fc.boolean()).map(([all, gap]) => {
    const entries = Object.entries(all)
    const value = Object.fromEntries(entries.map(([name, one]) => [name, one.value]))
    return {
      value: gap ? { ...value, gone: undefined } : value,
      sent: Object.fromEntries(entries.map(([name, one]) => [name, one.sent])),
    }
  })
}

/** Of one link or two. */
function chains(values: Pairs): Pairs {
  const link = (rest: readonly (readonly [string, Returned])[]) =>
    fc.tuple(values, disguises).map(([value, disguise]) => disguised([['value', value], ...rest], disguise))
  const last = link([])
  return fc.oneof(
    last,
    last.chain(next => link([['next', next]])),
  )
}

function objects(properties: ObjectSpec['properties'], inner: (spec: Spec) => Pairs): Pairs {
  const members = properties.map(({ name, optional, type }) =>
    inner(type).chain(one => (optional ? fc.constantFrom(one, NONE, ABSENT) : fc.constant(one)).map(is => [name, is])),
  ) as fc.Arbitrary<[string, Returned]>[]
  return fc.tuple(fc.tuple(...members), disguises).map(([all, disguise]) => disguised(all, disguise))
}

const NONE: Returned = { value: undefined, sent: undefined }
const ABSENT: Returned = { value: undefined, sent: undefined }

/** The ways in which an object can have its properties, and others that are not declared. */
const DISGUISES = {
  plain: members => ({ ...members, ...SURPLUS }),
  exact: members => members,
  instance: members => Object.assign(Object.create({ ...SURPLUS, method() {} }), members, SURPLUS),
  /** Declared properties that are its class's, as accessors are. */
  inherited: members => Object.assign(Object.create(members), SURPLUS),
  bare: members => Object.assign(Object.create(null), members, SURPLUS),
  getters: members => Object.defineProperties({ ...SURPLUS }, getters(members)),
  proxy: members => new Proxy({ ...members, ...SURPLUS }, {}),
  json: members => ({ toJSON: () => ({ ...members, ...SURPLUS }) }),
  symbols: members => ({ ...members, [Symbol('surplus')]: 'secret' }),
} satisfies Record<string, (members: Record<string, unknown>) => object>

const SURPLUS = { surplus: 'secret', more: { surplus: 'secret' }, at: new Date(0), list: ['secret'] }

const disguises = fc.constantFrom(...Object.values(DISGUISES))

function getters(members: Record<string, unknown>): PropertyDescriptorMap {
  const entries = Object.entries(members)
  return Object.fromEntries(entries.map(([name, value]) => [name, { get: () => value, enumerable: true }]))
}

function disguised(
  all: readonly (readonly [string, Returned])[],
  disguise: (members: Record<string, unknown>) => object,
): Returned {
  const there = all.filter(([, one]) => one !== ABSENT)
  const sent = there.filter(([, one]) => one !== NONE)
  return {
    value: disguise(Object.fromEntries(there.map(([name, one]) => [name, one.value]))),
    sent: Object.fromEntries(sent.map(([name, one]) => [name, one.sent])),
  }
}
