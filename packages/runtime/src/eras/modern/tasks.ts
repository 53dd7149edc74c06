/** The extension `io.modelcontextprotocol/tasks` (SEP-2663): negotiated by every request for itself. */
import type { Call } from '../../features/call.ts'
import { MissingCapability } from '../../features/errors.ts'
import type { Features } from '../../features/features.ts'
import { invalidParams, stringParam } from '../../features/params.ts'
import type { TaskAnswer } from '../../features/tasks/store.ts'
import type { TaskDesk, Tasks } from '../../features/tasks/tasks.ts'
import type { TaskWish } from '../../features/tasks/wish.ts'
import { isObject } from '../../protocol/json.ts'
import { prepared } from '../answer.ts'
import type { OpenCall } from '../calls.ts'
import type { Method, Methods } from '../dispatch.ts'
import type { Encoder } from './encode.ts'
import { taskState } from './encode-task.ts'

export const TASKS = 'io.modelcontextprotocol/tasks'

const WISH: TaskWish = {}

/** "Requests that do not declare the extension": −32021, with what to declare. */
export function missingTasks(): MissingCapability {
  const message = `This needs the client capability "extensions.${TASKS}", which the client has not declared`
  return new MissingCapability(message, { extensions: { [TASKS]: {} } })
}

/** Whether the request says that its sender takes tasks. */
export function takesTasks({ clientCapabilities: { extensions } }: Pick<Call, 'clientCapabilities'>): boolean {
  return isObject(extensions) && isObject(extensions[TASKS])
}

/** `tools/call` where a tool may run as a task; what a client says in `params.task` has no meaning here. */
export function callingTasks({ callTool, tasks }: Features): Features['callTool'] {
  if (tasks === undefined) return callTool
  return call => callTool(takesTasks(call) ? { ...call, task: WISH } : { ...call, onFound: withoutTasks(call, tasks) })
}

function withoutTasks({ onFound }: Call, { uses }: TaskDesk): Call['onFound'] {
  return tool => {
    onFound?.(tool)
    if (uses.get(tool) === 'required') throw missingTasks()
  }
}

/** None for a server without tasks. */
export function taskMethods({ tasks: desk }: Features, encoder: Encoder): Methods {
  if (desk === undefined) return {}
  const done = prepared(encoder.result('complete'))
  return {
    'tasks/get': withTask(desk, async (tasks, id, call) => {
      const task = await tasks.get(id, call.principal)
      return encoder.result('complete', taskState(task, encoder.tool))
    }),
    'tasks/update': withTask(desk, async (tasks, id, call) => {
      await tasks.answer(id, answersOf(call), call.principal)
      return done
    }),
    'tasks/cancel': withTask(desk, async (tasks, id, call) => {
      await tasks.cancel(id, call.principal)
      return done
    }),
  }
}

function withTask(desk: TaskDesk, method: (tasks: Tasks, id: string, call: OpenCall) => ReturnType<Method>): Method {
  return async call => {
    if (!takesTasks(call)) throw missingTasks()
    const id = stringParam(call.params, 'taskId')
    return method(await desk.open(), id, call)
  }
}

function answersOf({ params: { inputResponses } }: OpenCall): Record<string, TaskAnswer> {
  if (!isObject(inputResponses)) throw invalidParams('Invalid params: "inputResponses" must be an object of objects')
  const answers = Object.entries(inputResponses).map(([key, response]) => {
    if (isObject(response)) return [key, { response }] as const
    throw invalidParams('Invalid params: "inputResponses" must be an object of objects')
  })
  return Object.fromEntries(answers)
}
