/** What a task remembers from one run of its function to the next. */
import type { JsonObject } from '../../protocol/json.ts'
import type { AskRequest, Resumed, Round } from '../asks/round.ts'
import type { Call } from '../call.ts'
import type { ClaimedTask, TaskWork } from './store.ts'

/** The capabilities by which a caller is asked. */
const ASKABLE = ['elicitation', 'sampling', 'roots'] as const

export function workOf(args: JsonObject, { client, clientCapabilities, cannotAsk }: Call): TaskWork {
  const known = cannotAsk === undefined ? ASKABLE.filter(name => clientCapabilities[name] !== undefined) : []
  const capabilities = Object.fromEntries(known.map(name => [name, clientCapabilities[name]]))
  return { args, client, capabilities, memory: undefined, keys: {} }
}

/** The questions of a round under keys that no other question of the task ever had. */
export function afterRound(
  work: TaskWork,
  { asks, memory }: Round,
): { readonly work: TaskWork; readonly asks: ReadonlyMap<string, AskRequest> } {
  const keys: Record<string, string> = Object.assign(Object.create(null), work.keys)
  const named = [...asks].map(([key, request]): [string, AskRequest] => {
    const name = unusedKey(key, keys)
    keys[name] = key
    return [name, request]
  })
  return { work: { ...work, memory, keys }, asks: new Map(named) }
}

function unusedKey(key: string, used: Readonly<Record<string, string>>): string {
  let name = key
  for (let n = 2; name in used; n += 1) name = `${key}~${n}`
  return name
}

/** The answers under the keys that the function asks with. */
export function resumedFrom({ work, answers }: ClaimedTask): Resumed {
  const responses: Record<string, JsonObject> = {}
  const failures: Record<string, string> = {}
  for (const [name, answer] of Object.entries(answers)) {
    const key = work.keys[name] ?? name
    if ('response' in answer) responses[key] = answer.response
    else failures[key] = answer.failure
  }
  return { memory: work.memory, responses, failures }
}
