/** Base64 with padding (RFC 4648 §4), as the specification's `data` and `blob` want it. */

const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * Bytes as base64; text is held to be base64 already.
 *
 * @throws {TypeError} for text that is not.
 */
export function base64(data: string | Uint8Array): string {
  if (data instanceof Uint8Array) return bytesToBase64(data)
  if (typeof data !== 'string') throw new TypeError('Expected bytes (a Uint8Array) or base64 text')
  if (data.length % 4 === 0 && ALPHABET.test(data)) return data
  const hint = data.startsWith('data:') ? ': this is a data: URL, give what stands behind its comma' : ''
  throw new TypeError(`Not base64 text${hint}`)
}

export function bytesToBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** @throws {TypeError} when the text is not a media type such as `image/png`. */
export function mediaType(type: string): string {
  if (/^[^\s/;]+\/[^\s/;]+/.test(type)) return type
  throw new TypeError(`${JSON.stringify(type)} is not a media type such as "image/png"`)
}
