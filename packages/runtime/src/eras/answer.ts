/** JSON texts of JSON-RPC answers, put together from parts so that nothing is stringified twice. */
import type { JsonText, JsonValue } from '../protocol/json.ts'
import type { RequestId } from '../protocol/jsonrpc.ts'

/**
 * A result, ready but for the id: JSON text of the `result`, or bytes made by `prepared` once for all requests.
 */
export type Result = string | Buffer

/** Bytes of everything that follows the id in an answer with this result. */
export function prepared(result: string): Buffer {
  return Buffer.from(`,"result":${result}}`)
}

/** The same of a result whose middle is bytes already. */
export function preparedAround(before: string, middle: readonly Buffer[], after: string): Buffer {
  return Buffer.concat([Buffer.from(`,"result":${before}`), ...middle, Buffer.from(`${after}}`)])
}

/** A whole answer. */
export function resultAnswer(id: RequestId, result: Result): JsonText {
  const head = `{"jsonrpc":"2.0","id":${typeof id === 'number' ? id : JSON.stringify(id)}`
  if (typeof result === 'string') return `${head},"result":${result}}`
  return { head, bytes: result }
}

export interface Fault {
  readonly code: number
  readonly message: string
  readonly data?: JsonValue | undefined
}

/** A whole error answer; without an id when the request's could not be read (2026-07-28 basic/index, "Responses"). */
export function errorAnswer(id: RequestId | undefined, { code, message, data }: Fault): string {
  return JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code, message, data } })
}

/** The request's id where one can be read of a value that may not be a request. */
export function readableId(value: unknown): RequestId | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id } = value as { id?: unknown }
  return isRequestId(id) ? id : undefined
}

/** A string or an integer, and never null (basic/index, "Requests"). An integer that a double cannot hold could not be echoed. */
export function isRequestId(id: unknown): id is RequestId {
  return typeof id === 'string' || Number.isSafeInteger(id)
}
