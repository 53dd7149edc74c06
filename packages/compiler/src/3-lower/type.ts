/** Types to JSON Schema 2020-12: one case a kind. */
import { resolve, type Types } from '../ir/refs.ts'
import { tagOf, tagValues } from '../ir/tags.ts'
import type { Limits } from '../ir/targets.ts'
import type {
  Doc,
  EnumMember,
  IndexRule,
  LiteralType,
  NamedType,
  ObjectType,
  Property,
  TupleType,
  Type,
  UnionType,
} from '../ir/type.ts'
import { lowerBytes } from './bytes.ts'
import { FORMATS } from './formats.ts'
import { type JsonSchema, ordered, record } from './json-schema.ts'

export interface Scope {
  readonly types: Types
  /** Defaults belong to arguments alone. */
  readonly side: 'input' | 'output'
  /** What a client reads, or what ajv compiles: that has no annotations, and a discriminator. */
  readonly reader: 'client' | 'ajv'
  /** What `$ref` says of the named types that stand elsewhere; all others are inlined. */
  readonly definitions: Pick<ReadonlyMap<string, string>, 'get'>
  /** What the readers do not take; absent for nothing. */
  readonly limits?: Limits | undefined
  /** The named types that this stands in, where none may be referred to. */
  readonly inside?: ReadonlySet<string>
}

export function lowerType(type: Type, scope: Scope): JsonSchema {
  switch (type.kind) {
    case 'string': {
      const { kind, format, toJson: _, ...keywords } = type
      const known = scope.reader === 'client' || (format !== undefined && FORMATS.includes(format))
      return ordered({ type: kind, ...keywords, format: known ? format : undefined })
    }
    case 'number': {
      const { kind, integer, toJson: _, ...keywords } = type
      return ordered({ type: integer ? 'integer' : kind, ...keywords })
    }
    case 'boolean':
    case 'null':
      return { type: type.kind }
    case 'literal':
      return lowerLiteral(type, scope)
    case 'enum':
      return lowerEnum(type.members, scope)
    case 'array': {
      const { kind, items, uniqueItems, ...bounds } = type
      return ordered({
        type: kind,
        items: lowerType(items, scope),
        ...bounds,
        uniqueItems: uniqueItems || undefined,
      })
    }
    case 'tuple':
      return lowerTuple(type, scope)
    case 'object':
      return lowerObject(type, scope)
    case 'union':
      return lowerUnion(type, scope)
    case 'ref':
      return lowerRef(type.name, scope)
    case 'unknown':
      return {}
    case 'never':
      return { not: {} }
    case 'date':
      return { type: 'string', format: 'date-time' }
    case 'url':
      return { type: 'string', format: 'uri' }
    case 'bytes':
      return lowerBytes(type, scope)
  }
}

/** A property, or an item, with what its comment says; that goes before what the comment of its type says. */
function lowerProperty(
  { type, doc = {} }: Pick<Property, 'type'> & Partial<Pick<Property, 'doc'>>,
  scope: Scope,
): JsonSchema {
  return annotate(lowerType(type, scope), doc, scope)
}

export function annotate(schema: JsonSchema, doc: Doc, scope: Scope): JsonSchema {
  if (scope.reader === 'ajv') return schema
  const input = scope.side === 'input'
  return ordered({
    ...schema,
    title: doc.title ?? schema.title,
    description: doc.description ?? schema.description,
    deprecated: doc.deprecated || schema.deprecated,
    default: input && doc.default ? doc.default.value : schema.default,
    examples: doc.examples?.length ? [...doc.examples] : schema.examples,
    'x-mcp-header': input ? (doc.header ?? schema['x-mcp-header']) : undefined,
  })
}

function lowerRef(name: string, scope: Scope): JsonSchema {
  const pointer = scope.definitions.get(name)
  if (pointer) return { $ref: pointer }
  const named = scope.types.get(name)
  if (named === undefined) return {}
  if (!scope.limits?.has('references')) return lowerProperty(named, scope)
  if (scope.inside?.has(name)) return lowerAgain(named, scope)
  return lowerProperty(named, { ...scope, inside: new Set([...(scope.inside ?? []), name]) })
}

/** A type inside itself, for those who take no references: of which kind it is, and its name. */
function lowerAgain({ name, declared = name, type }: NamedType, { types }: Scope): JsonSchema {
  const target = resolve(type, types)
  const description = `Another ${declared}.`
  const { kind } = target
  const members = target.kind === 'union' ? target.members : [target]
  if (members.every(member => resolve(member, types).kind === 'object')) return { type: 'object', description }
  return kind === 'array' || kind === 'tuple' ? { type: 'array', description, items: {} } : { description }
}

/** A client gets the type too: some build their forms and grammars from it. */
function lowerLiteral({ value }: LiteralType, { reader }: Scope): JsonSchema {
  return reader === 'ajv' ? { const: value } : { type: typeof value, const: value }
}

/** Members with descriptions read best as `oneOf`; without, one `enum` is shorter. */
function lowerEnum(members: readonly EnumMember[], scope: Scope): JsonSchema {
  const values = members.map(member => member.value)
  if (scope.reader === 'ajv') return { enum: values }
  const type = commonType(values)
  if (!members.some(member => member.description)) return ordered({ type, enum: values })
  return ordered({
    type,
    oneOf: members.map(member => ordered({ description: member.description, const: member.value })),
  })
}

function commonType(values: readonly unknown[]): string | undefined {
  const kinds = new Set(values.map(value => (value === null ? 'null' : typeof value)))
  return kinds.size === 1 ? [...kinds][0] : undefined
}

function lowerTuple({ items, rest }: TupleType, scope: Scope): JsonSchema {
  if (items.length === 0)
    return rest ? { type: 'array', items: lowerType(rest, scope) } : { type: 'array', maxItems: 0 }
  return ordered({
    type: 'array',
    prefixItems: items.map(item =>
      lowerProperty({ type: item.type, doc: item.name ? { title: item.name } : {} }, scope),
    ),
    items: rest ? lowerType(rest, scope) : false,
    minItems: items.filter(item => !item.optional).length || undefined,
  })
}

/** `oneOf` only where a tag proves that no two members take the same value. */
function lowerUnion(union: UnionType, scope: Scope): JsonSchema {
  const members = union.members.map(member => lowerType(member, scope))
  const tag = tagOf(union, scope.types)
  if (tag === undefined) return { anyOf: members }
  if (scope.reader === 'client') return { oneOf: members }
  const values = union.members.map(member => tagValues(member, tag, scope.types))
  return { type: 'object', discriminator: { propertyName: tag, values }, oneOf: members }
}

/** Objects are closed: what a type does not declare is neither taken nor sent. */
function lowerObject(type: ObjectType, scope: Scope): JsonSchema {
  const index = type.index ?? []
  const properties = type.properties.filter(property => index.length > 0 || !isAbsent(property))
  const required = properties.filter(property => !property.optional).map(property => property.name)
  return ordered({
    type: 'object',
    properties: !isOpen(index, scope) || properties.length > 0 ? lowerProperties(properties, scope) : undefined,
    patternProperties: lowerPatterns(index, scope),
    required: required.length > 0 ? required : undefined,
    additionalProperties: lowerAdditional(index, scope),
    minProperties: type.minProperties,
    maxProperties: type.maxProperties,
  })
}

/** `Record<string, never>` has no more members than an object without an index. */
function isOpen(index: readonly IndexRule[], { types }: Scope): boolean {
  return index.some(rule => resolve(rule.type, types).kind !== 'never')
}

/** `x?: never` says that the property must not be there; a closed object says so by not having it. */
function isAbsent(property: Property): boolean {
  return property.optional && property.type.kind === 'never'
}

function lowerProperties(properties: readonly Property[], scope: Scope): Record<string, JsonSchema> {
  return record(properties.map(property => [property.name, lowerProperty(property, scope)]))
}

function lowerPatterns(index: readonly IndexRule[], scope: Scope): Record<string, JsonSchema> | undefined {
  const patterns = index.flatMap(rule =>
    rule.keyPattern === undefined ? [] : [[rule.keyPattern, lowerProperty(rule, scope)] as const],
  )
  return patterns.length > 0 ? record(patterns) : undefined
}

function lowerAdditional(index: readonly IndexRule[], scope: Scope): JsonSchema | false {
  const any = index.find(rule => rule.keyPattern === undefined)
  return any && resolve(any.type, scope.types).kind !== 'never' ? lowerProperty(any, scope) : false
}
