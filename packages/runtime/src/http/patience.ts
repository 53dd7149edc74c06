/** Notices answers that are long in coming, by one timer for all of them. */

export interface Patience {
  /** Runs the function once, some time from now, unless it is taken back before. */
  add(impatient: () => void): void
  delete(impatient: () => void): void
}

/** How long is long: proxies and clients give a quiet connection up after a minute, or five. */
const QUIET_MS = 15_000

/** What is added runs after one to two times that long. */
export function createPatience(): Patience {
  let young = new Set<() => void>()
  let old = new Set<() => void>()
  let started = false
  const tick = () => {
    const impatient = old
    old = young
    young = new Set()
    for (const one of impatient) one()
  }
  return {
    add(impatient) {
      if (!started) setInterval(tick, QUIET_MS).unref()
      started = true
      young.add(impatient)
    },
    delete(impatient) {
      if (!young.delete(impatient)) old.delete(impatient)
    },
  }
}
