/** A call that has become a task (`io.modelcontextprotocol/tasks`, SEP-2663): asked for until it has ended. */
import { setTimeout as delay } from 'node:timers/promises'
import { CommandError } from '../errors.ts'
import type { Connection, Listener } from './connection.ts'
import { type JsonObject, RpcFailure } from './message.ts'

/** The client capability that says so. */
export const TASKS = 'io.modelcontextprotocol/tasks'

export function isTask({ resultType }: JsonObject): boolean {
  return resultType === 'task'
}

/** How often is asked where the server does not say, and no oftener or seldomer than that where it does. */
const POLL_MS = { unless: 1000, least: 50, most: 30_000 }

/** @returns the result of the tool. Says how the task stands whenever that changes. */
export async function followTask(
  request: Connection['request'],
  started: JsonObject,
  listener: Listener,
): Promise<JsonObject> {
  const { taskId } = started
  let task = started
  listener('notifications/tasks', task)
  while (task['status'] === 'working') {
    await delay(waitOf(task))
    const now = await request('tasks/get', { taskId })
    if (now['status'] !== task['status'] || now['statusMessage'] !== task['statusMessage']) {
      listener('notifications/tasks', now)
    }
    task = now
  }
  return endOf(task, request)
}

function waitOf({ pollIntervalMs }: JsonObject): number {
  const { unless, least, most } = POLL_MS
  return typeof pollIntervalMs === 'number' ? Math.min(most, Math.max(least, pollIntervalMs)) : unless
}

async function endOf({ taskId, status, result, error }: JsonObject, request: Connection['request']) {
  if (status === 'completed') return (result ?? {}) as JsonObject
  if (status === 'failed') throw new RpcFailure((error ?? UNKNOWN) as { code: number; message: string })
  if (status === 'cancelled') throw new CommandError('the task was cancelled')
  await request('tasks/cancel', { taskId }).catch(() => undefined)
  throw new CommandError('the task asks something, which a call from a terminal does not answer: it was cancelled')
}

const UNKNOWN = { code: -32603, message: 'The task failed' }
