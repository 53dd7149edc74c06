/** Tasks of a test client: SEP-2663 in 2026-07-28, and what 2025-11-25 tries out. */
import { setTimeout as delay } from 'node:timers/promises'
import type { JsonObject } from '../protocol/json.ts'
import { INTERNAL_ERROR, type JsonRpcError } from '../protocol/jsonrpc.ts'
import { type Answers, answerOf, resultOf } from './answers.ts'
import { ProtocolError } from './errors.ts'
import type { CallToolResult } from './types.ts'

/** A call of a tool that has become a task. */
export interface TestTask {
  readonly id: string
  /** What the server says of it now. */
  state(): Promise<JsonObject>
  /**
   * Waits for its end, giving the client's `answers` on the way, and returns the tool's whole result, failed or not.
   *
   * @throws {ProtocolError} when it ended without one, or was cancelled.
   */
  result(): Promise<CallToolResult>
  cancel(): Promise<void>
}

export interface TaskClient {
  readonly revision: string
  readonly capabilities: JsonObject
  readonly answers: Answers | undefined
  send(method: string, params: JsonObject): Promise<JsonObject>
}

const MODERN = '2026-07-28'
const EXTENSION = 'io.modelcontextprotocol/tasks'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

/** How often a task is asked for. */
const POLL_MS = 20

/** @throws {Error} when the tool answered at once. */
export async function callTask(client: TaskClient, name: string, args: JsonObject): Promise<TestTask> {
  const { revision, send } = client
  const result = await send('tools/call', { name, arguments: args, ...wishOf(client) })
  const task = (revision === MODERN ? result : result['task']) as JsonObject | undefined
  if (typeof task?.['taskId'] !== 'string') throw new Error(`The tool ${name} answered without a task`)
  const { taskId } = task
  const params = revision === MODERN ? { taskId, ...metaOf(client) } : { taskId }
  return {
    id: taskId,
    state: () => send('tasks/get', params),
    result: async () =>
      (revision === MODERN
        ? await poll(client, params)
        : await send('tasks/result', params)) as unknown as CallToolResult,
    cancel: async () => void (await send('tasks/cancel', params)),
  }
}

function wishOf(client: TaskClient): JsonObject {
  return client.revision === MODERN ? metaOf(client) : { task: {} }
}

/** "Capability negotiation": every request says it. */
function metaOf({ capabilities }: TaskClient): JsonObject {
  return { _meta: { [CAPABILITIES]: { ...capabilities, extensions: { [EXTENSION]: {} } } } }
}

async function poll({ send, answers }: TaskClient, params: JsonObject): Promise<JsonObject> {
  for (;;) {
    const { status, result, error, inputRequests } = await send('tasks/get', params)
    if (status === 'completed') return result as JsonObject
    if (status === 'failed') throw new ProtocolError(error as unknown as JsonRpcError, 200)
    if (status === 'cancelled')
      throw new ProtocolError({ code: INTERNAL_ERROR, message: 'The task was cancelled' }, 200)
    if (answers !== undefined && inputRequests !== undefined) {
      await send('tasks/update', { ...params, inputResponses: answersTo(inputRequests as Requests, answers) })
    } else await delay(POLL_MS)
  }
}

type Requests = Readonly<Record<string, { readonly method: string }>>

function answersTo(requests: Requests, answers: Answers): JsonObject {
  const pairs = Object.entries(requests).map(([key, { method }]) => [
    key,
    resultOf(method, answerOf(answers, key, 'createTestClient')),
  ])
  return Object.fromEntries(pairs)
}
