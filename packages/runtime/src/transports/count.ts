/** How many answers are due. */

export interface Count {
  add(): void
  remove(): void
  /** Resolves when it is zero. */
  zero(): Promise<void>
}

export function createCount(): Count {
  let count = 0
  let waiting: (() => void)[] = []
  return {
    add() {
      count += 1
    },
    remove() {
      count -= 1
      if (count > 0) return
      for (const resolve of waiting) resolve()
      waiting = []
    },
    zero: () => (count === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve))),
  }
}
