/** Whole answers. */
import type { ServerResponse } from 'node:http'
import type { JsonText } from '../protocol/json.ts'

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: JsonText
}

/** Bodies above this go out as one buffer of their own, instead of being copied together with the head. */
const LARGE = 8 * 1024

/** Answers with JSON. */
export function replyJson(res: ServerResponse, { status, headers, body = '' }: Reply): void {
  const { head, bytes } = typeof body === 'string' ? split(body) : body
  const length = Buffer.byteLength(head) + (bytes?.length ?? 0)
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': length, ...headers })
  if (bytes === undefined) {
    // A text of which each character is a byte is copied to the socket and not encoded: a microsecond of 5 KB.
    res.end(head, length === head.length ? 'latin1' : 'utf8')
    return
  }
  // In one write with the headers; the bytes are not copied.
  if (head !== '') res.write(head)
  res.end(bytes)
}

function split(text: string): { head: string; bytes?: Buffer } {
  return text.length > LARGE ? { head: '', bytes: Buffer.from(text) } : { head: text }
}

/** Answers without a body. */
export function replyEmpty(res: ServerResponse, { status, headers }: Reply): void {
  res.writeHead(status, status === 204 ? { ...headers } : { 'Content-Length': 0, ...headers })
  res.end()
}
