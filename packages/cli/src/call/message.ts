/** JSON-RPC as far as a caller of one tool reads it. */

export type JsonObject = Readonly<Record<string, unknown>>

export interface Message {
  readonly id?: string | number | null
  readonly method?: string
  readonly params?: JsonObject
  readonly result?: JsonObject
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** A tool as `tools/list` describes it. */
export interface ToolEntry {
  readonly name: string
  readonly inputSchema: JsonObject
  /** Of 2025-11-25: whether it runs as a task. */
  readonly execution?: { readonly taskSupport?: unknown }
}

/** The server's answer was a protocol error. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure'
  readonly code: number

  constructor({ code, message }: { code: number; message: string }) {
    super(message)
    this.code = code
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
