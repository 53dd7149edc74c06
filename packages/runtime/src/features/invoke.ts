/** Runs a declaration's function. A synchronous one is answered without a promise. */
import type { Binding } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { Round } from './asks/round.ts'
import { runAsking } from './asks/run.ts'
import { inTime } from './clock.ts'
import { judge, type Verdict } from './failures.ts'
import type { GivenState } from './given-state.ts'
import { isThenable } from './thenable.ts'

/** What becomes of a value, and of an error, of one kind of declaration. */
export interface Kind<B extends Binding, R> {
  /** Throws when the value is not what the declaration promised. */
  outcome(value: unknown, given: GivenState<B>): R
  /** Returns what the caller reads of it, or throws a protocol error. */
  failure(verdict: Verdict, given: GivenState<B>): R
}

/** Answers with a `Round` when the function asks the client. */
export function invokeOrAsk<B extends Binding, R>(
  kind: Kind<B, R>,
  args: JsonObject,
  given: GivenState<B>,
): R | Promise<R | Round> {
  return given.loaded.binding.asks === undefined ? invoke(kind, args, given) : invokeAsking(kind, args, given)
}

export function invoke<B extends Binding, R>(kind: Kind<B, R>, args: JsonObject, given: GivenState<B>): R | Promise<R> {
  const { loaded } = given
  try {
    const value = loaded.binding.run(loaded.module, args, given)
    if (isThenable(value)) return settle(kind, value, given)
    given.ended = true
    return kind.outcome(value, given)
  } catch (error) {
    given.ended = true
    return kind.failure(judge(error, given), given)
  }
}

/** The same for a function that may ask, or be a task. */
export function invokeAsking<B extends Binding, R>(
  kind: Kind<B, R>,
  args: JsonObject,
  given: GivenState<B>,
): Promise<R | Round> {
  const { binding, module } = given.loaded
  return runAsking(given, {
    start: () => binding.run(module, args, given),
    outcome: value => kind.outcome(value, given),
    failure: error => kind.failure(judge(error, given), given),
  })
}

async function settle<B extends Binding, R>(
  kind: Kind<B, R>,
  promise: PromiseLike<unknown>,
  given: GivenState<B>,
): Promise<R> {
  try {
    const value = await inTime(promise, given)
    given.ended = true
    return kind.outcome(value, given)
  } catch (error) {
    given.ended = true
    return kind.failure(judge(error, given), given)
  }
}
