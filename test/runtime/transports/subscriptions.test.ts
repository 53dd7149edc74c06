/** What changed, told to those who want to know: 2026-07-28 `subscriptions/listen`, and the streams of legacy sessions. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { Config } from '../../../packages/runtime/src/config.ts'
import { DECLARATIONS, tool } from '../../harness/declarations.ts'
import { assertValidMessage } from '../../harness/schema.ts'
import { clientOf, envelope, MODERN } from '../../harness/server.ts'
import { type OpenStream, openStream } from '../../harness/stream.ts'

const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId'

const tells = tool('tell', (_args, context) => {
  context.listChanged('tools')
  context.resourceUpdated('note://one')
  return 'told'
})

async function start(config: Config = {}) {
  const app = createApp({
    contract: 1,
    name: 'tests',
    version: '1.2.3',
    ...DECLARATIONS,
    tools: [...(DECLARATIONS.tools ?? []), tells],
    config,
  })
  const { port } = await app.listen({ port: 0, eager: true })
  return { app, port, ...clientOf(port), [Symbol.asyncDispose]: () => app.close() }
}

function listen(port: number, notifications: unknown, id: string | number = 'sub'): Promise<OpenStream> {
  const message = {
    jsonrpc: '2.0',
    id,
    method: 'subscriptions/listen',
    params: { notifications, _meta: envelope() },
  }
  return openStream(port, {
    headers: { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'subscriptions/listen' },
    message,
  })
}

async function nextMessage(stream: OpenStream) {
  const event = await stream.next()
  assert.ok(event?.message, 'a message was to come')
  assertValidMessage(MODERN, event.message)
  return event.message
}

describe('subscriptions/listen', { timeout: 10_000 }, () => {
  it('is acknowledged first, with what can be had of what was wanted, under the id of the request', async () => {
    await using server = await start()
    for (const id of ['one', 7]) {
      const wanted = {
        toolsListChanged: true,
        promptsListChanged: false,
        resourceSubscriptions: ['note://one'],
        odd: 1,
      }
      const stream = await listen(server.port, wanted, id)
      assert.equal(stream.status, 200)
      assert.equal(stream.headers['content-type'], 'text/event-stream')
      assert.equal(stream.headers['x-accel-buffering'], 'no')
      const { method, params } = await nextMessage(stream)
      assert.equal(method, 'notifications/subscriptions/acknowledged')
      assert.deepEqual(params, {
        notifications: { toolsListChanged: true, resourceSubscriptions: ['note://one'] },
        _meta: { [SUBSCRIPTION_ID]: id },
      })
      stream.hangUp()
    }
  })

  it('leaves out what the server does not have', async () => {
    const app = createApp({ contract: 1, name: 'tests', version: '1.2.3', tools: [tells] })
    const { port } = await app.listen({ port: 0 })
    const stream = await listen(port, {
      promptsListChanged: true,
      resourcesListChanged: true,
      resourceSubscriptions: ['note://one'],
    })
    assert.deepEqual((await nextMessage(stream)).params.notifications, {})
    stream.hangUp()
    await app.close()
  })

  it('tells what was wanted and nothing else, whether a function says it or the program around', async () => {
    await using server = await start()
    const stream = await listen(server.port, {
      toolsListChanged: true,
      resourceSubscriptions: ['note://one', 'dir://a/'],
    })
    await nextMessage(stream)
    server.app.listChanged('prompts')
    server.app.resourceUpdated('note://oneself')
    server.app.resourceUpdated('dir://a/b/c')
    await server.modern('tools/call', { name: 'tell' })
    const _meta = { [SUBSCRIPTION_ID]: 'sub' }
    const told = [await nextMessage(stream), await nextMessage(stream), await nextMessage(stream)]
    assert.deepEqual(
      told.map(({ method, params }) => [method, params]),
      [
        ['notifications/resources/updated', { uri: 'dir://a/b/c', _meta }],
        ['notifications/tools/list_changed', { _meta }],
        ['notifications/resources/updated', { uri: 'note://one', _meta }],
      ],
    )
    stream.hangUp()
  })

  it('tells once what is said many times at once', async () => {
    await using server = await start()
    const stream = await listen(server.port, { toolsListChanged: true, promptsListChanged: true })
    await nextMessage(stream)
    for (let i = 0; i < 100; i++) server.app.listChanged('tools')
    server.app.listChanged('prompts')
    const methods = [(await nextMessage(stream)).method, (await nextMessage(stream)).method]
    assert.deepEqual(methods, ['notifications/tools/list_changed', 'notifications/prompts/list_changed'])
    stream.hangUp()
  })

  it('ends with its result when the server does, and does not hold the server up', async () => {
    const server = await start()
    const stream = await listen(server.port, { toolsListChanged: true })
    await nextMessage(stream)
    const began = performance.now()
    await server.app.close()
    assert.ok(performance.now() - began < 2000, 'the server waited for the stream')
    const [last, ...more] = await stream.rest()
    assert.deepEqual(more, [])
    assertValidMessage(MODERN, last?.message, 'subscriptions/listen')
    assert.deepEqual(last?.message, {
      jsonrpc: '2.0',
      id: 'sub',
      result: {
        resultType: 'complete',
        _meta: {
          'io.modelcontextprotocol/serverInfo': { name: 'tests', version: '1.2.3' },
          [SUBSCRIPTION_ID]: 'sub',
        },
      },
    })
  })

  it('is kept alive by comments', async t => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    await using server = await start()
    const stream = await listen(server.port, {})
    const text = once(stream.response, 'data').then(([first]) =>
      once(stream.response, 'data').then(([next]) => [first, next]),
    )
    t.mock.timers.tick(15_000)
    const [acknowledged, comment] = await text
    assert.match(acknowledged, /^event: message\ndata: /)
    assert.equal(comment, ': \n\n')
    stream.hangUp()
  })

  it('is cut off from a client that has stopped reading, and keeps little for it', async t => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    await using server = await start()
    const stream = await listen(server.port, { resourceSubscriptions: ['dir://'] })
    const before = process.memoryUsage().rss
    const gone = new Promise(closed => stream.response.once('close', closed))
    for (let i = 0; i < 400; i++) {
      server.app.resourceUpdated(`dir://${i}/${'x'.repeat(100_000)}`)
      await new Promise(resolve => setImmediate(resolve))
    }
    assert.ok(process.memoryUsage().rss - before < 300 * 1024 * 1024)
    for (let beat = 0; beat < 6; beat++) t.mock.timers.tick(15_000)
    stream.response.resume()
    await gone
    assert.equal(stream.response.complete, false)
  })

  it('is refused when it is malformed, with −32602', async () => {
    await using server = await start()
    const uris = Array.from({ length: 1001 }, (_, i) => `note://${i}`)
    const wrong = [undefined, null, [], 'tools', { toolsListChanged: 'yes' }, { resourceSubscriptions: 'note://one' }]
    for (const notifications of [...wrong, { resourceSubscriptions: [1] }, { resourceSubscriptions: uris }]) {
      const { json } = await server.modern('subscriptions/listen', { notifications })
      assert.equal(json.error.code, -32602, JSON.stringify(notifications)?.slice(0, 50))
    }
  })

  it('is refused to who takes no stream, and past the limit; a stream that ends makes room', async () => {
    await using server = await start({ limits: { streams: 1 } })
    const noStream = await server.modern(
      'subscriptions/listen',
      { notifications: {} },
      { headers: { Accept: 'application/json' } },
    )
    assert.equal(noStream.status, 406)
    const first = await listen(server.port, {})
    await nextMessage(first)
    const second = await server.modern('subscriptions/listen', { notifications: {} })
    assert.deepEqual([second.status, second.json.error.message], [503, 'Too many subscriptions are open'])
    first.hangUp()
    for (let status = 503; status === 503; ) {
      const stream = await listen(server.port, {})
      status = stream.status
      stream.hangUp()
    }
  })

  it('is not offered where a server has no streams, or shares its clients with others', async () => {
    for (const mode of ['json', 'stateless'] as const) {
      await using server = await start({ mode })
      const { status, json } = await server.modern('subscriptions/listen', { notifications: {} })
      assert.deepEqual([status, json.error.code], [404, -32601])
      const { capabilities } = (await server.modern('server/discover')).json.result
      assert.deepEqual(capabilities, { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} })
    }
  })
})

const subscribe = (id: number, uri: unknown, method = 'resources/subscribe') => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { uri },
})

const get = (port: number, session: string, headers: object = {}) =>
  openStream(port, { method: 'GET', headers: { 'Mcp-Session-Id': session, ...headers } })

const tell = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'tell' } })

describe('a legacy session', { timeout: 10_000 }, () => {
  it('hears on the stream of its GET what changed of the lists, and of what it subscribed to', async () => {
    await using server = await start()
    const [one, other] = [await server.initialize(), await server.initialize()]
    const [mine, others] = [await get(server.port, one), await get(server.port, other)]
    assert.deepEqual(await mine.next(), { id: '0-0' })
    assert.deepEqual(await others.next(), { id: '0-0' })
    assert.deepEqual((await server.legacy(one, subscribe(1, 'note://one'))).json.result, {})
    await server.legacy(one, tell(2))
    const told = [await mine.next(), await mine.next()]
    assert.deepEqual(told, [
      { id: '0-1', message: { jsonrpc: '2.0', method: 'notifications/tools/list_changed' } },
      {
        id: '0-2',
        message: { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'note://one' } },
      },
    ])
    for (const event of told) assertValidMessage('2025-11-25', event?.message)
    assert.deepEqual((await server.legacy(one, subscribe(3, 'note://one', 'resources/unsubscribe'))).json.result, {})
    await server.legacy(one, tell(4))
    server.app.listChanged('prompts')
    assert.equal((await mine.next())?.message.method, 'notifications/tools/list_changed')
    assert.equal((await mine.next())?.message.method, 'notifications/prompts/list_changed')
    const methods = [await others.next(), await others.next(), await others.next()].map(event => event?.message.method)
    assert.deepEqual(
      methods.filter(method => method === 'notifications/resources/updated'),
      [],
    )
    mine.hangUp()
    others.hangUp()
  })

  it('begins a stream with an event without data from 2025-11-25 on', async () => {
    await using server = await start()
    const stream = await get(server.port, await server.initialize('2025-06-18'))
    server.app.listChanged('tools')
    assert.equal((await stream.next())?.message.method, 'notifications/tools/list_changed')
    stream.hangUp()
  })

  it('has one such stream: another takes its place', async () => {
    await using server = await start()
    const session = await server.initialize()
    const first = await get(server.port, session)
    const second = await get(server.port, session)
    assert.deepEqual(await first.rest(), [{ id: '0-0' }])
    server.app.listChanged('tools')
    await second.next()
    assert.equal((await second.next())?.message.method, 'notifications/tools/list_changed')
    second.hangUp()
  })

  it('gets on a new stream what came after the event that it names', async () => {
    await using server = await start()
    const session = await server.initialize()
    const first = await get(server.port, session)
    await first.next()
    server.app.listChanged('tools')
    const seen = await first.next()
    first.hangUp()
    await server.legacy(session, tell(1))
    await server.legacy(session, subscribe(2, 'note://one'))
    await server.legacy(session, tell(3))
    const second = await get(server.port, session, { 'Last-Event-ID': seen?.id })
    const missed = [await second.next(), await second.next(), await second.next(), await second.next()]
    assert.deepEqual(
      missed.map(event => [event?.id, event?.message?.method]),
      [
        ['0-1', undefined],
        ['0-2', 'notifications/tools/list_changed'],
        ['0-3', 'notifications/tools/list_changed'],
        ['0-4', 'notifications/resources/updated'],
      ],
    )
    second.hangUp()
  })

  it('does not pass over what is no longer kept, or never was', async () => {
    await using server = await start()
    const session = await server.initialize()
    const stream = await get(server.port, session)
    stream.hangUp()
    for (let i = 0; i < 1005; i++) {
      server.app.listChanged('tools')
      await new Promise(resolve => setImmediate(resolve))
    }
    const status = async (id: string) => {
      const resumed = await get(server.port, session, { 'Last-Event-ID': id })
      resumed.hangUp()
      return resumed.status
    }
    assert.deepEqual([await status('0-0'), await status('0-4'), await status('0-1006')], [400, 400, 400])
    assert.deepEqual([await status('0-5'), await status('0-1005')], [200, 200])
  })

  it('ends its streams when it is ended, or the server is', async () => {
    const server = await start()
    const [one, other] = [await server.initialize(), await server.initialize()]
    const [mine, others] = [await get(server.port, one), await get(server.port, other)]
    await server.request({ method: 'DELETE', headers: { 'Mcp-Session-Id': one } })
    assert.deepEqual(await mine.rest(), [{ id: '0-0' }])
    const began = performance.now()
    await server.app.close()
    assert.ok(performance.now() - began < 2000, 'the server waited for the stream')
    assert.deepEqual(await others.rest(), [{ id: '0-0' }])
  })

  it('refuses a GET that asks for what is not there', async () => {
    await using server = await start()
    const session = await server.initialize()
    const status = async (headers: object) =>
      (await server.request({ method: 'GET', headers: { Accept: 'text/event-stream', ...headers } })).status
    assert.equal(await status({}), 400)
    assert.equal(await status({ 'Mcp-Session-Id': 'another' }), 404)
    assert.equal(await status({ 'Mcp-Session-Id': session, Accept: 'application/json' }), 406)
    for (const id of ['9-1', '0-0', 'x', '', '0-1-2', '-1-0']) {
      assert.equal(await status({ 'Mcp-Session-Id': session, 'Last-Event-ID': id }), 400, id)
    }
  })

  it('refuses a subscription to what is no URI, with −32602', async () => {
    await using server = await start()
    const session = await server.initialize()
    for (const uri of [undefined, 1, '', null]) {
      assert.equal((await server.legacy(session, subscribe(1, uri))).json.error.code, -32602)
    }
  })

  it('has no stream and no subscriptions in the modes without', async () => {
    for (const mode of ['json', 'stateless'] as const) {
      await using server = await start({ mode })
      const session = mode === 'json' ? await server.initialize() : undefined
      assert.equal((await server.legacy(session, subscribe(1, 'note://one'))).json.error.code, -32601)
      const headers = { Accept: 'text/event-stream', ...(session && { 'Mcp-Session-Id': session }) }
      assert.equal((await server.request({ method: 'GET', headers })).status, 405)
    }
  })
})
