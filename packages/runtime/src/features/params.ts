/** The parameters of a request, as far as the features read them. */
import type { JsonObject } from '../protocol/json.ts'
import { INVALID_PARAMS } from '../protocol/jsonrpc.ts'
import { isRecord } from './content.ts'
import { RpcError } from './errors.ts'
import { describeValue } from './problems/values.ts'

/** @throws {RpcError} −32602 unless the member is a string. */
export function stringParam(params: JsonObject, name: string): string {
  const value = params[name]
  if (typeof value === 'string') return value
  throw invalidParams(`Invalid params: "${name}" must be a string, got ${describeValue(value)}`)
}

/** @throws {RpcError} −32602 unless `arguments` is an object or absent. */
export function argumentsParam(params: JsonObject): JsonObject {
  const args = params['arguments']
  if (args === undefined) return {}
  if (isRecord(args)) return args as JsonObject
  throw invalidParams(`Invalid params: "arguments" must be an object, got ${describeValue(args)}`)
}

export function invalidParams(message: string): RpcError {
  return new RpcError(INVALID_PARAMS, message)
}

/** A name or URI as a caller sent it, short enough to be sent back. */
export function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…`
}
