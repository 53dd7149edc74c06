/** The calls that a task's function runs in: they belong to no request, so nothing is sent on one. */
import type { Resumed } from '../asks/round.ts'
import type { Call } from '../call.ts'
import type { AbortReason, Principal } from '../context.ts'
import type { TaskWork } from './store.ts'

export interface TaskCall {
  readonly call: Call
  abort(cause: AbortReason['cause']): void
}

/** A call made of what the task remembers. */
export function resumedCall(work: TaskWork, principal: Principal | undefined, resumed?: Resumed): TaskCall {
  const { abort, onAbort } = createAbort()
  const call: Call = {
    params: { arguments: work.args },
    principal,
    request: undefined,
    client: work.client,
    clientCapabilities: work.capabilities,
    resumed,
    progressToken: undefined,
    logLevel: undefined,
    notify() {},
    onAbort,
  }
  return { call, abort }
}

/** A call of a request that can go on without it. */
export function detachable(call: Call): TaskCall & { detach(): void } {
  const { abort, onAbort } = createAbort()
  let attached = true
  call.onAbort(cause => {
    if (attached) abort(cause)
  })
  return {
    call: {
      ...call,
      onAbort,
      notify: (method, params) => {
        if (attached) call.notify(method, params)
      },
    },
    abort,
    detach() {
      attached = false
    },
  }
}

function createAbort(): { abort: TaskCall['abort']; onAbort: Call['onAbort'] } {
  let aborted: AbortReason['cause'] | undefined
  let listener: ((cause: AbortReason['cause']) => void) | undefined
  return {
    abort(cause) {
      if (aborted !== undefined) return
      aborted = cause
      listener?.(cause)
    },
    onAbort(added) {
      if (aborted === undefined) listener = added
      else added(aborted)
    },
  }
}
