/** Protected resource metadata (RFC 9728): where clients get a token for this server. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { replyEmpty, replyJson } from '../http/reply.ts'
import type { ProtectedResource } from './authenticator.ts'

const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/** §3.1: between the host and the path of the resource. */
export function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource)
  return `${origin}${metadataPath(pathname)}`
}

/** §3.1, and the root for clients that know nothing but the origin; by the server's own path too, behind a proxy. */
export function metadataPaths(resource: string | undefined, path: string): ReadonlySet<string> {
  const inserted = resource === undefined ? [] : [metadataPath(new URL(resource).pathname)]
  return new Set([WELL_KNOWN, metadataPath(path), ...inserted])
}

function metadataPath(path: string): string {
  return path === '/' ? WELL_KNOWN : `${WELL_KNOWN}${path}`
}

/** §2 */
export function metadataOf(resource: ProtectedResource, identifier: string, name: string): string {
  const { authorizationServers, scopes = [], documentation } = resource
  return JSON.stringify({
    resource: identifier,
    authorization_servers: authorizationServers,
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    bearer_methods_supported: ['header'],
    resource_name: name,
    resource_documentation: documentation,
  })
}

const METHODS = 'GET, HEAD, OPTIONS'

/** Pages of every origin may read it: it is the same for everybody. */
const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'max-age=300' }

const PREFLIGHT = { ...HEADERS, 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': '*' }

/** Answers a request for the metadata. */
export function replyMetadata({ method }: IncomingMessage, res: ServerResponse, body: string): void {
  if (method === 'GET' || method === 'HEAD') replyJson(res, { status: 200, headers: HEADERS, body })
  else if (method === 'OPTIONS') replyEmpty(res, { status: 204, headers: PREFLIGHT })
  else replyEmpty(res, { status: 405, headers: { ...HEADERS, Allow: METHODS } })
}
