/** Tools that run as tasks, with bindings written by hand. */
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { Config } from '../../../packages/runtime/src/config.ts'
import { RpcError, UserError } from '../../../packages/runtime/src/features/errors.ts'
import type { ToolBinding } from '../../../packages/runtime/src/manifest.ts'
import { tool } from '../../harness/declarations.ts'

const FORMS = {
  sure: '{"type":"object","properties":{"yes":{"type":"boolean"}},"required":["yes"]}',
  name: '{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}',
}

const asks = { requires: ['elicitation'], forms: ['sure', 'name'] } as const

/** How often each function has begun, and why its signal aborted. */
export const runs: string[] = []
export const aborts: unknown[] = []

/** Lets `wait` go on. */
export let release: () => void = () => {}

const TOOLS: readonly ToolBinding[] = [
  {
    ...tool('double', ({ n }) => ({ doubled: Number(n) * 2 }), { result: 'data' }),
    task: {},
  },
  { ...tool('plain', () => 'at once') },
  { ...tool('only', () => 'as a task'), task: { required: true } },
  {
    ...tool('fail', () => {
      throw new UserError('No luck')
    }),
    task: {},
  },
  {
    ...tool('break', () => {
      throw new RpcError(4001, 'Broken', { part: 7 })
    }),
    task: {},
  },
  { ...tool('large', ({ size }) => 'x'.repeat(Number(size))), task: {} },
  {
    ...tool('wait', async (_args, { signal }) => {
      signal.addEventListener('abort', () => aborts.push((signal.reason as Error).cause))
      const { promise, resolve } = Promise.withResolvers<void>()
      release = resolve
      await Promise.race([promise, delay(60_000, undefined, { signal, ref: false })])
      return 'waited'
    }),
    task: {},
  },
  {
    ...tool('remove', async ({ file }, ctx) => {
      runs.push('remove')
      const size = await ctx.once('size', () => 42)
      const answer = await ctx.elicit<{ yes: boolean }>('sure', `Remove ${file}, of ${size} bytes?`)
      return answer.content?.yes ? `removed ${file} (${size})` : `kept ${file}`
    }),
    asks,
    task: {},
  },
  {
    ...tool('guarded', async (_args, ctx) => {
      const answer = await ctx.elicit<{ yes: boolean }>('sure', 'Sure?')
      return `${ctx.principal?.id}, ${answer.action}`
    }),
    asks,
    guards: ['permission dig'],
    task: {},
  },
  {
    ...tool('pair', async (_args, ctx) => {
      const [one, two] = await Promise.all([
        ctx.elicit<{ name: string }>('name', 'First?', { id: 1 }),
        ctx.elicit<{ name: string }>('name', 'Second?', { id: 2 }),
      ])
      return `${one.content?.name} and ${two.content?.name}`
    }),
    asks,
    task: {},
  },
  {
    ...tool('later', async ({ stop }, ctx) => {
      runs.push('later')
      const answer = await ctx.elicit<{ name: string }>('name', 'Who?')
      if (stop) return 'not needed'
      runs.push('before')
      await ctx.task()
      runs.push('after')
      const sure = await ctx.elicit<{ yes: boolean }>('sure', `For ${answer.content?.name}?`)
      return `${answer.content?.name}: ${sure.content?.yes}`
    }),
    asks,
    task: { later: true },
  },
]

/** The tools, and what they ask with. */
export const tasksDefinition = { forms: FORMS, tools: TOOLS }

/** @param root Of the project, as a URL. */
export function tasksApp(config: Config = {}, root?: string) {
  const definition = { contract: 1, name: 'tasks', version: '1.0.0', ...tasksDefinition, config } as const
  return createApp({ ...definition, ...(root !== undefined && { root }) })
}
