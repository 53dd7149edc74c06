/** Who opens sessions without end crowds themselves out, and nobody else. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newSession } from '../../packages/runtime/src/eras/legacy/initialize.ts'
import { createSessions } from '../../packages/runtime/src/eras/legacy/session.ts'
import { principalFrom } from '../../packages/runtime/src/features/principal.ts'

const ada = principalFrom({ id: 'ada' })
const eve = principalFrom({ id: 'eve' })

function opened(limit: number) {
  let now = 0
  const limits = { sessions: limit, sessionIdle: 1000, batch: 1, streams: 10 }
  const sessions = createSessions({ limits, clock: () => now++ / 1000 })
  return { sessions, open: (owner?: typeof ada) => sessions.open(newSession('2025-11-25'), owner) }
}

describe('sessions of one caller, however many they open', () => {
  for (const [who, other] of [
    ['another caller', eve],
    ['callers without a name', undefined],
  ] as const) {
    it(`take no room from the session of ${who}`, () => {
      const { sessions, open } = opened(10)
      const theirs = open(other)
      const own = Array.from({ length: 100 }, () => open(ada))
      assert.ok(sessions.find(theirs, other))
      const alive = own.filter(id => sessions.find(id, ada) !== undefined)
      assert.deepEqual(alive, own.slice(-9))
    })
  }

  it('take no room from callers who come later', () => {
    const { sessions, open } = opened(10)
    for (let n = 0; n < 100; n++) open(ada)
    const theirs = Array.from({ length: 3 }, () => open(eve))
    for (let n = 0; n < 100; n++) open(ada)
    assert.equal(theirs.filter(id => sessions.find(id, eve) !== undefined).length, 3)
  })

  it('are counted as they end', () => {
    const { sessions, open } = opened(4)
    const [first = '', second = ''] = [open(ada), open(ada)]
    const theirs = [open(eve), open(eve)]
    sessions.end(first, ada)
    sessions.end(second, ada)
    open(ada)
    open(ada)
    open(ada)
    assert.equal(theirs.filter(id => sessions.find(id, eve) !== undefined).length, 2)
  })
})
