/** Arguments as a client sends them: bytes, which a tool takes as such, are base64 text. */

export function sentOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(sentOf)
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sentOf(member)]))
}
