/** JSON Schema 2020-12, as far as types are lowered to it. */
export interface JsonSchema {
  $ref?: string
  type?: string
  title?: string
  description?: string
  deprecated?: true
  const?: unknown
  enum?: unknown[]
  default?: unknown
  examples?: unknown[]
  /** Mirrors the argument in a header (MCP 2026-07-28, Streamable HTTP). */
  'x-mcp-header'?: string
  format?: string
  contentEncoding?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  properties?: Record<string, JsonSchema>
  patternProperties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | false
  minProperties?: number
  maxProperties?: number
  prefixItems?: JsonSchema[]
  items?: JsonSchema | false
  minItems?: number
  maxItems?: number
  uniqueItems?: true
  /** Not 2020-12: in schemas for validators alone, never on the wire. */
  discriminator?: Discriminator
  /** The same: base64 text, and the bounds of what it stands for. */
  bytes?: ByteBounds
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  not?: JsonSchema
  $defs?: Record<string, JsonSchema>
}

export interface ByteBounds {
  readonly least?: number
  readonly most?: number
}

export interface Discriminator {
  readonly propertyName: string
  /** The literals of the property by which a value is of the first member, of the second, and so on. */
  readonly values: readonly (readonly (string | number | boolean | null)[])[]
}

const KEYS: readonly (keyof JsonSchema)[] = [
  '$ref',
  'type',
  'title',
  'description',
  'deprecated',
  'const',
  'enum',
  'default',
  'examples',
  'x-mcp-header',
  'format',
  'contentEncoding',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'properties',
  'patternProperties',
  'required',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'prefixItems',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'discriminator',
  'bytes',
  'anyOf',
  'oneOf',
  'not',
  '$defs',
]

/** The same schema with its own keys in one order, and without the undefined ones. */
export function ordered(schema: { [K in keyof JsonSchema]?: JsonSchema[K] | undefined }): JsonSchema {
  return Object.fromEntries(KEYS.filter(key => schema[key] !== undefined).map(key => [key, schema[key]]))
}

/** A record whose keys come from the user; `__proto__` stays a key. */
export function record<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries(entries)
}
