/** How often a caller makes the guard functions of a gate run, so that an expensive one can't be hammered. */
import type { Call } from './call.ts'
import { dropFirst } from './drop-first.ts'
import { TooManyCalls } from './errors.ts'
import type { FeaturesOptions } from './options.ts'
import { ownerOf } from './principal.ts'
import { callerOf, createRateLimit } from './rate-limit.ts'

/** Who makes the functions run; without a request it is the server itself, which is not limited. */
export type Asker = Pick<Call, 'principal'> & { readonly request?: Call['request'] }

export interface AskLimit {
  /**
   * Whether the functions may be asked about this caller now. Whom they have never let pass is told nothing else than
   * before: what stands behind the gate is not there.
   *
   * @throws {TooManyCalls} for whoever has seen it.
   */
  mayAsk(asker: Asker): boolean
  /** The functions have let this caller pass. */
  notePassed(asker: Asker): void
}

/** Callers remembered at once; whoever is forgotten is answered as if they had never seen it. */
const MAX_CALLERS = 10_000

export function createAskLimit({ calls, clock }: Pick<FeaturesOptions, 'calls' | 'clock'>): AskLimit {
  const limit = createRateLimit(calls, clock)
  const passed = new Map<string, true>()
  return {
    mayAsk(asker) {
      const { principal, request } = asker
      if (request === undefined || limit.take({ principal, request })) return true
      if (passed.has(nameOf(asker))) throw new TooManyCalls()
      return false
    },
    notePassed(asker) {
      const name = nameOf(asker)
      if (passed.has(name)) return
      passed.set(name, true)
      if (passed.size > MAX_CALLERS) dropFirst(passed)
    },
  }
}

/** Another client of the same person may see less. */
function nameOf({ principal, request }: Asker): string {
  return ownerOf(principal) ?? callerOf({ principal, request }) ?? ''
}
