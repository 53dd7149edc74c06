/** Clients that vanish in every phase, and functions that do what they should not: nobody else notices. */
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp, type Outlets, REMAKE, type Remade } from '../../../packages/runtime/src/app.ts'
import type { Context } from '../../../packages/runtime/src/features/context.ts'
import { connect as openConnection } from '../../../packages/runtime/src/testing/connection.ts'
import { aborted, DECLARATIONS, running, tool } from '../../harness/declarations.ts'
import { ACCEPT, envelope, MODERN, startServer, type TestServer } from '../../harness/server.ts'

const events = new EventEmitter()
let kept: Context | undefined

const TOOLS = [
  ...(DECLARATIONS.tools ?? []),
  tool('keep', (_args, context) => {
    kept = context
    return 'kept'
  }),
  tool('flood', async (_args, context) => {
    for (let n = 0; n < 20_000 && !context.signal.aborted; n++) {
      context.log.info('x'.repeat(1024))
      if (n % 100 === 0) await delay(0)
    }
    events.emit('flooded')
    return 'flooded'
  }),
  tool('deaf', () => new Promise(() => void events.emit('deaf'))),
]

const QUIET: Outlets = { report: () => {}, log: () => {}, grace: 0 }

const start = () => startServer({}, { tools: TOOLS })

function post(name: string, meta: object = {}, args: object = {}): { head: string; body: string } {
  const params = { name, arguments: args, _meta: { ...envelope(), ...meta } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const lines = [
    'POST /mcp HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Accept: ${ACCEPT}`,
    `MCP-Protocol-Version: ${MODERN}`,
    'Mcp-Method: tools/call',
    `Mcp-Name: ${name}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return { head: `${lines.join('\r\n')}\r\n\r\n`, body }
}

async function dial({ port }: TestServer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

async function assertServes(server: TestServer): Promise<void> {
  const { json } = await server.modern('tools/call', { name: 'echo', arguments: { text: 'still here' } })
  assert.equal(json.result.content[0].text, 'still here')
}

describe('a client that vanishes', { timeout: 20_000 }, () => {
  const { head, body } = post('echo', {}, { text: 'x' })
  const PHASES: readonly [when: string, sent: string][] = [
    ['before it says anything', ''],
    ['in the first line', 'POST /m'],
    ['in the head', head.slice(0, 60)],
    ['before the body', head],
    ['in the body', head + body.slice(0, 20)],
    ['with the answer on its way', head + body],
    ['in its second request', `${head}${body}${head}{`],
  ]
  for (const [when, sent] of PHASES) {
    it(`${when} is forgotten`, async () => {
      await using server = await start()
      for (const how of ['end', 'reset'] as const) {
        const socket = await dial(server)
        if (sent !== '') socket.write(sent)
        await delay(5)
        if (how === 'end') socket.end()
        else socket.resetAndDestroy()
      }
      await assertServes(server)
    })
  }

  it('while its call runs has it aborted', async () => {
    await using server = await start()
    const begun = once(running, 'wait')
    const socket = await dial(server)
    const { head, body } = post('wait')
    socket.write(head + body)
    await begun
    aborted.length = 0
    socket.resetAndDestroy()
    while (aborted.length === 0) await delay(5)
    assert.deepEqual(aborted, ['disconnected'])
    await assertServes(server)
  })

  it('in the middle of its stream has its call aborted, and what is still said goes nowhere', async () => {
    await using server = await start()
    const socket = await dial(server)
    const { head, body } = post('flood', { 'io.modelcontextprotocol/logLevel': 'info' })
    socket.write(head + body)
    await once(socket, 'data')
    const flooded = once(events, 'flooded')
    socket.resetAndDestroy()
    await flooded
    await assertServes(server)
  })
})

describe('a client that stops reading', { timeout: 20_000 }, () => {
  const open = () => {
    const app = createApp({ contract: 1, name: 'tests', version: '1.2.3', tools: TOOLS })
    const made = (app as unknown as { [REMAKE]: (outlets: Outlets) => Remade })[REMAKE](QUIET)
    return { made, connection: openConnection(made.handler) }
  }
  type Opened = ReturnType<typeof open>
  const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: ACCEPT }
  const flood = (params: object) =>
    JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'flood', ...params } })

  /** A call that says 20 MB, in each era. */
  const CALLS: Readonly<Record<string, (opened: Opened) => Promise<IncomingMessage>>> = {
    '2026-07-28': ({ connection }) => {
      const { head } = post('flood')
      const headers = Object.fromEntries(
        Array.from(head.matchAll(/^(?!Host|Content-L)([\w-]+): (.*)\r$/gm), ([, k, v]) => [k, v]),
      )
      const body = flood({ _meta: { ...envelope(), 'io.modelcontextprotocol/logLevel': 'info' } })
      return connection.open({ method: 'POST', path: '/mcp', headers, body })
    },
    '2025-11-25': async ({ connection }) => {
      const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
      const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params })
      const { headers } = await connection.request({ method: 'POST', path: '/mcp', headers: JSON_HEADERS, body })
      const session = { ...JSON_HEADERS, 'Mcp-Session-Id': String(headers['mcp-session-id']) }
      return connection.open({ method: 'POST', path: '/mcp', headers: session, body: flood({}) })
    },
  }
  for (const [revision, call] of Object.entries(CALLS)) {
    it(`of ${revision} is sent no more than a little ahead, and gets its answer when it reads again`, async () => {
      const opened = open()
      const flooded = once(events, 'flooded')
      const res = await call(opened)
      await flooded
      let received = 0
      let tail = ''
      for await (const chunk of res) {
        received += chunk.length
        tail = (tail + chunk.toString('latin1')).slice(-2000)
      }
      assert.match(tail, /"text":"flooded"/)
      // The function said 20 MB.
      assert.ok(received > 500_000 && received < 1_500_000, `${received} bytes`)
      await opened.made.close()
    })
  }
})

describe('a function', { timeout: 20_000 }, () => {
  it('that never ends holds nobody else up, and not the end of the server', async () => {
    const server = await start()
    const deaf = once(events, 'deaf')
    const call = server.modern('tools/call', { name: 'deaf' }).catch(() => 'no answer')
    await deaf
    await assertServes(server)
    const before = performance.now()
    await server[Symbol.asyncDispose]()
    assert.ok(performance.now() - before < 8000)
    assert.equal(await call, 'no answer')
  })

  it('that uses its context after the end says nothing to anybody', async () => {
    await using server = await start()
    const meta = { progressToken: 'p', 'io.modelcontextprotocol/logLevel': 'debug' }
    await server.modern('tools/call', { name: 'keep' }, { meta })
    const other = server.modern('tools/call', { name: 'sleep' }, { meta })
    kept?.progress(1)
    kept?.log.error('late')
    const { events: messages, json } = await other
    assert.equal(json.result.content[0].text, 'slept')
    assert.deepEqual(messages, [])
  })
})
