/** Errors as `application/problem+json` (RFC 9457). */
import type { ServerResponse } from 'node:http'

export interface Problem {
  readonly status: number
  readonly detail: string
  /** Further members (§3.2). */
  readonly more?: Readonly<Record<string, unknown>> | undefined
}

export type Headers = Readonly<Record<string, string>> | undefined

/** Answers with a problem of no type of its own: its title is the status in words (§4.2.1). */
export function replyProblem(res: ServerResponse, { status, detail, more }: Problem, headers?: Headers): void {
  const body = problemText({ status, detail, more })
  res.writeHead(status, { ...problemHeaders(body), ...headers })
  res.end(body)
}

export function problemText({ status, detail, more }: Problem): string {
  const title = process.getBuiltinModule('node:http').STATUS_CODES[status] ?? 'Error'
  return JSON.stringify({ type: 'about:blank', title, status, detail, ...more })
}

export function problemHeaders(body: string): Record<string, string> {
  return { 'Content-Type': 'application/problem+json', 'Content-Length': String(Buffer.byteLength(body)) }
}
