/** Leaves a server alone that has failed again and again. */
import { undecided } from './refusal.ts'

export interface Breaker {
  /** @throws {Refusal} 503 at once, while the server is left alone. */
  run<T>(attempt: () => Promise<T>): Promise<T>
}

const FAILURES = 3
const REST_MS = 10_000

export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let restsUntil = 0
  return {
    async run(attempt) {
      if (now() < restsUntil) throw undecided()
      try {
        const result = await attempt()
        failures = 0
        return result
      } catch (error) {
        failures += 1
        if (failures >= FAILURES) restsUntil = now() + REST_MS
        throw error
      }
    },
  }
}
