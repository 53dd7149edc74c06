/** `WWW-Authenticate` (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1). */
import type { Refusal } from './refusal.ts'

export interface Challenging {
  readonly scheme: 'Bearer' | 'ApiKey'
  /** Where this server's metadata is, for clients that can get a token by themselves. */
  readonly metadata: string | undefined
  /** What a client is told to ask for when it has no token, or none that is good. */
  readonly scopes: readonly string[]
}

/** Seconds after which a client may ask again. */
const RETRY_AFTER = '5'

/** Headers of the answer to a request that is refused. */
export function refusalHeaders(refusal: Refusal, challenging: Challenging): Record<string, string> {
  if (refusal.status === 503) return { 'Retry-After': RETRY_AFTER }
  const { error, message, status } = refusal
  const scopes = status === 401 ? challenging.scopes : refusal.scopes
  return challenge(challenging, { error, error_description: error && message, scope: scopes.join(' ') || undefined })
}

/** Headers of the answer to a caller who needs more scopes: all that the request needs, in one challenge. */
export function scopeHeaders(
  scopes: readonly string[],
  challenging: Challenging,
  isKnown: boolean,
): Record<string, string> {
  // RFC 6750 §3.1: no error code where nothing was presented.
  const error = isKnown ? 'insufficient_scope' : undefined
  return challenge(challenging, { error, scope: scopes.join(' ') })
}

type Parameters = Readonly<Record<string, string | undefined>>

function challenge({ scheme, metadata }: Challenging, parameters: Parameters): Record<string, string> {
  const all = Object.entries({ resource_metadata: metadata, ...parameters })
  const said = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]))
  return { 'WWW-Authenticate': said.length === 0 ? `${scheme} realm="mcp"` : `${scheme} ${said.join(', ')}` }
}

/** RFC 9110 §5.6.4; what a header can't hold is left out. */
function quoted(value: string): string {
  return `"${value.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')}"`
}
