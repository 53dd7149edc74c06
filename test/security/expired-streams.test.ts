/** Streams are not heard any longer than their callers would be let in: a token that expires, or is revoked, ends them. */
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { createApp } from '../../packages/runtime/src/app.ts'
import { jwt } from '../../packages/runtime/src/auth/jwt.ts'
import { DECLARATIONS, tool } from '../harness/declarations.ts'
import { clientOf, envelope, MODERN } from '../harness/server.ts'
import { type OpenStream, openStream } from '../harness/stream.ts'

const SECRET = 'a secret of at least 32 bytes, for tests'
const MINUTE = 60_000

const goOn = new EventEmitter()
const slow = tool('slow', async (_args, context) => {
  context.progress(1)
  await once(goOn, 'now')
  return 'done'
})

interface Token {
  /** Seconds from now. */
  readonly lives: number
  readonly sub?: string
}

/** What a client sends with it. */
async function bearer({ lives, sub = 'ada' }: Token): Promise<{ Authorization: string }> {
  const claims = { sub, jti: `${sub}-${lives}`, exp: Date.now() / 1000 + lives }
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET))
  return { Authorization: `Bearer ${token}` }
}

async function start() {
  const revoked = new Set<unknown>()
  let asked = 0
  const auth = jwt({
    secret: SECRET,
    clockTolerance: 0,
    revoked: ({ jti }) => {
      asked += 1
      return revoked.has(jti)
    },
  })
  const app = createApp({
    ...{ contract: 1, name: 'tests', version: '1.0.0', ...DECLARATIONS, tools: [slow] },
    config: { auth, requireGuards: false },
  })
  const { port } = await app.listen({ port: 0, eager: true })
  const client = clientOf(port)
  return { app, port, revoked, asked: () => asked, ...client, [Symbol.asyncDispose]: () => app.close() }
}

type Server = Awaited<ReturnType<typeof start>>

function subscribe({ port }: Server, headers: object): Promise<OpenStream> {
  const params = { notifications: { toolsListChanged: true }, _meta: envelope() }
  return openStream(port, {
    headers: { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'subscriptions/listen', ...headers },
    message: { jsonrpc: '2.0', id: 'sub', method: 'subscriptions/listen', params },
  })
}

async function initialize(server: Server, headers: object): Promise<object> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
  const message = { jsonrpc: '2.0', id: 0, method: 'initialize', params }
  const answer = await server.legacy(undefined, message, { ...headers })
  return { 'Mcp-Session-Id': answer.headers['mcp-session-id'], 'MCP-Protocol-Version': '2025-11-25' }
}

function callSlow({ port }: Server, headers: object): Promise<OpenStream> {
  const params = { name: 'slow', _meta: { ...envelope(), progressToken: 1 } }
  return openStream(port, {
    headers: { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'slow', ...headers },
    message: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
  })
}

const isOpen = ({ response }: OpenStream) => !response.readableEnded && !response.destroyed

/** Lets what was begun by a timer come to its end. */
async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise(resolve => setImmediate(resolve))
}

describe('a stream whose token expires', { timeout: 30_000 }, () => {
  it('ends; the next needs a token that is good', async () => {
    await using server = await start()
    const token = await bearer({ lives: 0.6 })
    const stream = await subscribe(server, token)
    assert.equal((await stream.next())?.message.method, 'notifications/subscriptions/acknowledged')
    server.app.listChanged('tools')
    assert.equal((await stream.next())?.message.method, 'notifications/tools/list_changed')
    assert.deepEqual(await stream.rest(), [])

    assert.equal((await subscribe(server, token)).status, 401)
    const next = await subscribe(server, await bearer({ lives: 60 }))
    assert.equal(next.status, 200)
    next.hangUp()
  })

  it('ends as the own stream of a session, which goes on with the next token of the same person', async () => {
    await using server = await start()
    const token = await bearer({ lives: 0.6 })
    const session = await initialize(server, token)
    const stream = await openStream(server.port, { method: 'GET', headers: { ...session, ...token } })
    const { id } = (await stream.next()) ?? {}
    await stream.rest()
    server.app.listChanged('tools')
    const again = { ...session, 'Last-Event-ID': id }
    assert.equal((await openStream(server.port, { method: 'GET', headers: { ...again, ...token } })).status, 401)

    const next = await openStream(server.port, {
      method: 'GET',
      headers: { ...again, ...(await bearer({ lives: 60 })) },
    })
    await next.next()
    assert.equal((await next.next())?.message.method, 'notifications/tools/list_changed')
    next.hangUp()
  })

  it('lives on where the token does, however late it expires, and is asked about a minute later', async t => {
    await using server = await start()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const stream = await subscribe(server, await bearer({ lives: 100 * 24 * 3600 }))
    await stream.next()
    const before = server.asked()
    t.mock.timers.tick(MINUTE - 1)
    await settle()
    assert.deepEqual([server.asked() - before, isOpen(stream)], [0, true])
    t.mock.timers.tick(1)
    await settle()
    t.mock.timers.tick(MINUTE)
    await settle()
    assert.deepEqual([server.asked() - before, isOpen(stream)], [2, true])
    stream.hangUp()
  })

  it('is not asked about once its client has gone', async t => {
    await using server = await start()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const stream = await subscribe(server, await bearer({ lives: 3600 }))
    await stream.next()
    stream.hangUp()
    while (!stream.response.closed) await settle()
    await settle()
    const before = server.asked()
    t.mock.timers.tick(2 * MINUTE)
    await settle()
    assert.equal(server.asked(), before)
  })
})

describe('a stream whose token is revoked', { timeout: 30_000 }, () => {
  it('ends within a minute', async t => {
    await using server = await start()
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const stream = await subscribe(server, await bearer({ lives: 3600 }))
    await stream.next()
    server.revoked.add('ada-3600')
    await tickUntilAsked(t, server)
    t.mock.timers.tick(1)
    assert.deepEqual(await stream.rest(), [])
  })
})

describe('the stream of a call', { timeout: 30_000 }, () => {
  it('brings the answer, though the token expired before it', async () => {
    await using server = await start()
    const stream = await callSlow(server, await bearer({ lives: 0.5 }))
    await stream.next()
    await delay(700)
    assert.equal(isOpen(stream), true)
    goOn.emit('now')
    assert.equal((await stream.next())?.message.result.content[0].text, 'done')
  })

  for (const [era, open] of [
    ['a modern client', callSlow],
    ['a legacy client', callLegacy],
  ] as const) {
    it(`ends five minutes later, and tells ${era} nothing more`, async t => {
      await using server = await start()
      t.mock.timers.enable({ apis: ['setTimeout'] })
      const token = await bearer({ lives: 3600 })
      const stream = await open(server, token)
      while ((await stream.next())?.message === undefined);
      server.revoked.add('ada-3600')
      await tickUntilAsked(t, server)
      t.mock.timers.tick(5 * MINUTE - 1)
      await settle()
      assert.equal(isOpen(stream), true)
      t.mock.timers.tick(1)
      await settle()
      goOn.emit('now')
      assert.deepEqual(await stream.rest(), [])
    })
  }
})

async function callLegacy(server: Server, token: object): Promise<OpenStream> {
  const session = await initialize(server, token)
  const params = { name: 'slow', _meta: { progressToken: 1 } }
  return openStream(server.port, {
    headers: { ...session, ...token },
    message: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
  })
}

async function tickUntilAsked(t: TestContext, server: Server): Promise<void> {
  const before = server.asked()
  t.mock.timers.tick(MINUTE)
  await settle()
  assert.equal(server.asked(), before + 1)
}
