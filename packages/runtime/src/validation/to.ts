/**
 * What a model sent, in the types that are declared: strings become numbers, booleans, arrays and objects by JSON's grammar
 * where nothing is lost, and `null` on an optional property is absent. Nothing becomes a string, and nothing is changed in place.
 */
import { isObject, type JsonObject, type JsonValue } from '../protocol/json.ts'
import { formats } from './formats.ts'
import { codePoints } from './keywords.ts'
import { jsonNumber } from './number.ts'
import { parseShallow } from './parse.ts'

export interface Shaped {
  /** The value, or a copy with what could be converted. */
  readonly value: unknown
  /** It is of the type now. */
  readonly fits: boolean
  /** It was of the type before. */
  readonly exact: boolean
}

export type Shape = ((value: unknown) => Shaped) & { readonly optional?: true }
type Rule = readonly [pattern: RegExp | null, shape: Shape]

const no = (value: unknown): Shaped => ({ value, fits: false, exact: false })
const yes = (value: unknown): Shaped => ({ value, fits: true, exact: true })
const made = (value: unknown): Shaped => ({ value, fits: true, exact: false })

const check =
  (test: (value: unknown) => boolean): Shape =>
  value =>
    test(value) ? yes(value) : no(value)

/** A scalar that may stand in a string. */
const scalar =
  (test: (value: unknown) => boolean, read: (text: string) => unknown): Shape =>
  value => {
    if (test(value)) return yes(value)
    const found = typeof value === 'string' ? read(value) : undefined
    return found !== undefined && test(found) ? made(found) : no(value)
  }

/** What a text of a type must be, where it may as well be of another. */
interface Text {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: RegExp
  readonly format?: string
}

function isText(value: unknown, { minLength = 0, maxLength, pattern, format = '' }: Text): boolean {
  if (typeof value !== 'string') return false
  const length = codePoints(value)
  if (length < minLength || (maxLength !== undefined && length > maxLength)) return false
  return pattern?.test(value) !== false && (!Object.hasOwn(formats, format) || formats[format]?.(value) === true)
}

const any = check(() => true)
const never = check(() => false)

export const to = {
  any,
  never,
  string: check(value => typeof value === 'string'),
  text: (text: Text): Shape => check(value => isText(value, text)),
  null: check(value => value === null),
  number: scalar(value => typeof value === 'number', jsonNumber),
  integer: scalar(value => Number.isInteger(value), jsonNumber),
  boolean: scalar(
    value => typeof value === 'boolean',
    value => (value === 'true' ? true : value === 'false' ? false : undefined),
  ),
  /** Literal values; numbers and booleans among them also by their printed form. */
  oneOf(...values: (string | number | boolean | null)[]): Shape {
    const isOne = (value: unknown) => values.some(one => one === value)
    return scalar(isOne, value => values.find(one => typeof one !== 'string' && one !== null && String(one) === value))
  },
  array: (item: Shape): Shape => sequence(() => item, 0),
  tuple: (items: readonly Shape[], rest: Shape = never): Shape =>
    sequence(n => items[n] ?? rest, items.filter(item => !item.optional).length),
  object: (properties: Readonly<Record<string, Shape>>, rules: readonly Rule[] = []): Shape => {
    const required = Object.keys(properties).filter(name => !properties[name]?.optional)
    return value => {
      const object = isObject(value) ? value : typeof value === 'string' ? parseShallow(value) : undefined
      if (!isObject(object)) return no(value)
      const shaped = shapeMembers(object, name => shapeFor(name, properties, rules))
      const complete = required.every(name => Object.hasOwn(object, name))
      return { value: shaped.value, fits: complete && shaped.fits, exact: complete && shaped.exact && object === value }
    }
  },
  optional: (shape: Shape): Shape => Object.assign((value: unknown) => shape(value), { optional: true as const }),
  /** As it is when a member takes it so, else by the first member that can take it, else as well as may be. */
  union: (...members: readonly Shape[]): Shape => {
    return value => {
      const shaped = members.map(member => member(value))
      return shaped.find(one => one.exact) ?? shaped.find(one => one.fits) ?? nearest(value, shaped)
    }
  },
  /** A type that contains itself. */
  lazy:
    (shape: () => Shape): Shape =>
    value =>
      shape()(value),
  arguments:
    (shape: Shape): ((args: JsonObject) => JsonObject) =>
    args =>
      shape(args).value as JsonObject,
}

/** The one member that could do something with a value; of several none can be preferred. */
function nearest(value: unknown, shaped: readonly Shaped[]): Shaped {
  const changed = shaped.filter(one => one.value !== value)
  return changed.length === 1 && changed[0] ? changed[0] : no(value)
}

function shapeFor(name: string, properties: Readonly<Record<string, Shape>>, rules: readonly Rule[]): Shape {
  if (Object.hasOwn(properties, name)) return properties[name] ?? never
  return rules.find(([pattern]) => pattern === null || pattern.test(name))?.[1] ?? never
}

function shapeMembers(object: JsonObject, shapeOfName: (name: string) => Shape): Shaped {
  let fits = true
  let exact = true
  const members: [string, unknown][] = []
  for (const [name, member] of Object.entries(object)) {
    const shape = shapeOfName(name)
    const shaped = shape(member)
    exact &&= shaped.exact
    if (member === null && shape.optional && !shaped.fits) continue
    fits &&= shaped.fits
    members.push([name, shaped.value])
  }
  return { value: Object.fromEntries(members), fits, exact }
}

function sequence(shapeAt: (n: number) => Shape, least: number): Shape {
  return value => {
    const array = Array.isArray(value) ? value : typeof value === 'string' ? parseShallow(value) : undefined
    if (!Array.isArray(array)) return no(value)
    const shaped = array.map((item: JsonValue, n) => shapeAt(n)(item))
    const complete = array.length >= least
    return {
      value: shaped.map(one => one.value),
      fits: complete && shaped.every(one => one.fits),
      exact: complete && array === value && shaped.every(one => one.exact),
    }
  }
}
