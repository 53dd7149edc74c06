/** Results in the form in which they are sent. What is not as declared goes through as it is: the validator names it. */
import type { Shape } from './to.ts'

type Encode = ((value: never) => unknown) | undefined
type Rule = readonly [pattern: RegExp | null, encode: Encode]

export const wire = {
  date: (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value),
  url: (value: unknown): unknown => (value instanceof URL ? value.href : value),
  bytes: (value: unknown): unknown =>
    value instanceof Uint8Array
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value,
  /** What is no object, of an object that stands for it. */
  json: (value: unknown): unknown => plainOf(value),
  isObject: (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
  list(value: unknown, encode: (value: never) => unknown): unknown {
    return copied(value, () => encode)
  },
  tuple(value: unknown, encoders: readonly Encode[], rest?: Encode): unknown {
    return copied(value, n => (n < encoders.length ? encoders[n] : rest))
  },
  /** An open object: declared properties, and others that a rule covers; nothing that is undefined. */
  record(value: unknown, rules: readonly Rule[], declared: Readonly<Record<string, Encode>> = NOTHING): unknown {
    const from = plainOf(value)
    if (!wire.isObject(from)) return from
    if (declared === NOTHING && rules.every(takesAll) && isDefined(from)) return from
    // Copied at once, and changed in place: putting one member beside the other costs twice as much.
    const to: Record<string, unknown> = { ...from }
    for (const key of Object.keys(to)) {
      const rule = Object.hasOwn(declared, key) ? ([null, declared[key]] as const) : rules.find(covers(key))
      const member = rule && apply(rule[1], to[key])
      if (member === undefined) delete to[key]
      else to[key] = member
    }
    return to
  },
  /** Sets an own property whatever its name. */
  define(target: object, name: string, value: unknown): void {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  },
  /** Of the members of a union: the one that fits and keeps the most of the value, the first of equals. */
  closest(value: unknown, members: readonly (readonly [Encode, Shape])[]): unknown {
    let best = { kept: -1, encoded: value }
    for (const [encode, shape] of members) {
      const encoded = apply(encode, value)
      const kept = shape(encoded).exact ? size(encoded) : -1
      if (kept > best.kept) best = { kept, encoded }
    }
    return best.encoded
  },
}

const NOTHING: Readonly<Record<string, Encode>> = {}

function takesAll([pattern, encode]: Rule): boolean {
  return pattern === null && encode === undefined
}

/** Whether every member is its own and not undefined, so that it is sent as it is. */
function isDefined(from: Readonly<Record<string, unknown>>): boolean {
  const prototype: unknown = Object.getPrototypeOf(from)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in from) if (from[key] === undefined) return false
  return true
}

function covers(key: string): (rule: Rule) => boolean {
  return ([pattern]) => pattern === null || pattern.test(key)
}

/** A list of what is sent of each item. */
function copied(value: unknown, encoderAt: (n: number) => Encode): unknown {
  const from = plainOf(value)
  if (!Array.isArray(from)) return from
  const to = new Array<unknown>(from.length)
  for (let n = 0; n < to.length; n++) to[n] = apply(encoderAt(n), from[n])
  return to
}

function apply(encode: Encode, value: unknown): unknown {
  return encode === undefined ? value : encode(value as never)
}

function plainOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value, '') : value
}

/** How many members a value has, with those inside. */
function size(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, member) => sum + size(member), 1)
}
