/** Requests to the client that wait for its response (2025-11-25 basic, "Responses"). */
import type { JsonObject } from '../../protocol/json.ts'
import type { JsonRpcResponse, RequestId } from '../../protocol/jsonrpc.ts'

/** What a client responded. */
export type Reply = { readonly result: JsonObject } | { readonly failure: string }

export interface Awaited {
  /** Waits for the response to a new id, that of the ask of this key; `forget` stops waiting. */
  open(key: string, settle: (reply: Reply) => void): { readonly id: RequestId; forget(): void }
  /** Takes a response; false when nobody waits for it. */
  settle(response: JsonRpcResponse): boolean
}

/**
 * Of one session, or of one connection.
 *
 * @param asked Told every id and the key of its ask.
 */
export function createAwaited(asked?: (id: RequestId, key: string) => void): Awaited {
  const waiting = new Map<RequestId, (reply: Reply) => void>()
  let count = 0
  return {
    open(key, settle) {
      count += 1
      const id = `ask-${count}`
      asked?.(id, key)
      waiting.set(id, settle)
      return { id, forget: () => void waiting.delete(id) }
    },
    settle({ id, result, error }) {
      const settle = id === undefined ? undefined : waiting.get(id)
      if (settle === undefined || id === undefined) return false
      waiting.delete(id)
      settle(result === undefined ? { failure: String(error?.message ?? 'an error without a message') } : { result })
      return true
    },
  }
}
