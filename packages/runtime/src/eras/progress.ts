/** How fast progress is sent (basic/patterns/progress: "rate limiting to prevent flooding"). */
import type { JsonObject } from '../protocol/json.ts'

/** As many at once, then so many a second. */
const BURST = 32
const PER_SECOND = 20
const INTERVAL_MS = 1000 / PER_SECOND

export interface ProgressGate {
  /** Sends a value as it comes, or keeps it until there is room; a later value takes the place of one that waits. */
  push(params: JsonObject): void
  /** Sends what waits: the last value before the result is always sent. */
  flush(): void
  /** Forgets what waits. */
  drop(): void
}

export function createProgressGate(
  send: (params: JsonObject) => void,
  isBackedUp: () => boolean,
  clock: () => number = () => performance.now(),
): ProgressGate {
  let room = BURST
  let refilledAt = clock()
  let waiting: JsonObject | undefined
  let timer: NodeJS.Timeout | undefined

  const hasRoom = () => {
    const now = clock()
    room = Math.min(BURST, room + (now - refilledAt) / INTERVAL_MS)
    refilledAt = now
    return room >= 1 && !isBackedUp()
  }
  const retry = () => {
    timer = undefined
    if (waiting !== undefined) push(waiting)
  }
  const push = (params: JsonObject) => {
    if (hasRoom()) {
      room -= 1
      waiting = undefined
      send(params)
      return
    }
    waiting = params
    timer ??= setTimeout(retry, INTERVAL_MS).unref()
  }
  const drop = () => {
    clearTimeout(timer)
    waiting = undefined
  }
  return {
    push,
    flush() {
      const last = waiting
      drop()
      if (last !== undefined) send(last)
    },
    drop,
  }
}
