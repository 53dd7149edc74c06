/** Who asks for a task's result and leaves makes the server wait for it no longer. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OpenCall } from '../../packages/runtime/src/eras/calls.ts'
import { newSession } from '../../packages/runtime/src/eras/legacy/initialize.ts'
import { taskResult } from '../../packages/runtime/src/eras/legacy/task-result.ts'
import type { TaskRecord } from '../../packages/runtime/src/features/tasks/store.ts'
import type { TaskDesk, Tasks } from '../../packages/runtime/src/features/tasks/tasks.ts'

const working: TaskRecord = {
  ...{ id: 'one', status: 'working', owner: 'ada', tool: 'dig', createdAt: 0, updatedAt: 0, leasedUntil: 0 },
  expiresAt: Date.now() + 3_600_000,
  asks: new Map(),
  ending: undefined,
}

function waiting() {
  let watchers = 0
  const tasks = {
    get: async () => working,
    watch() {
      watchers += 1
      return () => {
        watchers -= 1
      }
    },
  } as unknown as Tasks
  const leave: { gone?: () => void; abort?: (cause: string) => void } = {}
  const call = {
    params: { taskId: 'one' },
    onDisconnect: (listener: () => void) => void Object.assign(leave, { gone: listener }),
    onAbort: (listener: (cause: string) => void) => void Object.assign(leave, { abort: listener }),
  } as unknown as OpenCall
  const desk = { open: async () => tasks } as unknown as TaskDesk
  const answer = taskResult(desk, () => '{}')(call, newSession('2025-11-25')) as Promise<string>
  return { answer, leave, watchers: () => watchers }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

describe('tasks/result', { timeout: 10_000 }, () => {
  for (const [how, act] of [
    ['disconnects', ({ gone }: ReturnType<typeof waiting>['leave']) => gone?.()],
    ['cancels', ({ abort }: ReturnType<typeof waiting>['leave']) => abort?.('cancelled')],
  ] as const) {
    it(`watches the task until its caller ${how}`, async () => {
      const { answer, leave, watchers } = waiting()
      await settle()
      assert.equal(watchers(), 1)
      act(leave)
      await assert.rejects(answer, { code: -32603 })
      await settle()
      assert.equal(watchers(), 0)
    })
  }
})
