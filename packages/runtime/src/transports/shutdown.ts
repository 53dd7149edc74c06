/** The end of an application, in order. */
import { type Eras, endStreams } from '../eras/eras.ts'
import type { Kept } from '../features/keep.ts'
import type { TaskDesk } from '../features/tasks/tasks.ts'
import type { Listener } from '../http/listener.ts'
import { closeOnSignals, reportRejections } from './process.ts'
import { writeError } from './stderr.ts'
import type { HttpTransport } from './streamable-http.ts'

/** Milliseconds that running calls get before they are aborted. */
const GRACE_MS = 3000
/** Milliseconds that aborted calls get to answer, and open connections to take the answer. */
const AFTERMATH_MS = 500

export interface Shutdown {
  /** A listener to close with the rest. */
  include(listener: Listener): void
  /** Closes on SIGINT and SIGTERM as well, and lets the process live on when a promise rejects that nobody awaits. */
  ownProcess(): void
  /** Stops accepting, waits for running calls, aborts what is left; the same promise at every call. */
  close(): Promise<void>
}

export interface ShutdownOptions {
  /** Milliseconds that running calls and tasks get before they are aborted. */
  readonly grace?: number | undefined
  readonly tasks: TaskDesk | undefined
  /** The storage, which is needed to the last. */
  readonly keep: Kept | undefined
}

export function createShutdown(
  http: HttpTransport,
  eras: Eras,
  { grace = GRACE_MS, tasks, keep }: ShutdownOptions,
): Shutdown {
  const listeners: Listener[] = []
  let closed: Promise<void> | undefined
  let disown: (() => void) | undefined

  const closeAll = async () => {
    disown?.()
    http.refuse()
    const stopped = Promise.all(listeners.map(listener => listener.stop()))
    endStreams(eras)
    await within(Promise.all([http.idle(), tasks?.idle()]), grace)
    eras.modern.close()
    eras.legacy.close()
    http.abort()
    await within(http.idle(), AFTERMATH_MS)
    for (const listener of listeners) listener.closeIdle()
    await within(stopped, AFTERMATH_MS)
    for (const listener of listeners) listener.destroy()
    await stopped
    await tasks?.close()
    await keep?.close()
  }
  const close = () => {
    closed ??= closeAll()
    return closed
  }
  return {
    include: listener => void listeners.push(listener),
    ownProcess() {
      if (disown !== undefined) return
      const forget = [closeOnSignals(close), reportRejections(writeError)]
      disown = () => {
        for (const one of forget) one()
      }
    },
    close,
  }
}

/** Waits for a promise, but no longer than that. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, late])
  clearTimeout(timer)
}
