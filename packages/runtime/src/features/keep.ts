/** The storage of one application: opened when it is first needed, swept now and then, closed at the end. */
import type { Storage, Stores } from './storage.ts'

export interface Kept {
  /** @throws {Error} that says why it can't be opened. */
  open(): Promise<Stores>
  close(): Promise<void>
}

const SWEEP_MS = 60_000

export function createKeep(storage: Storage, report: (error: unknown) => void): Kept {
  let opening: Promise<Stores> | undefined
  let timer: NodeJS.Timeout | undefined

  const open = async () => {
    const stores = await storage.open()
    const sweep = () => void sweepAll(stores).catch(report)
    sweep()
    timer = setInterval(sweep, SWEEP_MS).unref()
    return stores
  }
  return {
    open() {
      // The next to ask tries again.
      opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    async close() {
      // It may be about to be opened, and to be swept from then on.
      const stores = await opening
      clearInterval(timer)
      opening = undefined
      await stores?.close()
    },
  }
}

async function sweepAll({ tasks, spent }: Stores): Promise<void> {
  const now = Date.now()
  await tasks.sweep(now)
  await spent.sweep(now)
}
