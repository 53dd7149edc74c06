/** What one principal has opened is not there for another: sessions, their streams and their events. An id is no credential. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resourceServer } from '../../packages/runtime/src/auth/resource-server.ts'
import { tool } from '../harness/declarations.ts'
import { startServer, type TestServer } from '../harness/server.ts'
import { openStream } from '../harness/stream.ts'

const ISSUER = 'https://idp.example.com'
const OURS = 'https://api.example.com/mcp'

/** A token is `<subject>.<client>.<number>`. */
const auth = resourceServer({
  authorizationServers: [ISSUER],
  verify: (token, { resource }) => {
    const [sub, client_id] = token.split('.')
    return { sub, client_id, aud: resource }
  },
})

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const ada = bearer('ada.desktop.1')
const OTHERS = [
  ['another person', bearer('eve.desktop.1')],
  ['the same person by another client', bearer('ada.browser.1')],
] as const

const initialize = {
  ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } },
}
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }

const chatty = tool('chatty', async (_args, { log }) => {
  log.info('one')
  log.info('two')
  return 'done'
})

async function start(): Promise<TestServer & { session: string }> {
  const server = await startServer({ auth, url: OURS, legacy: { retry: 10 } }, { tools: [chatty] })
  const { headers } = await server.legacy(undefined, initialize, ada)
  const session = String(headers['mcp-session-id'])
  await server.legacy(session, { jsonrpc: '2.0', method: 'notifications/initialized' }, ada)
  return Object.assign(server, { session })
}

describe("another principal's session", { timeout: 30_000 }, () => {
  for (const [who, other] of OTHERS) {
    it(`is not found by ${who}, and its owner's goes on`, async () => {
      await using server = await start()
      const { session, port } = server
      const own = { ...ada, 'Mcp-Session-Id': session, 'MCP-Protocol-Version': '2025-11-25' }
      const stream = await openStream(port, { method: 'GET', headers: own })
      assert.equal(stream.status, 200)

      const posted = await server.legacy(session, ping, other)
      const initialized = await server.legacy(session, initialize, other)
      const listened = await server.request({
        method: 'GET',
        headers: { ...own, ...other, Accept: 'text/event-stream' },
      })
      const deleted = await server.request({ method: 'DELETE', headers: { ...own, ...other } })
      assert.deepEqual([posted.status, initialized.status, listened.status, deleted.status], [404, 404, 404, 404])
      const unknown = await server.legacy('no-such-session', ping, other)
      assert.equal(posted.text, unknown.text)

      assert.equal((await server.legacy(session, ping, ada)).status, 200)
      assert.equal(stream.response.closed, false)
      stream.hangUp()
    })
  }

  it('is the same owner’s with the next token', async () => {
    await using server = await start()
    assert.equal((await server.legacy(server.session, ping, bearer('ada.desktop.2'))).status, 200)
  })

  it('is nobody’s without a token', async () => {
    await using server = await start()
    assert.equal((await server.legacy(server.session, ping)).status, 401)
  })

  it('gives none of its events away by Last-Event-ID, also under a session of one’s own', async () => {
    await using server = await start()
    const { session, port } = server
    const own = { ...ada, 'Mcp-Session-Id': session, 'MCP-Protocol-Version': '2025-11-25' }
    const message = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'chatty', arguments: {} } }
    const call = await openStream(port, { headers: own, message })
    const first = (await call.next())?.id ?? ''
    assert.notEqual(first, '')
    await call.rest()

    const eve = bearer('eve.desktop.1')
    const evesSession = String((await server.legacy(undefined, initialize, eve)).headers['mcp-session-id'])
    for (const [headers, status] of [
      [{ ...own, ...eve, 'Last-Event-ID': first }, 404],
      [{ ...own, ...eve, 'Mcp-Session-Id': evesSession, 'Last-Event-ID': first }, 400],
    ] as const) {
      const stolen = await server.request({ method: 'GET', headers: { ...headers, Accept: 'text/event-stream' } })
      assert.equal(stolen.status, status)
      assert.doesNotMatch(stolen.text, /done|two/)
    }
    const resumed = await openStream(port, { method: 'GET', headers: { ...own, 'Last-Event-ID': first } })
    assert.match(JSON.stringify(await resumed.rest()), /done/)
  })
})
