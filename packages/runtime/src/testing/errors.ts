/** What calls of a test client throw. */
import type { JsonValue } from '../protocol/json.ts'
import type { JsonRpcError } from '../protocol/jsonrpc.ts'
import type { CallToolResult } from './types.ts'

/** A tool's result said that it failed: the message is its text, the cause what the function threw, if it was unexpected. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly result: CallToolResult

  constructor(message: string, result: CallToolResult, options?: { cause?: unknown }) {
    super(message, options)
    this.result = result
  }
}

/** The server answered by a JSON-RPC error. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: number
  readonly data: JsonValue | undefined
  /** Of the HTTP response. */
  readonly status: number

  constructor({ code, message, data }: JsonRpcError, status: number, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.data = data
    this.status = status
  }
}
