/** Calls while they run: what they may send, and what cancels them. */
import type { Call } from '../features/call.ts'
import type { AbortReason } from '../features/context.ts'
import type { JsonValue } from '../protocol/json.ts'
import type { RequestId } from '../protocol/jsonrpc.ts'
import type { Exchange } from './era.ts'

export interface OpenCall extends Call {
  /** Tells the call's listener; the call can't send anything from here on. */
  abort(cause: AbortReason['cause']): void
  /** The call was answered, or no answer is wanted any more. */
  end(): void
  readonly ended: boolean
}

/** What a request says of its call; the rest comes from the exchange. */
export type CallSeed = Pick<Call, 'params' | 'client' | 'clientCapabilities' | 'progressToken' | 'logLevel'>

/** Opens the call of a request. Costs no `AbortController`: the feature makes one when its signal is first read. */
export function openCall(seed: CallSeed, exchange: Exchange): OpenCall {
  let ended = false
  let aborted: AbortReason['cause'] | undefined
  let listener: ((cause: AbortReason['cause']) => void) | undefined
  return {
    params: seed.params,
    principal: exchange.principal,
    request: exchange.request,
    client: seed.client,
    clientCapabilities: seed.clientCapabilities,
    progressToken: seed.progressToken,
    logLevel: seed.logLevel,
    notify(method, params) {
      if (!ended) exchange.send({ jsonrpc: '2.0', method, params })
    },
    onAbort(added) {
      if (aborted === undefined) listener = added
      else added(aborted)
    },
    abort(cause) {
      if (ended || aborted !== undefined) return
      aborted = cause
      listener?.(cause)
    },
    end() {
      ended = true
    },
    get ended() {
      return ended
    },
  }
}

/** Calls of one sender by the ids of their requests, to be cancelled by `notifications/cancelled`. */
export type CallsById = Map<RequestId, () => void>

/** Cancels a running call; an unknown id, or none, is nothing (basic/patterns/cancellation). */
export function cancelById(calls: CallsById, id: JsonValue | undefined): void {
  if (typeof id === 'string' || typeof id === 'number') calls.get(id)?.()
}
