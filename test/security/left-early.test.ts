/** Who leaves before they are answered is waited for no longer, whenever that was. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import type { GuardBinding } from '../../packages/runtime/src/manifest.ts'
import { startServer } from '../harness/server.ts'
import { type Run, route } from '../runtime/features/bindings.ts'

const slow: GuardBinding = {
  source: 'src/guards.ts#slow',
  load: async () => ({}),
  run: async () => {
    await delay(200)
    return true
  },
}
const bodiless: Run = () => assert.fail('it never had a body')
const things = route('things', bodiless, { method: 'POST', result: 'none', guards: ['slow'] })

for (const [when, wait] of [
  ['before its body is read', 50],
  ['while its body is read', 400],
] as const) {
  it(`a request for a route whose client leaves ${when} holds up no end of the server`, {
    timeout: 10_000,
  }, async () => {
    const server = await startServer({ auth: hostAuth(() => ({ id: 'ada' })) }, { guards: { slow }, routes: [things] })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      'POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    )
    await once(socket, 'connect')
    await delay(wait)
    socket.destroy()
    await delay(400)
    const began = performance.now()
    await server.app.close()
    assert.ok(performance.now() - began < 2000)
  })
}

/** A caller who is known after a while, from the second request on. */
function slowly(ask: () => Promise<unknown> = () => delay(200)) {
  let isFirst = true
  return hostAuth(async () => {
    if (!isFirst) await ask()
    isFirst = false
    return { id: 'ada' }
  })
}

it('a stream whose client leaves before it is known who they are holds up no end of the server', async () => {
  const server = await startServer({ auth: slowly() })
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
  const { headers } = await server.legacy(undefined, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
  const session = `Mcp-Session-Id: ${headers['mcp-session-id']}`
  const socket = connect(server.port, '127.0.0.1')
  socket.write(`GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n${session}\r\n\r\n`)
  await once(socket, 'connect')
  await delay(50)
  socket.destroy()
  await delay(400)
  const began = performance.now()
  await server.app.close()
  assert.ok(performance.now() - began < 2000)
})

it('a function of a route whose client left before it ran is told so', async () => {
  const ran = Promise.withResolvers<boolean>()
  const run: Run = (_args, { context }) => ran.resolve(context.signal.aborted)
  const server = await startServer(
    { auth: hostAuth(() => delay(200, { id: 'ada' })) },
    { routes: [route('things', run, { result: 'none', guards: ['none'] })] },
  )
  const socket = connect(server.port, '127.0.0.1')
  socket.write('GET /things HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'connect')
  await delay(50)
  socket.destroy()
  assert.equal(await ran.promise, true)
  await server.app.close()
})

it('a GET that takes no stream is answered with 406', async () => {
  await using server = await startServer()
  const session = await server.initialize()
  const headers = { Accept: 'application/json, text/event-stream;q=0', 'Mcp-Session-Id': session }
  assert.equal((await server.request({ method: 'GET', headers })).status, 406)
})
