/** One request for a route as features see it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Call } from '../features/call.ts'
import type { AbortReason, Principal } from '../features/context.ts'
import { requestOf } from './request-of.ts'

export interface RestCall extends Call {
  abort(cause: AbortReason['cause']): void
  /** Nothing aborts it from now on. */
  end(): void
}

interface Made {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly principal: Principal | undefined
}

/** Its caller hears nothing before the answer: progress is dropped, and log messages are the server's own. */
export function createRestCall({ req, res, principal }: Made, secrets: readonly string[]): RestCall {
  let aborted: AbortReason['cause'] | undefined
  let listener: ((cause: AbortReason['cause']) => void) | undefined
  let ended = false
  const abort = (cause: AbortReason['cause']) => {
    if (ended || aborted !== undefined) return
    aborted = cause
    listener?.(cause)
  }
  if (res.destroyed) abort('disconnected')
  else res.once('close', () => abort('disconnected'))
  return {
    params: {},
    principal,
    request: requestOf(req, secrets),
    client: undefined,
    clientCapabilities: {},
    cannotAsk: 'which a plain request cannot have',
    progressToken: undefined,
    logLevel: undefined,
    notify() {
      // Nobody listens.
    },
    onAbort(added) {
      if (aborted === undefined) listener = added
      else added(aborted)
    },
    abort,
    end() {
      ended = true
    },
  }
}
