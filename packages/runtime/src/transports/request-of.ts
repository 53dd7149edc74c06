/** An HTTP request as functions may see it. */
import type { IncomingMessage } from 'node:http'
import type { McpRequest } from '../features/context.ts'

/** @param secrets Headers that hold credentials, in lower case: no function gets to see them. */
export function requestOf(req: IncomingMessage & { originalUrl?: string }, secrets: readonly string[]): McpRequest {
  return {
    headers: secrets.length === 0 ? req.headers : without(req.headers, secrets),
    method: req.method ?? '',
    url: req.originalUrl ?? req.url ?? '',
    // No getter: V8 gives every object literal that has one a hidden class of its own, which outlives the request.
    remoteAddress: req.socket.remoteAddress,
  }
}

/** A token is for this server alone: what a function can't read, it can't send on (basic/authorization, "Token passthrough"). */
function without(headers: McpRequest['headers'], names: readonly string[]): McpRequest['headers'] {
  const rest: Record<string, string | string[] | undefined> = {}
  for (const name in headers) if (!names.includes(name)) rest[name] = headers[name]
  return rest
}
