/** JSON Schemas of a document as TypeScript: named types for what is named or nested, and constraints as tags. */
import { FORMATS, linesOf, lostOf } from './constraints.ts'
import { asList, asObject, type Document, follow, isObject, type Json } from './document.ts'
import type { Names } from './names.ts'
import { type DocLine, docComment, propertyKey, quoted } from './text.ts'

/** What is declared so far. */
export interface Types {
  readonly document: Document
  readonly names: Names
  /** Takes what of a schema is lost. */
  readonly note: (text: string) => void
  /** Names of types by where the document has them. */
  readonly byPointer: Map<string, string>
  /** Declarations by name, in order. */
  readonly declared: Map<string, string>
  /** Aliases of the runtime that are used. */
  readonly aliases: Set<string>
}

export function createTypes(document: Document, names: Names, note: (text: string) => void): Types {
  return { document, names, note, byPointer: new Map(), declared: new Map(), aliases: new Set() }
}

/** The type of a schema, as text. `wanted` names it where it needs a name. */
export function typeOf(types: Types, node: unknown, wanted: string): string {
  if (node === true || node === undefined) return 'unknown'
  const { value, pointer } = follow(types.document, node)
  if (pointer !== undefined) return withNull(named(types, pointer, value), asObject(node))
  return isPlainObject(value) ? withNull(declareNamed(types, wanted, value), value) : written(types, value, wanted)
}

/** The lines of the comment of a property that has this schema; a type with a name says its own where it is declared. */
export function linesAt(types: Types, node: unknown): DocLine[] {
  const { value, pointer } = follow(types.document, node === true ? {} : node)
  return linesOf(pointer === undefined && !isPlainObject(value) ? value : asObject(pointer === undefined ? {} : node))
}

export function declareInterface(types: Types, name: string, members: readonly string[]): void {
  types.declared.set(name, `export interface ${name} ${braces(members)}`)
}

/** Where no comment can stand, what a comment would say needs a type with a name. */
function inside(types: Types, node: unknown, wanted: string): string {
  const { value, pointer } = follow(types.document, node === true ? {} : node)
  const isBound = pointer === undefined && linesOf(value).some(line => 'tag' in line && line.tag !== 'default')
  return isBound && !isPlainObject(value) ? declareNamed(types, wanted, value) : typeOf(types, node, wanted)
}

function named(types: Types, pointer: string, schema: Json): string {
  const known = types.byPointer.get(pointer)
  if (known !== undefined) return known
  const wanted = decodeURIComponent(pointer.slice(pointer.lastIndexOf('/') + 1))
  return declareNamed(types, wanted, schema, name => void types.byPointer.set(pointer, name))
}

/** @param taken Is told the name before what the type consists of, where it may stand again. */
function declareNamed(types: Types, wanted: string, schema: Json, taken?: (name: string) => void): string {
  const name = types.names.type(wanted)
  taken?.(name)
  types.declared.set(name, '')
  const body = isPlainObject(schema)
    ? `interface ${name} ${braces(membersOf(types, schema, name))}`
    : `type ${name} = ${written(types, schema, name)}`
  types.declared.set(name, `${docComment(linesOf(schema))}export ${body}`)
  return name
}

/** Keywords that say more than a type can, and are said to be lost. */
const LOST = [
  ...['not', 'if', 'then', 'else', 'patternProperties', 'propertyNames', 'dependentRequired', 'dependentSchemas'],
  ...['contains', 'unevaluatedProperties', 'discriminator'],
]

/** Without a name of its own. */
function written(types: Types, schema: Json, wanted: string): string {
  for (const keyword of LOST) if (schema[keyword] !== undefined) types.note(`${wanted}: \`${keyword}\` is not carried`)
  for (const lost of lostOf(schema)) types.note(`${wanted}: \`${lost}\` is left out`)
  const all = asList(schema['allOf'])
  if (all.length > 0) return withNull(intersection(types, schema, wanted), schema)
  const either = [...asList(schema['oneOf']), ...asList(schema['anyOf'])]
  if (either.length > 0)
    return withNull(either.map((one, n) => inside(types, one, `${wanted}${n + 1}`)).join(' | '), schema)
  if (Object.hasOwn(schema, 'const')) return literal(schema['const'])
  if (Array.isArray(schema['enum'])) return withNull([...new Set(schema['enum'].map(literal))].join(' | '), schema)
  const kinds = [schema['type']].flat()
  return withNull(kinds.map(kind => ofKind(types, kind ?? impliedKind(schema), { schema, wanted })).join(' | '), schema)
}

function intersection(types: Types, schema: Json, wanted: string): string {
  const { allOf, ...own } = schema
  const parts = asList(allOf).map((one, n) => grouped(typeOf(types, one, `${wanted}Part${n + 1}`)))
  if (isObject(own['properties'])) parts.push(typeOf(types, own, `${wanted}Own`))
  return parts.join(' & ')
}

interface At {
  readonly schema: Json
  readonly wanted: string
}

function ofKind(types: Types, kind: unknown, { schema, wanted }: At): string {
  switch (kind) {
    case 'string':
      return stringType(types, schema, wanted)
    case 'integer':
      return alias(types, 'Int')
    case 'number':
    case 'boolean':
    case 'null':
      return kind
    case 'array':
      return arrayType(types, schema, wanted)
    case 'object':
      return objectType(types, schema, wanted)
    default:
      return 'unknown'
  }
}

/** Formats that the runtime has an alias for. */
const ALIASES = new Map<unknown, string>([
  ['uuid', 'Uuid'],
  ['email', 'Email'],
  ['uri', 'Uri'],
  ['date-time', 'DateTime'],
  ['date', 'IsoDate'],
  ['duration', 'Duration'],
])

function alias(types: Types, name: string): string {
  types.aliases.add(name)
  return name
}

function stringType(types: Types, { format }: Json, wanted: string): string {
  const known = ALIASES.get(format)
  if (known !== undefined) return alias(types, known)
  if (format !== undefined && !FORMATS.has(String(format)))
    types.note(`${wanted}: the format ${String(format)} is not checked`)
  return 'string'
}

function arrayType(types: Types, schema: Json, wanted: string): string {
  const tuple = asList(schema['prefixItems'])
  if (tuple.length > 0) return `[${tuple.map((one, n) => inside(types, one, `${wanted}${n + 1}`)).join(', ')}]`
  return `${grouped(inside(types, schema['items'], `${wanted}Item`))}[]`
}

function objectType(types: Types, schema: Json, wanted: string): string {
  if (isObject(schema['properties'])) return braces(membersOf(types, schema, wanted))
  const more = schema['additionalProperties']
  if (more === false) return 'Record<string, never>'
  return `Record<string, ${isObject(more) ? inside(types, more, `${wanted}Value`) : 'unknown'}>`
}

function membersOf(types: Types, schema: Json, owner: string): string[] {
  const required = new Set(asList(schema['required']))
  const members = Object.entries(asObject(schema['properties'])).map(([name, one]) => {
    const type = typeOf(types, one, `${owner} ${name}`)
    return `${docComment(linesAt(types, one))}${propertyKey(name)}${required.has(name) ? '' : '?'}: ${type}`
  })
  const more = schema['additionalProperties']
  if (more === true || (isObject(more) && Object.keys(more).length === 0))
    return [...members, '[name: string]: unknown']
  if (isObject(more)) types.note(`${owner}: \`additionalProperties\` beside properties is not carried`)
  return members
}

function isPlainObject(schema: Json): boolean {
  const isOther = ['allOf', 'oneOf', 'anyOf', 'enum', 'const'].some(keyword => schema[keyword] !== undefined)
  const { type } = schema
  return !isOther && (type === undefined || type === 'object') && isObject(schema['properties'])
}

function impliedKind(schema: Json): string | undefined {
  if (schema['properties'] !== undefined || schema['additionalProperties'] !== undefined) return 'object'
  return schema['items'] === undefined ? undefined : 'array'
}

/** `nullable` of OpenAPI 3.0. */
function withNull(type: string, { nullable }: Json): string {
  return nullable === true && !/(?:^|\| )null(?: \||$)/.test(type) ? `${type} | null` : type
}

function grouped(type: string): string {
  return /[|&]/.test(type) && !type.startsWith('{') ? `(${type})` : type
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'object' && value !== null ? 'unknown' : JSON.stringify(value)
}

function braces(members: readonly string[]): string {
  if (members.length === 0) return '{}'
  return `{\n${members.map(member => member.replace(/^(?=.)/gm, '  ')).join('\n')}\n}`
}
