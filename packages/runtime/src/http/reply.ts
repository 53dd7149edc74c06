/** Whole answers. */
import type { ServerResponse } from 'node:http'

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | Buffer
}

/** Bodies above this go out as one buffer of their own, instead of being copied together with the head. */
const LARGE = 8 * 1024

/** Answers with JSON. */
export function replyJson(res: ServerResponse, { status, headers, body = '' }: Reply): void {
  const bytes = typeof body === 'string' && body.length > LARGE ? Buffer.from(body) : body
  const length = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': length, ...headers })
  res.end(bytes)
}

/** Answers without a body. */
export function replyEmpty(res: ServerResponse, { status, headers }: Reply): void {
  res.writeHead(status, status === 204 ? { ...headers } : { 'Content-Length': 0, ...headers })
  res.end()
}
