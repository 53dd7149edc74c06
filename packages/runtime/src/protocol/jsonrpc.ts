/** JSON-RPC 2.0 as the Model Context Protocol uses it (basic/index). */
import type { JsonObject, JsonValue } from './json.ts'

export type RequestId = string | number

export interface JsonRpcRequest {
  readonly jsonrpc: '2.0'
  readonly id: RequestId
  readonly method: string
  readonly params?: JsonObject
}

export interface JsonRpcNotification {
  readonly jsonrpc: '2.0'
  readonly method: string
  readonly params?: JsonObject
}

export interface JsonRpcError {
  readonly code: number
  readonly message: string
  readonly data?: JsonValue
}

export interface JsonRpcResponse {
  readonly jsonrpc: '2.0'
  readonly id?: RequestId
  readonly result?: JsonObject
  readonly error?: JsonRpcError
}

export type JsonRpcMessage = JsonRpcRequest | JsonRpcNotification | JsonRpcResponse

export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600
export const METHOD_NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
export const INTERNAL_ERROR = -32603
/** Legacy eras only (2025-11-25 server/resources, "Error Handling"). */
export const RESOURCE_NOT_FOUND = -32002
/** Modern era only (2026-07-28 basic/index, "Error Codes"). */
export const HEADER_MISMATCH = -32020
export const MISSING_REQUIRED_CLIENT_CAPABILITY = -32021
export const UNSUPPORTED_PROTOCOL_VERSION = -32022
