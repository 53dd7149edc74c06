/** Runs a function that may ask: to its end, or to the turn in which it cannot go on without an answer. */
import { abort } from '../abort.ts'
import type { Call } from '../call.ts'
import { startClock } from '../clock.ts'
import { MissingCapability } from '../errors.ts'
import type { GivenState } from '../given-state.ts'
import { createAsking } from './asking.ts'
import { requireCapabilities } from './capabilities.ts'
import { digestOf } from './digest.ts'
import type { Resumed, Round } from './round.ts'

export interface Steps<R> {
  start(): unknown
  outcome(value: unknown): R
  /** Returns what the caller reads of an error, or throws a protocol error. */
  failure(error: unknown): R
}

/**
 * A run that asks is abandoned: nothing waits for it, and what it still returns or throws is dropped.
 *
 * @throws {MissingCapability} before the function runs, when it needs what the caller can't be asked for.
 */
export function runAsking<R>(given: GivenState, steps: Steps<R>): Promise<R | Round> {
  const { call, loaded, surroundings } = given
  const { promise, resolve, reject } = Promise.withResolvers<R | Round>()
  let stopClock: (() => void) | undefined
  const finish = (make: () => R | Round) => {
    if (given.ended) return
    given.ended = true
    stopClock?.()
    try {
      resolve(make())
    } catch (error) {
      reject(error)
    }
  }
  const fail = (error: unknown) =>
    finish(() => {
      if (error instanceof MissingCapability) throw error
      return steps.failure(error)
    })
  try {
    requireCapabilities(call, loaded.binding.asks?.requires ?? [])
  } catch (error) {
    fail(error)
    return promise
  }
  const declaration = () => digestOf(loaded, surroundings.form)
  given.asking = createAsking({
    call,
    resumed: usable(call, loaded.binding.asks?.remembers === true, declaration),
    isOver: () => given.ended,
    stop: round =>
      finish(() => {
        abort(given, 'asked')
        return { ...round, memory: { ...round.memory, declaration: declaration() } }
      }),
    fail: error => {
      fail(error)
      abort(given, 'asked')
    },
  })
  stopClock = startClock(given, fail)
  const start = async () => steps.start()
  start().then(value => finish(() => steps.outcome(value)), fail)
  return promise
}

const NOTHING: Resumed = { memory: undefined, responses: {} }

/** Answers without the memory they need, or to a declaration that has changed since, are asked for again. */
function usable({ resumed = NOTHING }: Call, remembers: boolean, declaration: () => string): Resumed {
  const { memory } = resumed
  if (memory === undefined) return remembers ? NOTHING : resumed
  return memory.declaration === declaration() ? resumed : NOTHING
}
