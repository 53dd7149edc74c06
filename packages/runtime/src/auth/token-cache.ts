/** What is known of tokens, for as long as that holds. */
import { dropFirst } from '../features/drop-first.ts'

export interface TokenCache<T> {
  get(key: string): T | undefined
  /** @param until Milliseconds since 1970. */
  keep(key: string, value: T, until: number): void
}

/** Tokens remembered at once; what is forgotten is checked again. */
const MAX_TOKENS = 10_000

export function createTokenCache<T>(now: () => number, limit = MAX_TOKENS): TokenCache<T> {
  /** In the order of their last use. */
  const kept = new Map<string, { readonly value: T; readonly until: number }>()
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      if (found.until <= now()) return undefined
      kept.set(key, found)
      return found.value
    },
    keep(key, value, until) {
      kept.set(key, { value, until })
      if (kept.size > limit) dropFirst(kept)
    },
  }
}
