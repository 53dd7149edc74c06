/** basic/patterns/progress: bounded, and never without the last value. */
import assert from 'node:assert/strict'
import { describe, it, type MockTimers } from 'node:test'
import { createProgressGate } from '../../../packages/runtime/src/eras/progress.ts'

function gateAt() {
  let now = 0
  let backedUp = false
  const sent: unknown[] = []
  const gate = createProgressGate(
    params => sent.push(params['progress']),
    () => backedUp,
    () => now,
  )
  return {
    sent,
    gate,
    push(...values: number[]) {
      for (const progress of values) gate.push({ progress })
    },
    wait(milliseconds: number, timers: MockTimers) {
      now += milliseconds
      timers.tick(milliseconds)
    },
    backUp: (value: boolean) => {
      backedUp = value
    },
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('progress', () => {
  it('is sent as it comes, in a burst of 32', () => {
    const { sent, push, gate } = gateAt()
    push(...upTo(40))
    assert.deepEqual(sent, upTo(32))
    gate.drop()
  })

  it('past the burst is sent 20 times a second, each time the latest value', t => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { sent, push, gate, wait } = gateAt()
    push(...upTo(40))
    wait(50, t.mock.timers)
    assert.deepEqual(sent.slice(32), [40])
    push(41, 42, 43)
    wait(50, t.mock.timers)
    assert.deepEqual(sent.slice(32), [40, 43])
    gate.drop()
  })

  it('says its last value before the result', () => {
    const { sent, push, gate } = gateAt()
    push(...upTo(40))
    gate.flush()
    assert.deepEqual(sent.slice(-2), [32, 40])
    gate.flush()
    assert.equal(sent.length, 33)
  })

  it('waits while the client reads too slowly, and keeps only the latest value', () => {
    const { sent, push, gate, backUp } = gateAt()
    backUp(true)
    push(1, 2, 3)
    assert.deepEqual(sent, [])
    backUp(false)
    push(4)
    assert.deepEqual(sent, [4])
    gate.flush()
    assert.deepEqual(sent, [4])
  })

  it('is forgotten when nobody waits any more', () => {
    const { sent, push, gate } = gateAt()
    push(...upTo(40))
    gate.drop()
    gate.flush()
    assert.equal(sent.length, 32)
  })
})
