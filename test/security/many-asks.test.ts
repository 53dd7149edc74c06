/** A client that asks to be asked and turns away leaves nothing behind in its session. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { OpenCall } from '../../packages/runtime/src/eras/calls.ts'
import { createAwaited } from '../../packages/runtime/src/eras/legacy/awaited.ts'
import { askAll } from '../../packages/runtime/src/eras/legacy/converse.ts'
import { newSession } from '../../packages/runtime/src/eras/legacy/initialize.ts'

it('a call that was cancelled before it asks asks nothing, and waits for nothing', async () => {
  const asked: string[] = []
  const session = newSession('2025-11-25', { awaited: createAwaited((_id, key) => asked.push(key)) })
  const sent: object[] = []
  const call = {
    onAbort: (listener: (cause: string) => void) => listener('cancelled'),
    onDisconnect() {},
    send: (message: object) => void sent.push(message),
  } as unknown as OpenCall
  const asks = new Map([['sure', { method: 'elicitation/create' as const, params: { message: 'Sure?' } }]])
  await assert.rejects(askAll({ asks }, call, session), { message: 'The call was aborted: cancelled' })
  assert.deepEqual([asked, sent], [[], []])
})
