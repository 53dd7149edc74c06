/** Tasks in SQL. What must be so for a step to happen stands in the statement that makes it happen. */
import type { Selectable } from 'kysely'
import type { AskRequest } from '../features/asks/round.ts'
import type {
  ClaimedTask,
  NewTask,
  TaskAnswer,
  TaskRecord,
  TaskStatus,
  TaskStore,
  TaskWork,
} from '../features/tasks/store.ts'
import type { Alone } from './migrate.ts'
import type { Database, Step, Tables } from './tables.ts'

const OPEN = ['working', 'input_required'] as const

/** How many ended tasks are kept for each that a caller may have open. */
const ENDED_TO_OPEN = 10

/** Of a task that has ended: nobody works on it, and what another run would take is not kept. */
const OVER = { worker: null, work: '{}' } as const

export function createTaskStore(database: Database, alone: Alone): TaskStore {
  return {
    create: (task, most) => alone(step => create(step, task, most)),
    read: (ids, now) => read(database, ids, now),
    list: (owner, page) => list(database, owner, page),
    ask: ({ id, worker, now }, work, asks) =>
      alone(async step => {
        const update = { status: 'input_required', updated_at: now, worker: null, work: JSON.stringify(work) }
        if (!(await change(step, update, { id, worker }))) return false
        for (const rows of partsOf(askRows(id, asks))) await step.insertInto('mcpgen_task_ask').values(rows).execute()
        return true
      }),
    answer: (id, answers, now) => alone(step => answer(step, { id, answers, now })),
    claim: (id, claim) => alone(step => take(step, id, claim)),
    settle: ({ id, worker, now }, ending) => {
      const status: TaskStatus = 'error' in ending ? 'failed' : 'completed'
      const update = { status, updated_at: now, ...OVER, ending: JSON.stringify(ending) }
      return change(database, update, { id, worker })
    },
    async cancel(id, now) {
      const cancelled = database
        .updateTable('mcpgen_task')
        .set({ status: 'cancelled', updated_at: now, ...OVER })
        .where('id', '=', id)
        .where('status', 'in', OPEN)
      return (await cancelled.returning('id').execute()).length === 1
    },
    async renew({ worker, leasedUntil }) {
      const renewed = database.updateTable('mcpgen_task').set({ leased_until: leasedUntil })
      const rows = await renewed.where('worker', '=', worker).where('status', '=', 'working').returning('id').execute()
      return rows.map(row => row.id)
    },
    async lapse(now, ending) {
      const lapsed = database
        .updateTable('mcpgen_task')
        .set({ status: 'failed', updated_at: now, ...OVER, ending: JSON.stringify(ending) })
        .where('status', '=', 'working')
        .where('leased_until', '<', now)
      return (await lapsed.returning('id').execute()).map(row => row.id)
    },
    async sweep(now) {
      await database.deleteFrom('mcpgen_task').where('expires_at', '<=', now).execute()
    },
  }
}

/** Of rows of at most five values: a statement takes 32,766 variables in SQLite. */
const MOST_AT_ONCE = 5000

function* partsOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += MOST_AT_ONCE) yield items.slice(start, start + MOST_AT_ONCE)
}

async function read(database: Database, ids: readonly string[], now: number): Promise<TaskRecord[]> {
  const found: TaskRecord[] = []
  for (const some of partsOf(ids)) {
    const tasks = database.selectFrom('mcpgen_task').selectAll().where('id', 'in', some)
    found.push(...(await withAsks(database, await tasks.where('expires_at', '>', now).execute())))
  }
  return found
}

async function create(step: Step, task: NewTask, most: number): Promise<boolean> {
  const { id, owner = null, caller, tool, createdAt, expiresAt, worker, leasedUntil, work } = task
  const [count] = await step
    .selectFrom('mcpgen_task')
    .select(({ fn }) => fn.countAll().as('open'))
    .where('caller', '=', caller)
    .where(({ eb, or, and }) =>
      or([
        eb('status', '=', 'input_required'),
        and([eb('status', '=', 'working'), eb('leased_until', '>=', createdAt)]),
      ]),
    )
    .where('expires_at', '>', createdAt)
    .execute()
  if (Number(count?.open) >= most) return false
  await forgetOldest(step, caller, ENDED_TO_OPEN * most)
  const times = { created_at: createdAt, updated_at: createdAt, expires_at: expiresAt, leased_until: leasedUntil }
  const row = { id, owner, caller, tool, status: 'working', ...times, worker, work: JSON.stringify(work), ending: null }
  await step.insertInto('mcpgen_task').values(row).execute()
  return true
}

/** Of a caller's tasks that have ended, the newest are kept: their results may be large. */
async function forgetOldest(step: Step, caller: string, kept: number): Promise<void> {
  const oldest = step
    .selectFrom('mcpgen_task')
    .select('id')
    .where('caller', '=', caller)
    .where('status', 'not in', OPEN)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .limit(kept)
    .offset(kept)
  await step.deleteFrom('mcpgen_task').where('id', 'in', oldest).execute()
}

async function list(
  database: Database,
  owner: string,
  { after, limit, now }: { after: string | undefined; limit: number; now: number },
): Promise<TaskRecord[]> {
  let page = database
    .selectFrom('mcpgen_task')
    .selectAll()
    .where('owner', '=', owner)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) {
    const last = database.selectFrom('mcpgen_task').select('created_at').where('id', '=', after)
    page = page.where(({ eb, or, and }) =>
      or([eb('created_at', '>', last), and([eb('created_at', '=', last), eb('id', '>', after)])]),
    )
  }
  return withAsks(database, await page.execute())
}

/** Whether the worker still had the task. */
async function change(
  step: Step,
  update: Partial<Selectable<Tables['mcpgen_task']>>,
  { id, worker }: { id: string; worker: string },
): Promise<boolean> {
  const changed = step
    .updateTable('mcpgen_task')
    .set(update)
    .where('id', '=', id)
    .where('worker', '=', worker)
    .where('status', '=', 'working')
  return (await changed.returning('id').execute()).length === 1
}

function askRows(task: string, asks: ReadonlyMap<string, AskRequest>) {
  return [...asks].map(([key, request]) => ({
    task,
    key,
    request: JSON.stringify(request),
    answer: null,
    taken: 0,
  }))
}

async function answer(
  step: Step,
  { id, answers, now }: { id: string; answers: Readonly<Record<string, TaskAnswer>>; now: number },
): Promise<void> {
  const waiting = step.updateTable('mcpgen_task').set({ updated_at: now }).where('id', '=', id)
  const found = await waiting.where('status', '=', 'input_required').returning('id').execute()
  if (found.length === 0) return
  // A caller may send answers to what nobody asked, and any number of them.
  const open = step.selectFrom('mcpgen_task_ask').select('key').where('task', '=', id).where('answer', 'is', null)
  for (const { key } of await open.execute()) {
    if (!Object.hasOwn(answers, key)) continue
    await step
      .updateTable('mcpgen_task_ask')
      .set({ answer: JSON.stringify(answers[key]) })
      .where('task', '=', id)
      .where('key', '=', key)
      .execute()
  }
}

async function take(
  step: Step,
  id: string,
  { worker, now, leasedUntil }: { worker: string; now: number; leasedUntil: number },
): Promise<ClaimedTask | undefined> {
  const [task] = await step
    .updateTable('mcpgen_task')
    .set({ status: 'working', worker, updated_at: now, leased_until: leasedUntil })
    .where('id', '=', id)
    .where('status', '=', 'input_required')
    .where('expires_at', '>', now)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('mcpgen_task_ask').select('key').where('task', '=', id).where('answer', 'is', null))),
    )
    .returning(['owner', 'tool', 'work'])
    .execute()
  if (task === undefined) return undefined
  const taken = step.updateTable('mcpgen_task_ask').set({ taken: 1 }).where('task', '=', id).where('taken', '=', 0)
  const answers = await taken.returning(['key', 'answer']).execute()
  return {
    id,
    owner: task.owner ?? undefined,
    tool: task.tool,
    work: JSON.parse(task.work) as TaskWork,
    answers: Object.fromEntries(answers.map(row => [row.key, JSON.parse(String(row.answer)) as TaskAnswer])),
  }
}

async function withAsks(database: Database, tasks: Selectable<Tables['mcpgen_task']>[]): Promise<TaskRecord[]> {
  const asking = tasks.flatMap(task => (task.status === 'input_required' ? [task.id] : []))
  const asks =
    asking.length === 0
      ? []
      : await database
          .selectFrom('mcpgen_task_ask')
          .select(['task', 'key', 'request'])
          .where('task', 'in', asking)
          .where('answer', 'is', null)
          .execute()
  const byTask = Map.groupBy(asks, row => row.task)
  return tasks.map(task => ({
    id: task.id,
    owner: task.owner ?? undefined,
    tool: task.tool,
    status: task.status as TaskStatus,
    createdAt: task.created_at,
    updatedAt: task.updated_at,
    expiresAt: task.expires_at,
    leasedUntil: task.leased_until,
    asks: new Map(byTask.get(task.id)?.map(({ key, request }) => [key, JSON.parse(request)])),
    ending: task.ending === null ? undefined : JSON.parse(task.ending),
  }))
}
