/** 2025-11-25 basic/transports, "Session Management". */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newSession } from '../../../packages/runtime/src/eras/legacy/initialize.ts'
import { createSessions } from '../../../packages/runtime/src/eras/legacy/session.ts'
import type { Principal } from '../../../packages/runtime/src/features/context.ts'
import { startServer } from '../../harness/server.ts'

const somebody = (id: string, issuer?: string): Principal => ({
  id,
  staff: false,
  admin: false,
  permissions: [],
  scopes: [],
  claims: {},
  ...(issuer !== undefined && { issuer }),
})

function sessionsAt(limits: { sessions?: number; sessionIdle?: number } = {}) {
  let now = 0
  const sessions = createSessions({
    limits: { sessions: 3, sessionIdle: 1000, batch: 1, streams: 10, ...limits },
    clock: () => now,
  })
  const open = (owner?: Principal) => sessions.open(newSession('2025-11-25'), owner)
  return { sessions, open, wait: (milliseconds: number) => (now += milliseconds) }
}

describe('sessions', () => {
  it('have ids of visible ASCII that differ', () => {
    const { open } = sessionsAt({ sessions: 200 })
    const ids = Array.from({ length: 100 }, () => open())
    assert.equal(new Set(ids).size, 100)
    for (const id of ids) assert.match(id, /^[\x21-\x7e]{32,}$/)
  })

  it('belong to the principal that opened them', () => {
    const { sessions, open } = sessionsAt()
    const id = open(somebody('ann', 'a'))
    assert.ok(sessions.find(id, somebody('ann', 'a')))
    const elsewhere = { ...somebody('ann', 'a'), clientId: 'another client' }
    for (const other of [undefined, somebody('bob', 'a'), somebody('ann', 'b'), somebody('ann'), elsewhere]) {
      assert.equal(sessions.find(id, other), undefined)
      assert.equal(sessions.end(id, other), false)
    }
    assert.equal(sessions.find(open(), somebody('ann')), undefined)
  })

  it('end when they were idle for too long, counted from their last use', () => {
    const { sessions, open, wait } = sessionsAt()
    const id = open()
    wait(900)
    assert.ok(sessions.find(id, undefined))
    wait(900)
    assert.ok(sessions.find(id, undefined))
    wait(1001)
    assert.equal(sessions.find(id, undefined), undefined)
  })

  it('do not end by idleness while a call runs in them', () => {
    const { sessions, open, wait } = sessionsAt()
    const id = open()
    const session = sessions.find(id, undefined)
    session?.calls.set(1, () => {})
    wait(5000)
    assert.equal(sessions.find(id, undefined), session)
  })

  it('are capped: the longest idle one makes room, a busy one stays', () => {
    const { sessions, open, wait } = sessionsAt()
    const ids = [open(), open(), open()] as const
    sessions.find(ids[0], undefined)?.calls.set(1, () => {})
    wait(1)
    sessions.find(ids[1], undefined)
    open()
    const alive = ids.map(id => sessions.find(id, undefined) !== undefined)
    assert.deepEqual(alive, [true, true, false])
  })

  it('are capped even when all are busy', () => {
    const { sessions, open } = sessionsAt({ sessions: 1 })
    const first = open()
    sessions.find(first, undefined)?.calls.set(1, () => {})
    const second = open()
    assert.equal(sessions.find(first, undefined), undefined)
    assert.ok(sessions.find(second, undefined))
  })

  it('cancel what runs in them when the client ends them', () => {
    const { sessions, open } = sessionsAt()
    const id = open()
    let cancelled = 0
    sessions.find(id, undefined)?.calls.set('x', () => {
      cancelled += 1
    })
    assert.equal(sessions.end(id, undefined), true)
    assert.equal(cancelled, 1)
    assert.equal(sessions.end(id, undefined), false)
  })

  it('keep their own log level and revision', async () => {
    await using server = await startServer()
    const [quiet, loud, old] = [
      await server.initialize(),
      await server.initialize(),
      await server.initialize('2025-03-26'),
    ]
    await server.legacy(quiet, { jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params: { level: 'emergency' } })
    const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'talk' } }
    assert.equal((await server.legacy(quiet, call)).events.length, 0)
    assert.equal((await server.legacy(loud, call)).events.length, 3)
    const primes = { ...call, params: { name: 'primes' } }
    assert.deepEqual((await server.legacy(loud, primes)).json.result.structuredContent, { result: [2, 3, 5] })
    assert.equal((await server.legacy(old, primes)).json.result.structuredContent, undefined)
  })
})
