/** `@timeout`: a run that takes longer is told so, and what it still does is of no use. */
import { abort } from './abort.ts'
import { UserError } from './errors.ts'
import type { GivenState } from './given-state.ts'

const nothing = () => {}

/**
 * Starts the clock of a run, if its declaration has one; returns what stops it.
 *
 * @param late Told, before the function is, when the time is over.
 */
export function startClock(given: GivenState, late: (error: UserError) => void): () => void {
  const { name, timeout } = given.loaded.binding
  if (timeout === undefined) return nothing
  const timer = setTimeout(() => {
    late(
      new UserError(
        `${name} took longer than ${inWords(timeout)} and was stopped. It may have done a part of its work.`,
      ),
    )
    abort(given, 'timeout')
  }, timeout)
  return () => clearTimeout(timer)
}

/** What the promise comes to, or an error when the time is over before that. */
export function inTime<T>(promise: PromiseLike<T>, given: GivenState): PromiseLike<T> {
  if (given.loaded.binding.timeout === undefined) return promise
  const { promise: first, resolve, reject } = Promise.withResolvers<T>()
  const stop = startClock(given, reject)
  promise.then(resolve, reject)
  first.then(stop, stop)
  return first
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

/** As a `@timeout` has it. */
function inWords(milliseconds: number): string {
  const [unit, factor] = UNITS.find(([, factor]) => milliseconds % factor === 0) ?? ['ms', 1]
  return `${milliseconds / factor}${unit}`
}
