/** One problem of a validator in words: what was expected, and what came. Nothing of the validator's own text is used. */
import type { ValidationProblem } from '../../manifest.ts'
import { base64Size } from '../../validation/keywords.ts'
import { nearest } from './suggest.ts'
import { count, describeValue, either, listValues, quote } from './values.ts'

/** What stands at the problem's place, and what may. */
export interface Place {
  readonly value: unknown
  names(): readonly string[]
  /** The literals that one of its properties may have. */
  values(property: string): readonly unknown[]
}

type Describe = (params: ValidationProblem['params'], place: Place) => string

/** @returns a phrase that stands behind the place's path: `must be a number, got the string "abc"`. */
export function describeProblem(problem: ValidationProblem, place: Place): string {
  const describe = Object.hasOwn(PHRASES, problem.keyword) ? PHRASES[problem.keyword] : undefined
  return describe === undefined ? got('is not valid', place) : describe(problem.params, place)
}

/** The property that a problem is about when it names one that stands below its place. */
export function propertyOf(problem: ValidationProblem): string | undefined {
  const { params } = problem
  const name =
    params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['tag']
  return typeof name === 'string' ? name : undefined
}

/** `a string`, `an integer`, `null` */
export function typeText(type: unknown): string {
  const types = Array.isArray(type) ? type : String(type).split(',')
  return either(types.map(one => TYPES.get(one) ?? `a ${one}`))
}

const TYPES: ReadonlyMap<unknown, string> = new Map([
  ['integer', 'an integer'],
  ['array', 'an array'],
  ['object', 'an object'],
  ['null', 'null'],
])

const MISSING = () => 'required, but missing'
const tooFew: Describe = (params, place) => sizes(`at least ${params['limit']}`, params['limit'], place)
const tooMany: Describe = (params, place) => sizes(`at most ${params['limit']}`, params['limit'], place)
const unknownProperty =
  (key: string): Describe =>
  (params, place) => {
    const known = place.names()
    const meant = nearest(String(params[key]), known)
    if (meant !== undefined) return `not known here, did you mean ${quote(meant)}?`
    return known.length === 0 ? 'not known here' : `not known here, only ${listValues(known)}`
  }

const PHRASES: Readonly<Record<string, Describe>> = {
  type: (params, place) => got(`must be ${typeText(params['type'])}`, place),
  enum: (params, place) => choice(asList(params['allowedValues']), place.value),
  const: (params, place) => choice([params['allowedValue']], place.value),
  required: MISSING,
  dependentRequired: ({ property }) => `required beside ${quote(property)}, but missing`,
  additionalProperties: unknownProperty('additionalProperty'),
  unevaluatedProperties: unknownProperty('unevaluatedProperty'),
  minimum: limit('at least'),
  maximum: limit('at most'),
  exclusiveMinimum: limit('more than'),
  exclusiveMaximum: limit('less than'),
  multipleOf: (params, place) => got(`must be a multiple of ${params['multipleOf']}`, place),
  minLength: tooFew,
  maxLength: tooMany,
  minItems: tooFew,
  maxItems: tooMany,
  items: tooMany,
  additionalItems: tooMany,
  unevaluatedItems: (params, place) => sizes(`at most ${params['len']}`, params['len'], place),
  minProperties: tooFew,
  maxProperties: tooMany,
  uniqueItems: ({ i, j }) => `must have no item twice, but items ${j} and ${i} are equal`,
  contains: ({ minContains, maxContains }) => containsText(minContains, maxContains),
  pattern: (params, place) => got(`must match the pattern ${params['pattern']}`, place),
  bytes: bytesText,
  segment: (_params, place) => got('must be one segment of a path, and neither empty nor `.` nor `..`', place),
  format: (params, place) => got(`must be ${formatText(params['format'])}`, place),
  propertyNames: params => `the name ${quote(params['propertyName'])} is not allowed`,
  discriminator: discriminatorText,
  oneOf: (params, place) =>
    got(`must match exactly one of its alternatives${passing(params['passingSchemas'])}`, place),
  anyOf: (_params, place) => got('must match one of its alternatives', place),
  not: (_params, place) => `must not be what it is, ${describeValue(place.value)}`,
  if: (_params, place) => got('does not fit the rest of its object', place),
  'false schema': () => 'not allowed here',
}

function got(expected: string, place: Place): string {
  return `${expected}, got ${describeValue(place.value)}`
}

function limit(words: string): Describe {
  return (params, place) => got(`must be ${words} ${params['limit']}`, place)
}

/** A list of values, with the one that was probably meant. */
function choice(values: readonly unknown[], value: unknown): string {
  const strings = values.filter(one => typeof one === 'string')
  const meant = typeof value === 'string' ? nearest(value, strings) : undefined
  const hint = meant === undefined || values.length === 1 ? '' : `, did you mean ${quote(meant)}?`
  return `must be ${oneOf(values)}, got ${describeValue(value)}${hint}`
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? quote(values[0]) : `one of ${listValues(values)}`
}

function sizes(bound: string, n: unknown, { value }: Place): string {
  if (typeof value === 'string') {
    return `must have ${bound} ${noun(n, 'character')}, got ${count([...value].length, 'character')}`
  }
  if (Array.isArray(value)) return `must have ${bound} ${noun(n, 'item')}, got ${value.length}`
  const size = typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  return `must have ${bound} ${noun(n, 'property')}, got ${size}`
}

/** The noun alone, in the number that `n` wants. */
function noun(n: unknown, word: string): string {
  return count(n, word).slice(`${n} `.length)
}

function containsText(least: unknown, most: unknown): string {
  return most === undefined
    ? `must contain at least ${count(least, 'item')} of the kind it asks for`
    : `must contain between ${least} and ${most} items of the kind it asks for`
}

/** The property that says which kind an object is. */
function discriminatorText({ tag, tagValue }: ValidationProblem['params'], place: Place): string {
  const values = place.values(String(tag))
  if (values.length === 0) return `says which kind it is, and ${describeValue(tagValue)} is none`
  return tagValue === undefined ? `required, but missing: ${oneOf(values)}` : choice(values, tagValue)
}

/** `passingSchemas` counts from 0. */
function passing(indexes: unknown): string {
  return Array.isArray(indexes) ? `, but fits number ${indexes.map(i => Number(i) + 1).join(' and ')}` : ''
}

const FORMATS: ReadonlyMap<unknown, string> = new Map([
  ['date-time', 'a date and time such as 2026-07-28T12:00:00Z'],
  ['date', 'a date such as 2026-07-28'],
  ['time', 'a time such as 12:00:00Z'],
  ['duration', 'a duration such as P1DT12H'],
  ['email', 'an e-mail address'],
  ['uri', 'a URI such as https://example.com/path'],
  ['uuid', 'a UUID such as 123e4567-e89b-12d3-a456-426614174000'],
  ['byte', 'base64 text'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['hostname', 'a host name'],
])

function formatText(format: unknown): string {
  return FORMATS.get(format) ?? `in the format ${format}`
}

function bytesText({ least, most }: ValidationProblem['params'], { value }: Place): string {
  const size = typeof value === 'string' ? base64Size(value) : undefined
  const bounds = [least === 0 ? [] : `at least ${least}`, most === null ? [] : `at most ${most}`].flat()
  const of = bounds.length === 0 ? '' : ` of ${bounds.join(' and ')} bytes`
  return `must be base64 text${of}, got ${size === undefined ? describeValue(value) : count(size, 'byte')}`
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
