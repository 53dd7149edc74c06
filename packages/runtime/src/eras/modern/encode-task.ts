/** A task's state as the extension has it (SEP-2663, "Tasks"): everything at one level. */
import type { TaskRecord } from '../../features/tasks/store.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { Encoder } from './encode.ts'

/** How often a client asks. */
const POLL_MS = 1000

export function taskState(task: TaskRecord, tool: Encoder['tool']): JsonObject {
  const { id, status, createdAt, updatedAt, expiresAt } = task
  return {
    taskId: id,
    status,
    createdAt: new Date(createdAt).toISOString(),
    lastUpdatedAt: new Date(updatedAt).toISOString(),
    ttlMs: expiresAt - createdAt,
    pollIntervalMs: POLL_MS,
    ...partOf(task, tool),
  }
}

/** "Derived shapes of `Task`": what goes with a status. A tool that failed has completed. */
function partOf({ status, asks, ending }: TaskRecord, tool: Encoder['tool']): JsonObject {
  if (status === 'input_required') return { inputRequests: Object.fromEntries(asks) as unknown as JsonObject }
  if (ending === undefined) return {}
  if ('error' in ending) return { statusMessage: ending.error.message, error: { ...ending.error } }
  return { result: JSON.parse(tool(ending.outcome)) }
}
