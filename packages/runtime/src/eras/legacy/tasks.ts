/** Tasks as 2025-11-25 tries them out (basic/utilities/tasks): the client says with a call that it wants one. */
import type { Round } from '../../features/asks/round.ts'
import type { ToolOutcome } from '../../features/call.ts'
import type { Principal } from '../../features/context.ts'
import { MissingCapability, RpcError } from '../../features/errors.ts'
import type { Features } from '../../features/features.ts'
import { invalidParams, stringParam } from '../../features/params.ts'
import type { TaskRecord } from '../../features/tasks/store.ts'
import { isStarted, type TaskDesk, type Tasks } from '../../features/tasks/tasks.ts'
import type { TaskWish } from '../../features/tasks/wish.ts'
import { isObject, type JsonObject } from '../../protocol/json.ts'
import { INVALID_PARAMS, METHOD_NOT_FOUND } from '../../protocol/jsonrpc.ts'
import type { OpenCall } from '../calls.ts'
import type { Method, Methods } from '../dispatch.ts'
import type { Served } from '../served.ts'
import type { Run } from './converse.ts'
import type { Encoder } from './encode.ts'
import { taskMember } from './encode-task.ts'
import { TASKS_IN } from './revisions.ts'
import type { Session } from './session.ts'
import { taskResult } from './task-result.ts'

/** The tasks of a server, where the revision has tasks. */
export function tasksOf({ tasks }: Features, revision: string): TaskDesk | undefined {
  return revision === TASKS_IN ? tasks : undefined
}

/** "Capabilities": a list is for callers that can be told apart. */
export function taskCapabilities(
  { features }: Served,
  revision: string,
  caller: Principal | undefined,
): { tasks?: object } {
  if (tasksOf(features, revision) === undefined) return {}
  return { tasks: { ...(caller && { list: {} }), cancel: {}, requests: { tools: { call: {} } } } }
}

/** "Tool-Level Negotiation": what the entry of a tool says. */
export function withTaskSupport(entry: JsonObject, features: Features, revision: string): JsonObject {
  const taskSupport = tasksOf(features, revision)?.uses.get(String(entry['name']))
  return taskSupport === undefined ? entry : { ...entry, execution: { taskSupport } }
}

/** `tools/call` of somebody who takes no task, or can't. */
export function withoutTask({ callTool, tasks }: Features, revision: string): Run<ToolOutcome> {
  const run = callTool as Run<ToolOutcome>
  if (tasks === undefined) return run
  return call =>
    run({
      ...call,
      onFound: tool => {
        call.onFound?.(tool)
        if (tasks.uses.get(tool) === 'required') throw noTask(tool, revision)
      },
    })
}

function noTask(tool: string, revision: string): Error {
  if (revision !== TASKS_IN) {
    return new MissingCapability(`The tool ${tool} runs as a task, which ${revision} has no word for`, {})
  }
  return new RpcError(METHOD_NOT_FOUND, `The tool ${tool} runs as a task alone: call it with "task" in the params`)
}

/** `tools/call` with `task` in its params: whatever keeps it from becoming one is an error. */
export function withTask({ callTool }: Features, { uses }: TaskDesk, tool: Encoder['tool']): Method<Session> {
  return async call => {
    const outcome = await callTool({
      ...call,
      task: wishOf(call),
      onFound: name => {
        call.onFound?.(name)
        if (!uses.has(name)) throw new RpcError(METHOD_NOT_FOUND, `The tool ${name} does not run as a task`)
      },
    })
    if (isStarted(outcome)) return JSON.stringify({ task: taskMember(outcome.task, tool) })
    throw invalidParams(reasonOf(outcome))
  }
}

function wishOf({ params: { task } }: OpenCall): TaskWish {
  const ttl = isObject(task) ? task['ttl'] : undefined
  if (ttl === undefined || ttl === null) return { only: true }
  if (typeof ttl === 'number' && Number.isSafeInteger(ttl) && ttl > 0) return { only: true, ttl }
  throw invalidParams('Invalid params: "task.ttl" must be a positive number of milliseconds')
}

function reasonOf(outcome: ToolOutcome | Round): string {
  const [block] = 'content' in outcome ? JSON.parse(outcome.content) : []
  return typeof block?.text === 'string' ? block.text : 'The call did not become a task'
}

export function taskMethods(served: Served, revision: string, { tool }: Encoder): Methods<Session> {
  const desk = tasksOf(served.features, revision)
  if (desk === undefined) return {}
  const state = (task: TaskRecord) => JSON.stringify(taskMember(task, tool))
  return {
    'tasks/get': about(desk, async (tasks, id, { principal }) => state(await tasks.get(id, principal))),
    'tasks/cancel': about(desk, async (tasks, id, { principal }) => {
      if (await tasks.cancel(id, principal)) return state(await tasks.get(id, principal))
      throw new RpcError(INVALID_PARAMS, 'The task has ended, so it cannot be cancelled')
    }),
    'tasks/result': taskResult(desk, tool),
    'tasks/list': async ({ params: { cursor }, principal }) => {
      if (principal === undefined) throw new RpcError(METHOD_NOT_FOUND, 'Method not found')
      if (cursor !== undefined && typeof cursor !== 'string') {
        throw invalidParams('Invalid params: "cursor" must be a string')
      }
      const { tasks, next } = await (await desk.open()).list(principal, cursor)
      return JSON.stringify({ tasks: tasks.map(task => taskMember(task, tool)), nextCursor: next })
    },
  }
}

function about(desk: TaskDesk, method: (tasks: Tasks, id: string, call: OpenCall) => Promise<string>): Method<Session> {
  return async call => method(await desk.open(), stringParam(call.params, 'taskId'), call)
}
