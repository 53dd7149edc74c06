/** Why a call's signal aborts, in words. */
import type { AbortReason } from './context.ts'
import type { GivenState } from './given-state.ts'

const WHY: Record<AbortReason['cause'], string> = {
  cancelled: 'The client cancelled the call',
  disconnected: 'The client went away',
  shutdown: 'The server is shutting down',
  timeout: 'The call took too long',
  asked: 'The call waits for an answer; the function runs again when it is there',
}

/** Aborts a run: what it still does is of no use. */
export function abort(given: GivenState, cause: AbortReason['cause']): void {
  given.aborted = cause
  given.controller?.abort(abortReason(cause))
}

/** The run's controller, made when its signal is first read; one that has been aborted stays so. */
export function abortController(given: GivenState): AbortController {
  const controller = new AbortController()
  given.controller = controller
  if (given.aborted !== undefined) controller.abort(abortReason(given.aborted))
  else given.call.onAbort(cause => abort(given, cause))
  return controller
}

function abortReason(cause: AbortReason['cause']): AbortReason {
  return Object.assign(new Error(WHY[cause]), { name: 'AbortError' as const, cause })
}
