/** Refusing a request before its message is known. */
import type { ServerResponse } from 'node:http'
import { errorAnswer } from '../eras/answer.ts'
import { replyJson } from '../http/reply.ts'
import { INVALID_REQUEST } from '../protocol/jsonrpc.ts'

/** Answers with an error of which no JSON-RPC request is known, so without an id. */
export function replyError(
  res: ServerResponse,
  status: number,
  message: string,
  headers?: Record<string, string>,
  code = INVALID_REQUEST,
): void {
  replyJson(res, { status, headers, body: errorAnswer(undefined, { code, message }) })
}
