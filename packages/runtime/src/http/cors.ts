/** Cross-origin requests (Fetch, "CORS protocol"), for the allowed origins alone. */

const REQUEST_HEADERS = [
  'Accept',
  'Content-Type',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Session-Id',
  'Last-Event-ID',
]

const EXPOSED_HEADERS = 'Mcp-Session-Id, WWW-Authenticate'

/** Headers of every answer to a page of an allowed origin. */
export function corsHeaders(origin: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED_HEADERS,
    Vary: 'Origin',
  }
}

/** What mirrors an argument (2026-07-28 basic/transports, "Custom Headers from Tool Parameters"). */
const MIRROR = /^mcp-param-[!#$%&'*+.^`|~\w-]+$/i

export interface Preflight {
  readonly methods: readonly string[]
  /** The headers that credentials come in. */
  readonly credentials: readonly string[]
  /** The value of `Access-Control-Request-Headers`. */
  readonly wanted: string | undefined
}

/**
 * Headers of the answer to a preflight. Of those that mirror arguments whatever is asked for is allowed: a list would tell
 * everybody which arguments tools have, also those tools that not everybody may see.
 */
export function preflightHeaders({ methods, credentials, wanted = '' }: Preflight): Record<string, string> {
  // A wildcard would not do: each name must be said.
  const mirrors = wanted.split(',').flatMap(name => (MIRROR.test(name.trim()) ? [name.trim()] : []))
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': [...REQUEST_HEADERS, ...credentials, ...mirrors].join(', '),
    'Access-Control-Max-Age': '7200',
  }
}
