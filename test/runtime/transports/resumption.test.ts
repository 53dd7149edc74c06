/** Calls whose stream broke, or was closed for the client to come back (2025-11-25 basic/transports, "Resumability"). */
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { describe, it } from 'node:test'
import { createEventStore, type StoredEvent } from '../../../packages/runtime/src/eras/legacy/event-store.ts'
import { tool } from '../../harness/declarations.ts'
import { startServer } from '../../harness/server.ts'
import { openStream } from '../../harness/stream.ts'

/** `go` lets the tool go on. */
const steps = new EventEmitter()

const slow = tool('slow', async (_args, context) => {
  context.progress(1)
  await once(steps, 'go')
  context.progress(2)
  return 'done'
})

const quiet = tool('quiet', async () => {
  await once(steps, 'go')
  return 'done'
})

const start = (legacy = {}) => startServer({ legacy }, { tools: [slow, quiet] })

const call = (name: string) => ({
  jsonrpc: '2.0',
  id: 5,
  method: 'tools/call',
  params: { name, _meta: { progressToken: 'p' } },
})

const post = (port: number, session: string, name: string) =>
  openStream(port, { headers: { 'Mcp-Session-Id': session }, message: call(name) })

const resume = (port: number, session: string, id: string | undefined) =>
  openStream(port, { method: 'GET', headers: { 'Mcp-Session-Id': session, 'Last-Event-ID': id } })

describe('the stream of a legacy call', { timeout: 10_000 }, () => {
  it('is taken up again where it broke: what was missed, what still comes, and the end', async () => {
    await using server = await start()
    const session = await server.initialize()
    const first = await post(server.port, session, 'slow')
    assert.deepEqual(await first.next(), { id: '0-0' })
    const seen = await first.next()
    assert.deepEqual([seen?.id, seen?.message.params.progress], ['0-1', 1])
    first.hangUp()
    const second = await resume(server.port, session, '0-0')
    assert.deepEqual(await second.next(), { id: '0-0' })
    assert.deepEqual(await second.next(), seen)
    steps.emit('go')
    const rest = await second.rest()
    assert.deepEqual(
      rest.map(({ id, message }) => [id, message.params?.progress ?? message.result.content[0].text]),
      [
        ['0-2', 2],
        ['0-3', 'done'],
      ],
    )
  })

  it('keeps its result for who comes late', async () => {
    await using server = await start()
    const session = await server.initialize()
    const first = await post(server.port, session, 'slow')
    await first.next()
    await first.next()
    first.hangUp()
    await new Promise(closed => first.response.once('close', closed))
    steps.emit('go')
    const rest = await (await resume(server.port, session, '0-1')).rest()
    assert.equal(rest.at(-1)?.message.result.content[0].text, 'done')
    assert.equal(rest.at(-1)?.message.id, 5)
  })

  it('is no other session’s', async () => {
    await using server = await start()
    const [mine, other] = [await server.initialize(), await server.initialize()]
    const first = await post(server.port, mine, 'slow')
    await first.next()
    assert.equal((await resume(server.port, other, '0-0')).status, 400)
    steps.emit('go')
    await first.rest()
  })

  it('is closed when the server says so, for the client to come back', async () => {
    await using server = await start({ closeStreamsAfter: 20, retry: 30 })
    const session = await server.initialize()
    const first = await post(server.port, session, 'quiet')
    assert.deepEqual(await first.rest(), [{ id: '0-0', retry: 30 }])
    const second = await resume(server.port, session, '0-0')
    assert.deepEqual(await second.rest(), [{ id: '0-0', retry: 30 }])
    const third = await resume(server.port, session, '0-0')
    steps.emit('go')
    const [, last] = await third.rest()
    assert.equal(last?.message.result.content[0].text, 'done')
  })

  it('is not closed to a client of before 2025-11-25, which would take it for the end', async () => {
    await using server = await start({ closeStreamsAfter: 20 })
    const stream = post(server.port, await server.initialize('2025-06-18'), 'quiet')
    setTimeout(() => steps.emit('go'), 60)
    const { headers } = await stream
    assert.equal(headers['content-type'], 'application/json')
  })
})

describe('the events that are kept', () => {
  const setUp = (bounds = {}) => {
    const given: string[] = []
    const store = createEventStore({ count: 3, bytes: 100, totalBytes: 150, ...bounds })
    const event = (json: string): StoredEvent => ({ id: 1, json, forget: () => given.push(json.slice(0, 1)) })
    return { store, event, given }
  }

  it('are so many, and so large, the newest of them', () => {
    const { store, event, given } = setUp()
    const session = store.open()
    for (const name of ['a', 'b', 'c', 'd']) session.add(event(name))
    assert.deepEqual(given, ['a'])
    session.add(event('e'.repeat(48)))
    assert.deepEqual(given, ['a', 'b'])
    session.add(event('f'.repeat(60)))
    assert.deepEqual(given, ['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('are bounded for all sessions together, the oldest of them given up first', () => {
    const { store, event, given } = setUp()
    const [one, other] = [store.open(), store.open()]
    one.add(event('a'.repeat(40)))
    other.add(event('b'.repeat(30)))
    assert.deepEqual(given, [])
    other.add(event('c'.repeat(10)))
    assert.deepEqual(given, ['a'])
    other.clear()
    assert.deepEqual(given, ['a', 'b', 'c'])
    one.add(event('d'.repeat(50)))
    assert.deepEqual(given, ['a', 'b', 'c'])
  })
})
