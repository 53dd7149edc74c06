/** A task as 2025-11-25 has it (basic/utilities/tasks, "Task"). */
import type { TaskRecord } from '../../features/tasks/store.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { Encoder } from './encode.ts'

/** How often a client asks. */
const POLL_MS = 1000

/** The key of `_meta` in everything that belongs to a task. */
export const RELATED_TASK = 'io.modelcontextprotocol/related-task'

export function taskMember(task: TaskRecord, tool: Encoder['tool']): JsonObject {
  const { id, createdAt, updatedAt, expiresAt } = task
  return {
    taskId: id,
    ...statusOf(task, tool),
    createdAt: new Date(createdAt).toISOString(),
    lastUpdatedAt: new Date(updatedAt).toISOString(),
    ttl: expiresAt - createdAt,
    pollInterval: POLL_MS,
  }
}

/** "Tool results with `isError`": the task of a tool that failed has failed. */
function statusOf({ status, ending }: TaskRecord, tool: Encoder['tool']): JsonObject {
  if (ending === undefined) return { status }
  if ('error' in ending) return { status, statusMessage: ending.error.message }
  if (ending.outcome.isError !== true) return { status }
  const [block] = JSON.parse(tool(ending.outcome)).content
  return { status: 'failed', ...(typeof block?.text === 'string' && { statusMessage: block.text }) }
}
