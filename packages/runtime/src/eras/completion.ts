/** `completion/complete`, which both eras have in the same words (server/utilities/completion). */
import type { CompletionOutcome } from '../features/call.ts'
import type { Features } from '../features/features.ts'
import type { Methods } from './dispatch.ts'

/** No method where nothing completes: absence is the answer. */
export function completionMethods<Scope>(
  { complete }: Pick<Features, 'complete'>,
  encode: (outcome: CompletionOutcome) => string,
): Methods<Scope> {
  if (complete === undefined) return {}
  return {
    'completion/complete': call => {
      const outcome = complete(call)
      return outcome instanceof Promise ? outcome.then(encode) : encode(outcome)
    },
  }
}
