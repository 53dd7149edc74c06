/** Numbers that are the same for the same seed on every machine. */

export interface Random {
  /** From 0 up to 1. */
  next(): number
  pick<T>(list: readonly [T, ...T[]]): T
  chance(probability: number): boolean
}

/** The generator "mulberry32". */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    pick: list => list[Math.floor(next() * list.length)] ?? list[0],
    chance: probability => next() < probability,
  }
}
