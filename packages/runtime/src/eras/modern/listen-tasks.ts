/** Tasks of a subscription (SEP-2663, "Task Status Notifications"): each change carries the whole state. */
import type { Principal } from '../../features/context.ts'
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'
import { INTERNAL_ERROR, MISSING_REQUIRED_CLIENT_CAPABILITY } from '../../protocol/jsonrpc.ts'
import type { Fault } from '../answer.ts'
import type { Served } from '../served.ts'
import type { Encoder } from './encode.ts'
import { taskState } from './encode-task.ts'
import { seedOf } from './envelope.ts'
import type { Outlet } from './outlet.ts'
import { missingTasks, takesTasks } from './tasks.ts'

/** What a subscriber hears of tasks. */
export interface Topic {
  /** Those of the wanted tasks that are the caller's. */
  readonly ids: readonly string[]
  /** Tells of every change, the first time at once; returns what ends it. */
  follow(outlet: Outlet): () => void
}

/** The tasks that are wanted; undefined where none are, or this server has none. */
export function wantedTasks({ notifications }: JsonObject, { features }: Served): JsonValue | undefined {
  return isObject(notifications) && features.tasks !== undefined ? notifications['taskIds'] : undefined
}

/** Why a request can't subscribe to tasks, though it wants to. */
export function taskFault(params: JsonObject): Fault | undefined {
  if (takesTasks(seedOf(params))) return undefined
  const { message, requiredCapabilities } = missingTasks()
  return { code: MISSING_REQUIRED_CLIENT_CAPABILITY, message, data: { requiredCapabilities } }
}

export async function topicOf(
  wanted: readonly string[],
  caller: Principal | undefined,
  { served, encoder }: { served: Served; encoder: Encoder },
): Promise<Topic | Fault> {
  try {
    const tasks = await served.features.tasks?.open()
    const ids = (await tasks?.own(wanted, caller)) ?? []
    const follow: Topic['follow'] = outlet =>
      tasks?.watch(ids, task => outlet.send('notifications/tasks', taskState(task, encoder.tool))) ?? (() => {})
    return { ids, follow }
  } catch (error) {
    served.report(error)
    return { code: INTERNAL_ERROR, message: 'Internal error' }
  }
}
