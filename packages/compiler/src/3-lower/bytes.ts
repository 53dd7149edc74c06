/** Bytes are base64 text; as arguments they are bounded. */
import type { BytesType } from '../ir/type.ts'
import { type JsonSchema, ordered } from './json-schema.ts'

/** The most bytes of an argument that names no `@maxLength`: 1 MiB. */
const MOST = 1_048_576

export function lowerBytes(
  { minLength: least, maxLength }: BytesType,
  { side, reader }: { readonly side: 'input' | 'output'; readonly reader: 'client' | 'ajv' },
): JsonSchema {
  const most = maxLength ?? (side === 'input' ? MOST : undefined)
  if (reader === 'ajv') {
    const bounds = { ...(least !== undefined && { least }), ...(most !== undefined && { most }) }
    // Of a result the text was just made.
    return Object.keys(bounds).length > 0 ? { type: 'string', bytes: bounds } : { type: 'string' }
  }
  return ordered({
    type: 'string',
    contentEncoding: 'base64',
    minLength: least === undefined ? undefined : base64Length(least),
    maxLength: most === undefined ? undefined : base64Length(most),
  })
}

/** With padding (RFC 4648 §4). */
function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}
