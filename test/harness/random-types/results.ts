/** What a function may return for what is to be sent: with members that are not declared, dates, bytes and `undefined`. */
import { isObject, isOf } from './is-of.ts'
import type { Random } from './random.ts'
import { type Member, type Spec, unfolded } from './spec.ts'

type Inside = Readonly<Record<string, unknown>>

/** A value that is the given one on the wire. */
export function returned(spec: Spec, sent: unknown, random: Random): unknown {
  const inner = (one: Spec, value: unknown): unknown => returned(one, value, random)
  switch (spec.kind) {
    case 'date':
      return new Date(String(sent))
    case 'url':
      return new URL(String(sent))
    case 'bytes':
      return Uint8Array.from(Buffer.from(String(sent), 'base64'))
    case 'given':
      return { hidden: 1, toJSON: () => returned(spec.type, sent, random) }
    case 'object':
      return random.pick(DISGUISES)(members(spec.members, sent as Inside, inner, ABSENT))
    default:
      return through(spec, sent, inner)
  }
}

const ABSENT = (): unknown => undefined

const SURPLUS = { surplus: 'secret', more: { surplus: 'secret' }, at: new Date(0), list: ['secret'], none: undefined }

/** The ways in which an object can have its members, and others that are not declared. */
const DISGUISES: readonly ((members: Inside) => object)[] = [
  members => members,
  members => ({ ...members, ...SURPLUS }),
  members => Object.assign(Object.create({ ...SURPLUS, method() {} }), members, SURPLUS),
  // As accessors of a class are: its own by no means, and declared.
  members => Object.assign(Object.create(members), SURPLUS),
  members => Object.assign(Object.create(null), members, SURPLUS),
  members => Object.defineProperties({ ...SURPLUS }, getters(members)),
  members => new Proxy({ ...members, ...SURPLUS }, {}),
  members => ({ toJSON: () => ({ ...members, ...SURPLUS }) }),
  members => ({ ...members, [Symbol('surplus')]: 'secret' }),
]

function getters(members: Inside): PropertyDescriptorMap {
  const entries = Object.entries(members)
  return Object.fromEntries(entries.map(([name, value]) => [name, { get: () => value, enumerable: true }]))
}

/** The value with `null` for what is absent, as models send it. */
export function nullFor(spec: Spec, value: unknown): unknown {
  if (spec.kind !== 'object') return through(spec, value, nullFor)
  return members(spec.members, value as Inside, nullFor, () => null)
}

type Inner = (spec: Spec, value: unknown) => unknown

/** The same of what is inside. */
function through(spec: Spec, value: unknown, inner: Inner): unknown {
  switch (spec.kind) {
    case 'array':
      return (value as unknown[]).map(item => inner(spec.item, item))
    case 'tuple':
      return (value as unknown[]).map((item, n) => inner(spec.items[n] ?? (spec.rest as Spec), item))
    case 'record': {
      const others = Object.entries(value as Inside).map(([key, one]) => [key, inner(spec.item, one)] as const)
      return { ...Object.fromEntries(others), ...members(spec.members, value as Inside, inner) }
    }
    case 'union':
    case 'tagged':
      return inner(spec.members.find(member => isOf(member, value)) as Spec, value)
    case 'recursive':
      return inner(unfolded(spec), value)
    case 'rewritten':
      return inner(spec.type, value)
    case 'constrained':
      return inner(spec.base, value)
    default:
      return value
  }
}

/** `absent` gives what stands for optional members that are not there, of a type without it. */
function members(all: readonly Member[], value: Inside, inner: Inner, absent?: () => unknown): Inside {
  const entries = all.flatMap(({ name, type }): [string, unknown][] => {
    if (name in value) return [[name, inner(type, value[name])]]
    return absent === undefined ? [] : [[name, absent()]]
  })
  return Object.fromEntries(entries)
}

/** Whether a converted value is what was sent, read by JSON's grammar: nothing is lost, and nothing became a string. */
export function isReadOf(sent: unknown, made: unknown): boolean {
  if (Object.is(sent, made)) return true
  if (typeof sent === 'string') return made !== null && typeof made !== 'string' && isReadOf(parsed(sent), made)
  if (Array.isArray(sent))
    return Array.isArray(made) && sent.length === made.length && sent.every((item, n) => isReadOf(item, made[n]))
  if (!isObject(sent) || !isObject(made)) return false
  return (
    Object.keys(made).every(key => Object.hasOwn(sent, key) && isReadOf(sent[key], made[key])) &&
    Object.keys(sent).every(key => Object.hasOwn(made, key) || sent[key] === null)
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
