/** `tasks/result` (2025-11-25 basic/utilities/tasks): waits for the task's end, and carries what it asks meanwhile. */
import { RpcError } from '../../features/errors.ts'
import { stringParam } from '../../features/params.ts'
import type { TaskAnswer, TaskRecord } from '../../features/tasks/store.ts'
import type { TaskDesk, Tasks } from '../../features/tasks/tasks.ts'
import { INTERNAL_ERROR } from '../../protocol/jsonrpc.ts'
import type { OpenCall } from '../calls.ts'
import type { Method } from '../dispatch.ts'
import { askAll } from './converse.ts'
import type { Encoder } from './encode.ts'
import { RELATED_TASK } from './encode-task.ts'
import type { Session } from './session.ts'

export function taskResult(desk: TaskDesk, tool: Encoder['tool']): Method<Session> {
  return async (call, session) => {
    const tasks = await desk.open()
    const id = stringParam(call.params, 'taskId')
    const gone = disconnection(call)
    let task = await tasks.get(id, call.principal)
    while (task.status === 'working' || task.status === 'input_required') {
      if (task.asks.size > 0 && call.cannotAsk === undefined) await ask(tasks, task, { call, session })
      else await changed(tasks, task, { call, gone })
      task = await tasks.get(id, call.principal)
    }
    return resultOf(task, tool)
  }
}

async function ask(tasks: Tasks, { id, asks }: TaskRecord, { call, session }: { call: OpenCall; session: Session }) {
  const replies = await askAll({ asks, meta: { [RELATED_TASK]: { taskId: id } } }, call, session)
  const answers = [...replies].map(([key, reply]): [string, TaskAnswer] => [
    key,
    'result' in reply ? { response: reply.result } : reply,
  ])
  await tasks.answer(id, Object.fromEntries(answers), call.principal)
}

/** Rejects when the client has gone. */
function disconnection(call: OpenCall): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  call.onDisconnect(() => reject(new RpcError(INTERNAL_ERROR, 'The call was aborted: disconnected')))
  return promise
}

interface Waiting {
  readonly call: OpenCall
  /** Rejects when the client has gone. */
  readonly gone: Promise<never>
}

/** Rejects when nobody waits any more, and watches no longer then. What expires is looked for: nothing tells of it. */
function changed(tasks: Tasks, task: TaskRecord, { call, gone }: Waiting): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  call.onAbort(cause => reject(new RpcError(INTERNAL_ERROR, `The call was aborted: ${cause}`)))
  gone.catch(reject)
  const unwatch = tasks.watch([task.id], now => {
    if (now.updatedAt !== task.updatedAt || now.status !== task.status) resolve()
  })
  const expiry = setTimeout(resolve, Math.min(MAX_TIMEOUT_MS, Math.max(1, task.expiresAt - Date.now()))).unref()
  return promise.finally(() => {
    unwatch()
    clearTimeout(expiry)
  })
}

/** What a timer takes. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** "Related Task Metadata": the result names its task. */
function resultOf({ id, ending }: TaskRecord, tool: Encoder['tool']): string {
  if (ending === undefined) throw new RpcError(INTERNAL_ERROR, 'The task was cancelled')
  if ('error' in ending) throw new RpcError(ending.error.code, ending.error.message, ending.error.data)
  const { outcome } = ending
  return tool({ ...outcome, meta: { ...outcome.meta, [RELATED_TASK]: { taskId: id } } })
}
