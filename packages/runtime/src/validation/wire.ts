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
  /** The object to read declared properties from: the value, or what its `toJSON` gives; undefined for anything else. */
  object(value: unknown): object | undefined {
    const plain = plainOf(value)
    return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? plain : undefined
  },
  list(value: unknown, encode: (value: never) => unknown): unknown {
    const plain = plainOf(value)
    if (!Array.isArray(plain)) return plain
    // Of its length from the start: growing costs more than the items.
    const encoded = new Array<unknown>(plain.length)
    for (let n = 0; n < plain.length; n++) encoded[n] = encode(plain[n] as never)
    return encoded
  },
  tuple(value: unknown, encoders: readonly Encode[], rest?: Encode): unknown {
    const plain = plainOf(value)
    if (!Array.isArray(plain)) return plain
    return plain.map((item, n) => apply(n < encoders.length ? encoders[n] : rest, item))
  },
  /** An open object: declared properties, and others that a rule covers; nothing that is undefined. */
  record(value: unknown, rules: readonly Rule[], declared: Readonly<Record<string, Encode>> = NOTHING): unknown {
    const from = wire.object(value) as Readonly<Record<string, unknown>> | undefined
    if (from === undefined) return value
    if (declared === NOTHING && rules.every(takesAll) && isDefined(from)) return from
    const members = Object.entries(from).flatMap(([key, member]): [string, unknown][] => {
      if (member === undefined) return []
      if (Object.hasOwn(declared, key)) return [[key, apply(declared[key], member)]]
      const rule = rules.find(([pattern]) => pattern === null || pattern.test(key))
      return rule ? [[key, apply(rule[1], member)]] : []
    })
    return Object.fromEntries(members)
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
