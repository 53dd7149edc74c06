/** What a caller is told when a declaration's code throws. Anything can be thrown: `undefined`, a proxy, a frozen object. */
import { INTERNAL_ERROR, INVALID_PARAMS } from '../protocol/jsonrpc.ts'
import { isNotFound, isRpcError, isUserError, RpcError } from './errors.ts'
import type { GivenState } from './given-state.ts'
import { type Internal, internal } from './internal.ts'

/** A thrown value, judged. Only `internal` was reported. */
export type Verdict =
  | { readonly kind: 'user'; readonly message: string; readonly status: number }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'protocol'; readonly error: RpcError }
  | { readonly kind: 'aborted'; readonly message: string }
  | Internal

/** Judges what a declaration's function threw. Never throws. */
export function judge(thrown: unknown, given: GivenState): Verdict {
  const { binding } = given.loaded
  const { options } = given.surroundings
  try {
    return expected(thrown, given) ?? internal(thrown, binding, options)
  } catch {
    return internal(thrown, binding, options)
  }
}

/** A verdict as the protocol error of a resource or a prompt: the caller's doing is −32602, ours −32603. */
export function protocolError(verdict: Verdict): RpcError {
  switch (verdict.kind) {
    case 'protocol':
      return verdict.error
    case 'user':
      return new RpcError(verdict.status >= 500 ? INTERNAL_ERROR : INVALID_PARAMS, verdict.message)
    case 'not-found':
      return new RpcError(INVALID_PARAMS, verdict.message)
    case 'aborted':
    case 'internal':
      return new RpcError(INTERNAL_ERROR, verdict.message)
  }
}

function expected(thrown: unknown, given: GivenState): Verdict | undefined {
  if (isAbortOf(thrown, given)) return { kind: 'aborted', message: `The call was aborted: ${given.aborted}` }
  if (isNotFound(thrown)) return { kind: 'not-found', message: String(thrown.message) }
  if (isUserError(thrown)) return { kind: 'user', message: String(thrown.message), status: thrown.status }
  if (isRpcError(thrown) && isFreeCode(thrown.code) && isJson(thrown.data)) {
    return { kind: 'protocol', error: thrown }
  }
  return undefined
}

/** A function that stopped because the call was aborted did what it should: nothing to report. */
function isAbortOf(thrown: unknown, given: GivenState): boolean {
  if (given.aborted === undefined) return false
  return thrown === given.controller?.signal.reason || (thrown instanceof Error && thrown.name === 'AbortError')
}

/** JSON-RPC 2.0 §5.1: −32768 to −32000 are reserved, for JSON-RPC and for the Model Context Protocol. */
function isFreeCode(code: unknown): boolean {
  return typeof code === 'number' && Number.isSafeInteger(code) && (code < -32768 || code > -32000)
}

function isJson(data: unknown): boolean {
  return data === undefined || JSON.stringify(data) !== undefined
}
