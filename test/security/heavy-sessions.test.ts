/** What a session keeps of its client is small, whatever the client says: there may be ten thousand of them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startServer } from '../harness/server.ts'

const initialize = (capabilities: object, name = 'tests') => ({
  ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities, clientInfo: { name, version: '0' } },
})
const subscribe = (uri: string) => ({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params: { uri } })

describe('a client', () => {
  for (const [what, message] of [
    ['capabilities', initialize({ experimental: { 'com.example/large': { text: 'x'.repeat(1_000_000) } } })],
    ['name', initialize({}, 'x'.repeat(1_000_000))],
  ] as const) {
    it(`opens no session with a megabyte of ${what}`, async () => {
      await using server = await startServer()
      const { json, headers } = await server.legacy(undefined, message)
      assert.equal(json.error?.code, -32602)
      assert.equal(headers['mcp-session-id'], undefined)
    })
  }

  it('opens one with what a client may well say', async () => {
    await using server = await startServer()
    const { json } = await server.legacy(
      undefined,
      initialize({ experimental: { large: { text: 'x'.repeat(10_000) } } }),
    )
    assert.equal(json.result.protocolVersion, '2025-11-25')
  })

  it('subscribes to no URI of a megabyte', async () => {
    await using server = await startServer()
    const session = await server.initialize()
    const { json } = await server.legacy(session, subscribe(`note://${'x'.repeat(1_000_000)}`))
    assert.equal(json.error?.code, -32602)
    assert.deepEqual((await server.legacy(session, subscribe('note://one'))).json.result, {})
  })

  it('listens to no URI of a megabyte', async () => {
    await using server = await startServer()
    const notifications = { resourceSubscriptions: [`note://${'x'.repeat(1_000_000)}`] }
    const { json } = await server.modern('subscriptions/listen', { notifications })
    assert.equal(json.error?.code, -32602)
  })
})
