/** What a schema says beside its type, as the lines of a comment. */
import { asText, type Json } from './document.ts'
import type { DocLine } from './text.ts'

/** Formats that are checked, and that no alias of the runtime stands for. */
export const FORMATS = new Set(['time', 'hostname', 'ipv4', 'ipv6', 'uri-reference', 'json-pointer', 'regex', 'byte'])

const CONSTRAINTS = [
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]

export function linesOf(schema: Json): DocLine[] {
  const text = asText(schema['description']) ?? asText(schema['title'])
  const { format, default: fallback } = schema
  return [
    ...(text === undefined ? [] : [{ text }]),
    ...CONSTRAINTS.flatMap(keyword => constraint(schema, keyword)),
    ...(typeof format === 'string' && FORMATS.has(format) ? [{ tag: 'format', value: format }] : []),
    ...(fallback === undefined ? [] : [{ tag: 'default', value: JSON.stringify(fallback) }]),
    ...(schema['deprecated'] === true ? [{ tag: 'deprecated', value: '' }] : []),
  ]
}

/** Whether a pattern is one where it will be compiled: with the `u` flag. */
export function compiles(pattern: unknown): boolean {
  try {
    return new RegExp(String(pattern), 'u') instanceof RegExp
  } catch {
    return false
  }
}

function constraint(schema: Json, keyword: string): DocLine[] {
  const value = schema[keyword]
  if (value === undefined || value === false) return []
  if (keyword === 'pattern' && !compiles(value)) return []
  // OpenAPI 3.0 says of a bound that it is exclusive; 3.1 has another keyword for it.
  if (value === true && keyword.startsWith('exclusive')) return []
  const strict = `exclusive${keyword.slice(0, 1).toUpperCase()}${keyword.slice(1)}`
  const tag = (keyword === 'minimum' || keyword === 'maximum') && schema[strict] === true ? strict : keyword
  return [{ tag, value: value === true ? '' : String(value) }]
}
