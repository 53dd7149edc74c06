/** Constraint tags: each with the types it fits and the values it takes. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Type } from '../ir/type.ts'
import { backtracks } from '../patterns/backtracks.ts'
import { bothPatterns } from './both-patterns.ts'
import type { Statement } from './statement.ts'
import { nearest } from './tag-names.ts'
import { REFUSED, type TypeReader } from './type-reader.ts'

type Outcome = { readonly type: Type } | { readonly problem: Diagnostic }

/** What a value is read as, and how a wrong one is told what was wanted. */
interface Value {
  readonly wanted: string
  readonly parse: (text: string) => unknown
  /** What was probably meant, and what is wanted then. */
  readonly instead?: { readonly wanted: string; readonly of: (text: string) => string | undefined }
}

interface Constraint {
  readonly kind: Type['kind']
  /** Another kind that it fits as well. */
  readonly also?: Type['kind']
  readonly value: Value
}

const NUMBER: Value = { wanted: 'a number', parse: text => (JSON_NUMBER.test(text) ? Number(text) : undefined) }
const POSITIVE: Value = {
  wanted: 'a number above 0',
  parse: text => (JSON_NUMBER.test(text) && Number(text) > 0 ? Number(text) : undefined),
}
const COUNT: Value = {
  wanted: 'a whole number, 0 or more',
  parse: text => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
}
const FLAG: Value = { wanted: 'no value', parse: text => (text === '' || text === 'true' ? true : undefined) }
const PATTERN: Value = {
  wanted: 'a regular expression that compiles with the `u` flag',
  parse: text => (isLiteral(text) ? undefined : compiled(text)),
  instead: {
    wanted: 'a regular expression without slashes around it',
    of: text => (isLiteral(text) ? compiled(text.replace(/^\/|\/[a-z]*$/g, '')) : undefined),
  },
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The formats that the emitted validators check. */
const FORMATS = [
  'date-time date time iso-date-time iso-time duration email hostname ipv4 ipv6 uri uri-reference uri-template url uuid',
  'json-pointer relative-json-pointer regex byte',
].flatMap(line => line.split(' '))

const FORMAT: Value = {
  wanted: `a known format (${FORMATS.join(', ')})`,
  parse: text => (FORMATS.includes(text) ? text : undefined),
  instead: { wanted: 'a known format', of: text => nearest(text, FORMATS) },
}

const TABLE = new Map<string, Constraint>([
  ['minimum', { kind: 'number', value: NUMBER }],
  ['maximum', { kind: 'number', value: NUMBER }],
  ['exclusiveMinimum', { kind: 'number', value: NUMBER }],
  ['exclusiveMaximum', { kind: 'number', value: NUMBER }],
  ['multipleOf', { kind: 'number', value: POSITIVE }],
  ['integer', { kind: 'number', value: FLAG }],
  ['minLength', { kind: 'string', also: 'bytes', value: COUNT }],
  ['maxLength', { kind: 'string', also: 'bytes', value: COUNT }],
  ['pattern', { kind: 'string', value: PATTERN }],
  ['format', { kind: 'string', value: FORMAT }],
  ['minItems', { kind: 'array', value: COUNT }],
  ['maxItems', { kind: 'array', value: COUNT }],
  ['uniqueItems', { kind: 'array', value: FLAG }],
  ['minProperties', { kind: 'object', value: COUNT }],
  ['maxProperties', { kind: 'object', value: COUNT }],
])

/** Narrows a type by one constraint; of a union, each member that it fits. */
export function constrain(types: TypeReader, type: Type, statement: Statement): Outcome {
  const { name, span } = statement
  const constraint = TABLE.get(name)
  if (constraint === undefined) return { type }
  const parsed = constraint.value.parse(statement.value)
  if (parsed === undefined) return { problem: badValue(statement, constraint.value) }
  if (name === 'pattern' && backtracks(String(parsed)))
    return { problem: diagnose('unbounded-pattern', { span }, { pattern: String(parsed) }) }
  const narrowed = narrow(types, type, constraint, { [name]: parsed })
  if (narrowed !== undefined) return { type: narrowed }
  if (isPassedOver(types, type, name)) return { type }
  return {
    problem: diagnose(
      'misfit-constraint',
      { span },
      { tag: name, fits: NOUNS[constraint.kind] ?? constraint.kind, type: nounOf(types, type) },
    ),
  }
}

/** What is refused already is not refused twice; a Date and a URL have their format without being told. */
function isPassedOver(types: TypeReader, type: Type, tag: string): boolean {
  const resolved = types.resolve(type)
  return resolved === REFUSED || (tag === 'format' && (resolved?.kind === 'date' || resolved?.kind === 'url'))
}

function badValue({ name, value, span }: Statement, { wanted, instead: meant }: Value): Diagnostic {
  const instead = meant?.of(value)
  const facts = { tag: name, value, wanted: instead === undefined ? wanted : (meant?.wanted ?? wanted) }
  return diagnose('bad-tag-value', { span }, { ...facts, ...(instead !== undefined && { instead }) })
}

/** Undefined where the constraint fits nothing of the type. */
function narrow(
  types: TypeReader,
  type: Type,
  fits: Pick<Constraint, 'kind' | 'also'>,
  keyword: Record<string, unknown>,
): Type | undefined {
  const resolved = types.resolve(type)
  if (resolved === undefined) return undefined
  if (resolved.kind === fits.kind || resolved.kind === fits.also) return narrowedBy(resolved, keyword)
  if (resolved.kind !== 'union') return undefined
  let some = false
  const members = resolved.members.map(member => {
    const narrowed = narrow(types, member, fits, keyword)
    some ||= narrowed !== undefined
    return narrowed ?? member
  })
  return some ? { ...resolved, members } : undefined
}

/** `/^a$/` as in JavaScript: what begins before its first slash, or ends behind its last, matches nothing. */
function isLiteral(text: string): boolean {
  return /^\/\^.*\/[a-z]*$|^\/.*\$\/[a-z]*$/.test(text)
}

/** The nearest says how far; but of two patterns, as of a template and a tag, each has to match. */
function narrowedBy(type: Type, keyword: Record<string, unknown>): Type {
  const before = type.kind === 'string' ? type.pattern : undefined
  const { pattern } = keyword
  const both = before !== undefined && pattern !== undefined && pattern !== before
  return { ...type, ...keyword, ...(both && { pattern: bothPatterns(before, String(pattern)) }) } as Type
}

function compiled(text: string): string | undefined {
  if (text === '') return undefined
  try {
    new RegExp(text, 'u')
    return text
  } catch {
    return undefined
  }
}

const NOUNS: Partial<Record<Type['kind'], string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: '`null`',
  literal: 'a literal',
  enum: 'a choice of literals',
  array: 'an array',
  tuple: 'a tuple, whose length is fixed',
  object: 'an object',
  union: 'a union',
  unknown: 'any JSON',
  never: '`never`',
  date: 'a Date',
  url: 'a URL',
  bytes: 'bytes',
}

function nounOf(types: TypeReader, type: Type): string {
  const resolved = types.resolve(type)
  return (resolved === undefined ? undefined : NOUNS[resolved.kind]) ?? 'a type that holds itself'
}
