/** What `ctx.task()` does in a run that can become a task. */
import { digestOf } from '../asks/digest.ts'
import type { GivenState } from '../given-state.ts'
import type { StartTask } from './tasks.ts'

/** Starts once, however often it is called; in a run that is over, never. */
export function startOnce(given: GivenState, start: StartTask): () => Promise<void> {
  let started: Promise<void> | undefined
  return () => {
    if (given.ended) return new Promise(() => {})
    started ??= start({
      rounds: 0,
      answers: {},
      offered: {},
      once: {},
      ...given.asking?.memory(),
      declaration: digestOf(given.loaded, given.surroundings.form),
    })
    return started
  }
}
