/** What a schema says beside its type, as the lines of a comment; what would say nothing there is told apart. */
import { asText, type Json } from './document.ts'
import { type DocLine, inTag } from './text.ts'

/** Formats that are checked, and that no alias of the runtime stands for. */
export const FORMATS = new Set(['time', 'hostname', 'ipv4', 'ipv6', 'uri-reference', 'json-pointer', 'regex', 'byte'])

/** The type that a constraint is for. */
const CONSTRAINTS = new Map([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map(one => [one, 'number'] as const),
  ...['minLength', 'maxLength', 'pattern'].map(one => [one, 'string'] as const),
  ...['minItems', 'maxItems', 'uniqueItems'].map(one => [one, 'array'] as const),
  ...['minProperties', 'maxProperties'].map(one => [one, 'object'] as const),
])

export function linesOf(schema: Json): DocLine[] {
  const text = asText(schema['description']) ?? asText(schema['title'])
  const { format, default: fallback } = schema
  return [
    ...(text === undefined ? [] : [{ text }]),
    ...[...CONSTRAINTS.keys()].flatMap(keyword => constraint(schema, keyword)),
    ...(typeof format === 'string' && FORMATS.has(format) ? [{ tag: 'format', value: format }] : []),
    ...(fallback !== undefined && isDefault(schema)
      ? [{ tag: 'default', value: inTag(JSON.stringify(fallback)) }]
      : []),
    ...(schema['deprecated'] === true ? [{ tag: 'deprecated', value: '' }] : []),
  ]
}

/** What of it is no line, since the build would refuse it. */
export function lostOf(schema: Json): string[] {
  const constraints = [...CONSTRAINTS.keys()].filter(keyword => schema[keyword] !== undefined && !fits(schema, keyword))
  const isLost = schema['default'] !== undefined && !isDefault(schema)
  return [...constraints, ...(isLost ? ['default'] : [])].map(
    keyword => `${keyword} ${JSON.stringify(schema[keyword])}`,
  )
}

function constraint(schema: Json, keyword: string): DocLine[] {
  const value = schema[keyword]
  if (value === undefined || value === false || !fits(schema, keyword)) return []
  // OpenAPI 3.0 says of a bound that it is exclusive; 3.1 has another keyword for it.
  if (value === true && keyword.startsWith('exclusive')) return []
  const strict = `exclusive${keyword.slice(0, 1).toUpperCase()}${keyword.slice(1)}`
  const tag = (keyword === 'minimum' || keyword === 'maximum') && schema[strict] === true ? strict : keyword
  return [{ tag, value: value === true ? '' : inTag(String(value)) }]
}

/** Whether a constraint is for the schema's type, and a pattern one that compiles with the `u` flag. */
function fits(schema: Json, keyword: string): boolean {
  if (keyword === 'pattern' && !compiles(schema['pattern'])) return false
  const kinds = kindsOf(schema)
  return kinds.length === 0 || kinds.includes(CONSTRAINTS.get(keyword) ?? '')
}

function compiles(pattern: unknown): boolean {
  try {
    return new RegExp(String(pattern), 'u') instanceof RegExp
  } catch {
    return false
  }
}

function kindsOf({ type }: Json): unknown[] {
  return [type].flat().flatMap(one => (one === undefined ? [] : one === 'integer' ? 'number' : one))
}

/** Whether a default is a value of the type; a text of some format may not be. */
function isDefault(schema: Json): boolean {
  const { default: fallback, enum: values, format, nullable } = schema
  if (Array.isArray(values)) return values.includes(fallback)
  if (fallback === null) return nullable === true || kindsOf(schema).includes('null')
  if (schema['type'] === 'integer' && !Number.isInteger(fallback)) return false
  const kind = Array.isArray(fallback) ? 'array' : typeof fallback
  return kindsOf(schema).includes(kind) && !(kind === 'string' && format !== undefined)
}
