/** Choices, made by fast-check. */
import fc, { type GeneratorValue } from 'fast-check'

export interface Random {
  /** From 0 to the most. */
  nat(most: number): number
  pick<T>(list: readonly T[]): T
  /** One or more, each once. */
  some<T>(list: readonly T[], most: number): T[]
}

export function randomly(g: GeneratorValue): Random {
  const nat = (most: number): number => g(fc.nat, most)
  const pick = <T>(list: readonly T[]): T => list[nat(list.length - 1)] as T
  return {
    nat,
    pick,
    some(list, most) {
      const chosen = new Set(Array.from({ length: 1 + nat(most - 1) }, () => pick(list)))
      return [...chosen]
    },
  }
}
