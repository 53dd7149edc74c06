/** 2025-03-26 basic, "Batching". */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startServer } from '../../harness/server.ts'

const pings = (count: number) => Array.from({ length: count }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' }))

describe('a batch', { timeout: 10_000 }, () => {
  it('has at most 100 messages', async () => {
    await using server = await startServer()
    const session = await server.initialize('2025-03-26')
    assert.equal((await server.legacy(session, pings(100))).json.length, 100)
    const { status, json } = await server.legacy(session, pings(101))
    assert.deepEqual([status, json.error.code], [400, -32600])
  })

  it('is answered when its last call is, by one array', async () => {
    await using server = await startServer()
    const session = await server.initialize('2025-03-26')
    const call = (id: number, name: string) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name } })
    const { json } = await server.legacy(session, [call(1, 'sleep'), call(2, 'count'), ...pings(1)])
    assert.deepEqual(new Set(json.map(({ id }: { id: number }) => id)), new Set([0, 1, 2]))
  })
})
