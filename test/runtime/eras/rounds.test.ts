/** What a client carries from one round to the next: for whom it is good, how long, and how much of it there may be. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRounds } from '../../../packages/runtime/src/eras/modern/rounds.ts'
import { createSealer } from '../../../packages/runtime/src/eras/modern/seal.ts'
import type { Memory, Round } from '../../../packages/runtime/src/features/asks/round.ts'
import type { Call } from '../../../packages/runtime/src/features/call.ts'
import type { Principal } from '../../../packages/runtime/src/features/context.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { call } from '../features/bindings.ts'

const KEY = 'k'.repeat(32)
const MEMORY: Memory = { declaration: 'd', rounds: 1, answers: { a: { action: 'accept' } }, offered: {}, once: {} }

const round = (memory: Memory = MEMORY): Round => ({
  asks: new Map([['b', { method: 'roots/list', params: {} }]]),
  memory,
  remembers: true,
})

function somebody(id: string, issuer?: string): Principal {
  const none = { staff: false, admin: false, permissions: [], scopes: [], claims: {} }
  return issuer === undefined ? { id, ...none } : { id, issuer, ...none }
}

/** What comes back of a state that was sealed for the first call and is brought by the second. */
function brought(first: Call, second: (state: string) => Call, later = 0): Memory | undefined {
  let time = 1_000_000
  const rounds = createRounds({ keys: [KEY], now: () => time })
  const { requestState } = rounds.members('tools/call', first, round())
  time += later
  return (rounds.resume('tools/call', second(String(requestState))) as Call).resumed?.memory
}

const params = (more: JsonObject = {}): JsonObject => ({
  name: 't',
  arguments: { a: 1, b: { c: [1, 2], d: 3 } },
  ...more,
})
const refused = { code: -32602 }

describe('the state', () => {
  const bring =
    (more: JsonObject = {}, rest: Partial<Call> = {}) =>
    (requestState: string) =>
      call(params({ requestState, ...more }), rest)

  it('comes back as it was, whatever the order of the arguments and whatever else the request says', () => {
    assert.deepEqual(brought(call(params()), bring()), MEMORY)
    const reordered = { arguments: { b: { d: 3, c: [1, 2] }, a: 1 }, _meta: { progressToken: 1 } }
    assert.deepEqual(brought(call(params()), bring(reordered)), MEMORY)
  })

  it('is good for the same arguments, name and caller alone', () => {
    for (const other of [{ arguments: { a: 2 } }, { arguments: {} }, { name: 'u' }]) {
      assert.throws(() => brought(call(params()), bring(other)), refused)
    }
    const ada = { principal: somebody('ada') }
    assert.deepEqual(brought(call(params(), ada), bring({}, ada)), MEMORY)
    const others = [
      somebody('eve'),
      somebody('ada', 'https://other.example'),
      { ...somebody('ada'), clientId: 'another client' },
    ]
    for (const principal of [undefined, ...others]) {
      assert.throws(() => brought(call(params(), ada), bring({}, { principal })), refused)
    }
  })

  it('is good for the same method alone', () => {
    const rounds = createRounds({ keys: [KEY], now: Date.now })
    const { requestState } = rounds.members('tools/call', call(params()), round())
    assert.throws(() => rounds.resume('prompts/get', call(params({ requestState: String(requestState) }))), refused)
  })

  it('asks anew after ten minutes, and its answers with it', () => {
    const minutes = (n: number) => n * 60_000
    assert.deepEqual(brought(call(params()), bring(), minutes(10) - 1), MEMORY)
    assert.equal(brought(call(params()), bring({ inputResponses: { b: {} } }), minutes(10)), undefined)
  })

  it('cannot be read by who carries it, and never looks the same', () => {
    const rounds = createRounds({ keys: [KEY], now: Date.now })
    const secret: Memory = { ...MEMORY, once: { plan: { value: 'a secret plan' } } }
    const states = [1, 2].map(() => String(rounds.members('tools/call', call(params()), round(secret)).requestState))
    assert.notEqual(states[0], states[1])
    for (const part of String(states[0]).split('.'))
      assert.doesNotMatch(Buffer.from(part, 'base64url').toString(), /plan/)
  })

  it('is no longer than 64 Ki characters', () => {
    const rounds = createRounds({ keys: [KEY], now: Date.now })
    const large: Memory = { ...MEMORY, once: { plan: { value: 'x'.repeat(64 * 1024) } } }
    assert.throws(() => rounds.members('tools/call', call(params()), round(large)), /remembered between asks/)
    const requestState = `v1.AAAAAAAA.${'A'.repeat(64 * 1024)}`
    assert.throws(() => rounds.resume('tools/call', call(params({ requestState }))), refused)
  })
})

describe('keys', () => {
  const fresh = 'f'.repeat(32)

  it('are rotated: the first seals, all open', () => {
    const sealed = createSealer([KEY]).seal({ a: 1 }, 'context')
    assert.deepEqual(createSealer([fresh, KEY]).open(sealed, 'context'), { a: 1 })
    assert.equal(createSealer([fresh]).open(sealed, 'context'), undefined)
    assert.equal(createSealer([KEY]).open(createSealer([fresh, KEY]).seal(1, 'context'), 'context'), undefined)
  })

  it('are of the process where none are given', () => {
    const one = createSealer([])
    const sealed = one.seal('x', 'context')
    assert.equal(one.open(sealed, 'context'), 'x')
    assert.equal(createSealer([]).open(sealed, 'context'), undefined)
  })

  it('open no text that was changed in any character', () => {
    const sealer = createSealer([KEY])
    const sealed = sealer.seal('x', 'context')
    for (let i = 0; i < sealed.length; i++) {
      const other = sealed[i] === 'A' ? 'B' : 'A'
      assert.equal(sealer.open(sealed.slice(0, i) + other + sealed.slice(i + 1), 'context'), undefined)
    }
    // The last character has bits that decoders pass over.
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=') {
      if (!sealed.endsWith(last)) assert.equal(sealer.open(sealed.slice(0, -1) + last, 'context'), undefined)
    }
  })
})
