/** Who subscribes to tasks that have ended makes the server read nothing of them again. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { TaskRecord } from '../../packages/runtime/src/features/tasks/store.ts'
import { createWatch } from '../../packages/runtime/src/features/tasks/watch.ts'

const record = (id: string, status: TaskRecord['status']): TaskRecord => ({
  ...{ id, status, owner: 'ada', tool: 'dig', createdAt: 0, updatedAt: 0, expiresAt: 1, leasedUntil: 0 },
  asks: new Map(),
  ending: undefined,
})

it('a task that has ended is told once, and not looked for any more', { timeout: 10_000 }, async () => {
  const asked: string[][] = []
  const told: string[] = []
  const watch = createWatch(
    async ids => {
      asked.push([...ids])
      return ids.map(id => record(id, id === 'ended' ? 'completed' : 'working'))
    },
    error => assert.fail(String(error)),
  )
  const stop = watch.add(['ended', 'running'], ({ id }) => told.push(id))
  await delay(2500)
  stop()
  assert.deepEqual(told, ['ended', 'running'])
  assert.deepEqual(asked[0], ['ended', 'running'])
  assert.ok(asked.length >= 2)
  for (const ids of asked.slice(1)) assert.deepEqual(ids, ['running'])
})

it('who subscribes makes the server read their own tasks, not those of everybody', async () => {
  const asked: string[][] = []
  const told: string[] = []
  const watch = createWatch(
    async ids => {
      asked.push([...ids])
      return ids.map(id => record(id, 'working'))
    },
    error => assert.fail(String(error)),
  )
  const stops = ['a', 'b', 'c'].map(name => watch.add([name, 'shared'], ({ id }) => told.push(`${name} ${id}`)))
  await delay(10)
  assert.deepEqual(asked, [
    ['a', 'shared'],
    ['b', 'shared'],
    ['c', 'shared'],
  ])
  assert.deepEqual(told.sort(), ['a a', 'a shared', 'b b', 'b shared', 'c c', 'c shared'])
  for (const stop of stops) stop()
  watch.look('shared')
  await delay(10)
  assert.equal(asked.length, 3)
})
