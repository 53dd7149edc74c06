/** Authenticators that are no code of ours, and say "nobody" in their own words: that is nobody, and never somebody. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Authenticator } from '../../packages/runtime/src/auth/authenticator.ts'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import { principalFrom } from '../../packages/runtime/src/features/principal.ts'
import { callerOf, startAuthServer } from '../harness/auth.ts'

/** As query builders are: no promise, and something that `await` waits for. */
const thenable = (value: unknown) => ({
  // biome-ignore lint/suspicious/noThenProperty: that is what is tested.
  then: (resolve: (value: unknown) => void) => void queueMicrotask(() => resolve(value)),
})

const saying = (answer: () => unknown): Authenticator => ({
  open: () => ({ header: undefined, identify: answer as () => undefined }),
})

const ADA = { id: 'ada', staff: false, admin: false, permissions: [], scopes: [], claims: {} }

describe('an authenticator of somebody else’s', () => {
  for (const [what, answer] of [
    ['null', () => null],
    ['a promise of null', async () => null],
    ['something that turns out to be nobody', () => thenable(undefined)],
  ] as const) {
    it(`knows nobody when it says ${what}`, async () => {
      await using server = await startAuthServer({ auth: saying(answer) })
      const answered = await server.call()
      assert.equal(answered.status, 200)
      assert.equal(callerOf(answered), null)
    })
  }
  it('is waited for, whatever it makes its promises of', async () => {
    await using server = await startAuthServer({ auth: saying(() => thenable(ADA)) })
    assert.equal(callerOf(await server.call())?.id, 'ada')
  })
  for (const [what, answer] of [
    ['true', () => true],
    ['somebody without an id', () => ({ staff: true })],
    ['a name', async () => 'ada'],
  ] as const) {
    it(`lets nobody in when it says ${what}`, async () => {
      await using server = await startAuthServer({ auth: saying(answer) })
      assert.equal((await server.call()).status, 503)
      assert.equal(server.entered(), 0)
    })
  }
})

describe('an authenticator that writes its header in capitals', () => {
  const own = (header: string, secret: string): Authenticator => ({
    open: () => ({
      header,
      identify: (_token, { headers }) => (headers[header.toLowerCase()] === secret ? principalFrom(ADA) : undefined),
    }),
  })

  it('has it kept from functions all the same', async () => {
    await using server = await startAuthServer({ auth: own('X-Key', 'swordfish') })
    const answer = await server.call({ 'X-Key': 'swordfish' })
    assert.equal(callerOf(answer)?.id, 'ada')
    assert.ok(!answer.json.result.structuredContent.headers.includes('x-key'))
  })
  it('is one that takes tokens: who brings one that nobody knows is not let in as if there were none', async () => {
    await using server = await startAuthServer({ auth: own('Authorization', 'Bearer swordfish') })
    assert.equal((await server.present('unknown')).status, 401)
    assert.equal(callerOf(await server.present('swordfish'))?.id, 'ada')
  })
})

describe('hostAuth', () => {
  for (const [what, odd] of [
    ['scopes in one text', { id: 'ada', scopes: 'read write' }],
    ['permissions in one text', { id: 'ada', permissions: 'admin' }],
    ['permissions that are no texts', { id: 'ada', permissions: [['admin']] }],
    ['a number for an id', { id: 1 }],
  ] as const) {
    it(`lets nobody in who has ${what}`, async () => {
      await using server = await startAuthServer({ auth: hostAuth(() => odd as never) })
      assert.equal((await server.call()).status, 503)
      assert.equal(server.entered(), 0)
    })
  }
  it('waits for what a query builder gives', async () => {
    await using server = await startAuthServer({ auth: hostAuth(() => thenable({ id: 'ada' }) as never) })
    assert.equal(callerOf(await server.call())?.id, 'ada')
  })
})
