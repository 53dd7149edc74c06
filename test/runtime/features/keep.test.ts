/** The storage of an application: opened once, and left alone after the end. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createKeep } from '../../../packages/runtime/src/features/keep.ts'
import type { Stores } from '../../../packages/runtime/src/features/storage.ts'

it('a storage that was being opened at the end is swept no more', async t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const opening = Promise.withResolvers<Stores>()
  let swept = 0
  const sweep = async () => {
    swept += 1
  }
  const keep = createKeep({ open: () => opening.promise }, error => assert.fail(String(error)))
  const opened = keep.open()
  const closed = keep.close()
  opening.resolve({ tasks: { sweep }, spent: { sweep }, close: async () => {} } as unknown as Stores)
  await Promise.all([opened, closed])
  await new Promise(resolve => setImmediate(resolve))
  const before = swept
  t.mock.timers.tick(600_000)
  await new Promise(resolve => setImmediate(resolve))
  assert.equal(swept, before)
})
