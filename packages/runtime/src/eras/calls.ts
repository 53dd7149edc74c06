/** Calls while they run: what they may send, and what cancels them. */
import type { Call, ToolOutcome } from '../features/call.ts'
import type { AbortReason } from '../features/context.ts'
import type { JsonObject, JsonValue } from '../protocol/json.ts'
import type { JsonRpcNotification, JsonRpcRequest, RequestId } from '../protocol/jsonrpc.ts'
import type { Exchange } from './era.ts'
import { createProgressGate, type ProgressGate } from './progress.ts'

const PROGRESS = 'notifications/progress'

export interface OpenCall extends Call {
  /** Tells the call's listener why nobody waits any more, or why nobody can. */
  abort(cause: AbortReason['cause']): void
  /** Sends what still waits; nothing after that. To be called right before the answer. */
  end(): void
  /** Sends nothing any more, not even what waits: the client has turned away. */
  abandon(): void
  hasEnded(): boolean
  /** Sends a message ahead of the answer that is no part of the call's own notifications. */
  send(message: JsonRpcRequest | JsonRpcNotification): void
  /** Runs when the client went away before the end; at once when it has. */
  onDisconnect(listener: () => void): void
  /** Set when the tool's result tells of a failure: the answer is no error, so nothing else says it. */
  toolFailed: boolean
}

/** What a request says of its call; the rest comes from the exchange. */
export type CallSeed = Pick<
  Call,
  'params' | 'client' | 'clientCapabilities' | 'progressToken' | 'logLevel' | 'cannotAsk' | 'onFound'
>

/** Opens the call of a request. Costs no `AbortController`: the feature makes one when its signal is first read. */
export function openCall(seed: CallSeed, exchange: Exchange): OpenCall {
  const send = (method: string, params: JsonObject) => exchange.send({ jsonrpc: '2.0', method, params })
  let progress: ProgressGate | undefined
  let ended = false
  let aborted: AbortReason['cause'] | undefined
  let listener: ((cause: AbortReason['cause']) => void) | undefined
  return {
    params: seed.params,
    principal: exchange.principal,
    request: exchange.request,
    client: seed.client,
    clientCapabilities: seed.clientCapabilities,
    cannotAsk: seed.cannotAsk,
    progressToken: seed.progressToken,
    logLevel: seed.logLevel,
    onFound: seed.onFound,
    verdicts: undefined,
    notify(method, params) {
      if (ended || !exchange.streams) return
      if (method === PROGRESS) {
        progress ??= createProgressGate(params => send(PROGRESS, params), exchange.isBackedUp)
        progress.push(params)
      } else if (!exchange.isBackedUp()) send(method, params)
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
      if (!ended) progress?.flush()
      ended = true
    },
    abandon() {
      progress?.drop()
      ended = true
    },
    hasEnded: () => ended,
    send: message => exchange.send(message),
    onDisconnect: listener => exchange.onDisconnect(listener),
    toolFailed: false,
  }
}

/** Encodes a tool's outcome, and notes on its call when it tells of a failure. */
export function noting(encode: (outcome: ToolOutcome) => string): (outcome: ToolOutcome, call: OpenCall) => string {
  return (outcome, call) => {
    if (outcome.isError === true) call.toolFailed = true
    return encode(outcome)
  }
}

/** Calls of one sender by the ids of their requests, to be cancelled by `notifications/cancelled`. */
export type CallsById = Map<RequestId, () => void>

/** Cancels a running call; an unknown id, or none, is nothing (basic/patterns/cancellation). */
export function cancelById(calls: CallsById, id: JsonValue | undefined): void {
  if (typeof id === 'string' || typeof id === 'number') calls.get(id)?.()
}
