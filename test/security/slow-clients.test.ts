/** Who sends a request byte by byte holds a connection for a while and nobody up; an answer may take its time. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Limits } from '../../packages/runtime/src/config.ts'
import { tool } from '../harness/declarations.ts'
import { envelope, MODERN, startServer, type TestServer } from '../harness/server.ts'
import { openStream } from '../harness/stream.ts'

const QUICK = { headersTimeout: 200, requestTimeout: 500 }

const sleepy = tool('sleepy', async () => {
  await delay(1200)
  return 'awake'
})

function start(limits: Limits = QUICK): Promise<TestServer> {
  return startServer({ limits }, { tools: [sleepy] })
}

/** Opens a connection that sends one piece after the other, and goes on with the last of them, so many in all. */
function drip(t: TestContext, { port }: TestServer, pieces: readonly string[], most = Infinity): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  let n = 0
  const timer = setInterval(() => {
    if (socket.writable && n < most) socket.write(pieces[Math.min(n++, pieces.length - 1)] ?? '')
  }, 20)
  socket.on('close', () => clearInterval(timer))
  t.after(() => socket.destroy())
  return socket
}

/** What came back until the server closed, and after how many milliseconds that was. */
async function fate(socket: Socket): Promise<{ answer: string; after: number }> {
  const began = performance.now()
  const answer = await text(socket)
  return { answer, after: performance.now() - began }
}

const LINE = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\n'
const BODY = `${LINE}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n`

describe('a client that is slow in sending', { timeout: 20_000 }, () => {
  for (const [what, pieces, least] of [
    ['its headers', [LINE, 'X-A: a\r\n'], QUICK.headersTimeout],
    ['its body', [BODY, ' '], QUICK.requestTimeout],
  ] as const) {
    it(`is answered with 408 when ${what} take too long`, async t => {
      await using server = await start()
      // What is sent while the connection closes resets it, and the answer with it.
      const { answer, after } = await fate(drip(t, server, pieces, 5))
      assert.match(answer, /^HTTP\/1\.1 408/)
      assert.ok(after >= least - 50 && after < least + 1500, `after ${after} ms`)
    })
  }

  it('is turned away when it sends nothing at all', async t => {
    await using server = await start()
    const { after } = await fate(drip(t, server, ['']))
    assert.ok(after < 2000, `after ${after} ms`)
  })

  it('keeps nobody else from being answered, however many there are of it', async t => {
    await using server = await start({ ...QUICK, headersTimeout: 5000, requestTimeout: 5000 })
    const slow = Array.from({ length: 300 }, () => drip(t, server, [LINE, 'X-A: a\r\n']))
    await Promise.all(slow.map(socket => once(socket, 'connect')))
    for (let n = 0; n < 20; n += 1) assert.equal((await server.modern('tools/list')).status, 200)
    assert.equal(slow.filter(socket => socket.destroyed).length, 0)
  })
})

describe('the time for a request', { timeout: 20_000 }, () => {
  it('ends no call that takes longer to answer', async () => {
    await using server = await start()
    const { json } = await server.modern('tools/call', { name: 'sleepy' }, { headers: { Accept: 'application/json' } })
    assert.equal(json.result.content[0].text, 'awake')
  })

  it('ends no stream', async () => {
    await using server = await start()
    const params = { notifications: { toolsListChanged: true }, _meta: envelope() }
    const stream = await openStream(server.port, {
      headers: { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'subscriptions/listen' },
      message: { jsonrpc: '2.0', id: 'sub', method: 'subscriptions/listen', params },
    })
    await stream.next()
    await delay(1200)
    assert.deepEqual([stream.response.readableEnded, stream.response.destroyed], [false, false])
    stream.hangUp()
  })

  it('does not run between the requests of a connection', async t => {
    await using server = await start()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => agent.destroy())
    const ask = async () => {
      const req = request({ agent, host: '127.0.0.1', port: server.port, path: '/nothing' }).end()
      const [res] = await once(req, 'response')
      await text(res)
      return req.reusedSocket
    }
    await ask()
    await delay(1200)
    assert.equal(await ask(), true)
  })
})

describe('connections', { timeout: 20_000 }, () => {
  it('are closed at once beyond limits.connections, and there is room again when one ends', async t => {
    await using server = await start({ connections: 3 })
    const held = Array.from({ length: 3 }, () => drip(t, server, ['']))
    await Promise.all(held.map(socket => once(socket, 'connect')))
    await assert.rejects(server.modern('tools/list'), { code: 'ECONNRESET' })
    held[0]?.destroy()
    await delay(50)
    assert.equal((await server.modern('tools/list')).status, 200)
  })
})
