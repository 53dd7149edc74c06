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

/** Headers of the answer to a preflight. */
export function preflightHeaders(
  methods: readonly string[],
  mirrors: readonly string[],
  credentials: readonly string[],
): Record<string, string> {
  // A wildcard would not do: each name must be said.
  const names = new Set(mirrors.map(name => `Mcp-Param-${name}`))
  return {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': [...REQUEST_HEADERS, ...credentials, ...names].join(', '),
    'Access-Control-Max-Age': '7200',
  }
}
