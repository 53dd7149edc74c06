/** The tasks of one process over a store that many may share. What waits for answers is a record, and no running code. */
import type { JsonObject } from '../../protocol/json.ts'
import { INTERNAL_ERROR } from '../../protocol/jsonrpc.ts'
import type { Round } from '../asks/round.ts'
import type { Call, ToolOutcome } from '../call.ts'
import type { AbortReason, Principal } from '../context.ts'
import { RpcError } from '../errors.ts'
import { type Caller, type Gate, mayUse, pass } from '../gate.ts'
import { excerpt, invalidParams } from '../params.ts'
import { ownerOf } from '../principal.ts'
import { callerOf } from '../rate-limit.ts'
import { errorOutcome } from '../tool-outcome.ts'
import { endingOf, LAPSED } from './endings.ts'
import { detachable, resumedCall } from './run-call.ts'
import { createRunning, type Running } from './running.ts'
import type { NewTask, TaskRecord, TaskStore, TaskWork } from './store.ts'
import type { RunTool, Started, TaskLimits, TaskStart, Tasks } from './tasks.ts'
import { createWatch, type Watch } from './watch.ts'
import { afterRound, resumedFrom, workOf } from './work.ts'

export interface EngineParts {
  readonly limits: TaskLimits
  readonly resume: Resume
  /** What stands before a tool now: a task is as hidden as its tool. */
  readonly gateOf: (tool: string) => Gate | undefined
  readonly report: (error: unknown) => void
}

/** Rejects when there is no such tool for the caller any more. */
export type Resume = (tool: string, args: JsonObject, call: Call) => ReturnType<RunTool>

interface State extends EngineParts {
  readonly store: TaskStore
  readonly running: Running
  readonly watch: Watch
}

/** Tasks of one page of a list. */
const PAGE = 50

export function createTasks(store: TaskStore, parts: EngineParts): Tasks {
  const running = createRunning(store, parts.report)
  const watch = createWatch(ids => read({ store, running }, ids), parts.report)
  const state: State = { ...parts, store, running, watch }
  const find = (id: string, caller: Principal | undefined) => findOwn(state, id, caller)
  return {
    call: (run, call, start) => (start.later ? callLater : callNow)(state, run, { call, start }),
    get: find,
    async answer(id, answers, caller) {
      await find(id, caller)
      await store.answer(id, answers, Date.now())
      watch.look(id)
      await goOn(state, id, caller)
    },
    async cancel(id, caller) {
      await find(id, caller)
      const cancelled = await store.cancel(id, Date.now())
      if (cancelled) running.abort(id, 'cancelled')
      watch.look(id)
      return cancelled
    },
    async list(caller, after) {
      if (after !== undefined) await find(after, caller).catch(refuseCursor)
      const page = { after, limit: PAGE + 1, now: Date.now() }
      const tasks = await store.list(ownerOf(caller) ?? '', page)
      const last = tasks[PAGE - 1]
      const own = await usable(parts, tasks.slice(0, PAGE), caller)
      return { tasks: own, ...(tasks.length > PAGE && last && { next: last.id }) }
    },
    async own(ids, caller) {
      const tasks = await read(state, ids)
      const own = tasks.filter(task => task.owner === ownerOf(caller))
      return (await usable(parts, own, caller)).map(task => task.id)
    },
    watch: watch.add,
    idle: running.idle,
    async close() {
      watch.close()
      await running.close()
    },
  }
}

function refuseCursor(): never {
  throw invalidParams('Invalid cursor')
}

/** What died without a word is told so. */
async function read({ store, running }: Pick<State, 'store' | 'running'>, ids: readonly string[]) {
  const tasks = await store.read(ids, Date.now())
  const isDead = ({ id, status, leasedUntil }: TaskRecord) =>
    status === 'working' && leasedUntil < Date.now() && !running.has(id)
  if (!tasks.some(isDead)) return tasks
  await running.renew()
  await store.lapse(Date.now(), LAPSED)
  return store.read(ids, Date.now())
}

/** What only waits for somebody to go on with it is gone on with. */
async function findOwn(state: State, id: string, caller: Principal | undefined): Promise<TaskRecord> {
  const [task] = await read(state, [id])
  const gate = task && state.gateOf(task.tool)
  const isOwn = task !== undefined && task.owner === ownerOf(caller)
  const isSeen = isOwn && (gate === undefined || (await pass(gate, { principal: caller }, visible => visible)))
  if (!isSeen) throw invalidParams(`Unknown task: ${excerpt(id)}`)
  if (task.status !== 'input_required' || task.asks.size > 0) return task
  await goOn(state, id, caller)
  const [now = task] = await read(state, [id])
  return now
}

/** Those whose tools the caller may use. */
async function usable({ gateOf }: EngineParts, tasks: readonly TaskRecord[], principal: Principal | undefined) {
  const caller: Caller = { principal }
  const found: TaskRecord[] = []
  for (const task of tasks) if (await mayUse(gateOf(task.tool), caller)) found.push(task)
  return found
}

interface Beginning {
  readonly call: Call
  readonly start: TaskStart
}

async function callNow(state: State, run: RunTool, beginning: Beginning): Promise<ToolOutcome | Started> {
  const { start, call } = beginning
  const work = workOf(start.args, call)
  const task = await create(state, beginning, work)
  if (task === undefined) return refusal(state, call)
  const { call: own, abort } = resumedCall(work, call.principal)
  keepRunning(state, { id: task.id, work }, { abort, run: run(own) })
  return { task }
}

/** Until the function says that it is a task now, it is the call, and asks in its rounds. */
async function callLater(state: State, run: RunTool, beginning: Beginning): Promise<ToolOutcome | Round | Started> {
  const { call, start } = beginning
  const { call: own, abort, detach } = detachable(call)
  const { promise: begun, resolve } = Promise.withResolvers<ToolOutcome | Started>()
  const done = run(own, async memory => {
    const work = { ...workOf(start.args, call), memory }
    const task = await create(state, beginning, work)
    detach()
    if (task !== undefined) {
      keepRunning(state, { id: task.id, work }, { abort, run: done })
      return resolve({ task })
    }
    resolve(refusal(state, call))
    abort('cancelled')
    return new Promise(() => {})
  })
  return Promise.race([begun, done])
}

/** Undefined when the caller has too many. */
async function create({ store, running, limits }: State, { call, start }: Beginning, work: TaskWork) {
  const now = Date.now()
  const { randomBytes } = process.getBuiltinModule('node:crypto')
  const task: NewTask = {
    id: randomBytes(18).toString('base64url'),
    owner: ownerOf(call.principal),
    caller: callerOf(call) ?? '',
    tool: start.tool,
    createdAt: now,
    expiresAt: now + Math.min(call.task?.ttl ?? limits.ttl, limits.ttl),
    ...running.claim(now),
    work,
  }
  return (await store.create(task, limits.open)) ? recordOf(task) : undefined
}

function recordOf({ id, owner, tool, createdAt, expiresAt, leasedUntil }: NewTask): TaskRecord {
  const times = { createdAt, updatedAt: createdAt, expiresAt, leasedUntil }
  return { id, owner, tool, status: 'working', ...times, asks: new Map(), ending: undefined }
}

function refusal({ limits }: State, { task }: Call): ToolOutcome {
  const message = `Too many tasks: at most ${limits.open} at once. Try again when one has ended.`
  if (task?.only) throw new RpcError(INTERNAL_ERROR, message)
  return errorOutcome(message)
}

/** Runs the function again, once it has all of its answers; elsewhere somebody else may have been faster. */
async function goOn(state: State, id: string, caller: Principal | undefined): Promise<void> {
  const now = Date.now()
  const claimed = await state.store.claim(id, { ...state.running.claim(now), now })
  if (claimed === undefined) return
  const { call, abort } = resumedCall(claimed.work, caller, resumedFrom(claimed))
  keepRunning(state, claimed, { abort, run: state.resume(claimed.tool, claimed.work.args, call) })
}

interface Run {
  readonly abort: (cause: AbortReason['cause']) => void
  readonly run: ReturnType<RunTool>
}

/** What comes of a run is written down, unless the task is not this process's any more. */
function keepRunning(
  { store, running, watch, limits, report }: State,
  { id, work }: { readonly id: string; readonly work: TaskWork },
  { abort, run }: Run,
): void {
  const write = async () => {
    const end = await endingOf(run, limits.result)
    if (!running.has(id)) return
    const claim = { id, worker: running.worker, now: Date.now() }
    if ('round' in end) {
      const next = afterRound(work, end.round)
      await store.ask(claim, next.work, next.asks)
    } else await store.settle(claim, end)
    watch.look(id)
  }
  running.add(id, { abort, done: write().catch(report) })
}
