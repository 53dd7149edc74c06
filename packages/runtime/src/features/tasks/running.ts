/** The tasks that this process works on. Every other process knows that it lives by the leases that it renews. */
import type { AbortReason } from '../context.ts'
import { SHUT_DOWN } from './endings.ts'
import type { Claim, TaskStore } from './store.ts'

/** How long a task stays this process's own without a word from it, and how often there is one. */
const LEASE_MS = 10_000
const RENEW_MS = 3000

/** What aborted functions get to end by themselves. */
const AFTERMATH_MS = 500

export interface Run {
  readonly abort: (cause: AbortReason['cause']) => void
  /** Never rejects. */
  readonly done: Promise<void>
}

export interface Running {
  /** Names this process, among all that ever shared the store. */
  readonly worker: string
  claim(now: number): Pick<Claim, 'worker' | 'leasedUntil'>
  /** Holds a task until its run has been written down. */
  add(id: string, run: Run): void
  has(id: string): boolean
  /** Says that this process lives, though it may have been too busy to say so in time. */
  renew(): Promise<void>
  abort(id: string, cause: AbortReason['cause']): void
  /** Resolves when nothing runs. */
  idle(): Promise<void>
  /** Aborts what runs, and tells of what does not end by that. */
  close(): Promise<void>
}

export function createRunning(store: TaskStore, report: (error: unknown) => void): Running {
  const runs = new Map<string, Run>()
  const worker = process.getBuiltinModule('node:crypto').randomUUID()
  const claim: Running['claim'] = now => ({ worker, leasedUntil: now + LEASE_MS })
  let timer: NodeJS.Timeout | undefined

  const renew = async () => {
    const mine = [...runs]
    if (mine.length === 0) return
    const now = Date.now()
    const kept = new Set(await store.renew({ ...claim(now), now }))
    // Cancelled by another process, expired, or given up for dead.
    for (const [id, run] of mine) if (!kept.has(id) && runs.get(id) === run) run.abort('cancelled')
  }
  const forget = (id: string, run: Run) => {
    if (runs.get(id) === run) runs.delete(id)
    if (runs.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  const idle = async () => {
    while (runs.size > 0) await Promise.all([...runs.values()].map(run => run.done))
  }
  return {
    worker,
    claim,
    add(id, run) {
      runs.set(id, run)
      timer ??= setInterval(() => void renew().catch(report), RENEW_MS).unref()
      void run.done.then(() => forget(id, run))
    },
    has: id => runs.has(id),
    renew,
    abort: (id, cause) => runs.get(id)?.abort(cause),
    idle,
    async close() {
      clearInterval(timer)
      for (const { abort } of runs.values()) abort('shutdown')
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const aftermath = setTimeout(resolve, AFTERMATH_MS)
      await Promise.race([idle(), late])
      clearTimeout(aftermath)
      const now = Date.now()
      const left = [...runs.keys()]
      runs.clear()
      for (const id of left) await store.settle({ id, worker, now }, SHUT_DOWN)
    },
  }
}
