/** What ends a call early: the same events mean different things in the two eras. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { beforeEach, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { aborted, running, tool } from '../../harness/declarations.ts'
import { startServer } from '../../harness/server.ts'

/** Waits until something is true. */
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    assert.ok(waited < 5000, 'it never happened')
    await delay(5)
  }
}

const call = (id: number | string, name: string) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name } })

describe('a call', { timeout: 10_000 }, () => {
  beforeEach(() => {
    aborted.length = 0
  })

  it('of the modern era is cancelled when its connection closes', async () => {
    await using server = await startServer()
    await assert.rejects(server.modern('tools/call', { name: 'wait' }, { hangUp: once(running, 'wait') }))
    await until(() => aborted.length > 0)
    assert.deepEqual(aborted, ['disconnected'])
  })

  it('of a legacy session goes on when its connection closes, and its messages go nowhere without harm', async () => {
    const done: string[] = []
    const stubborn = tool('stubborn', async (_args, context) => {
      running.emit('stubborn')
      for (let step = 1; step <= 5; step += 1) {
        context.progress(step)
        await delay(20)
      }
      done.push(context.signal.aborted ? 'aborted' : 'finished')
      return 'done'
    })
    await using server = await startServer({}, { tools: [stubborn] })
    const session = await server.initialize()
    const params = { name: 'stubborn', _meta: { progressToken: 1 } }
    const sent = server.request({
      headers: { 'Mcp-Session-Id': session },
      body: JSON.stringify({ ...call(1, 'stubborn'), params }),
      hangUp: once(running, 'stubborn'),
    })
    await assert.rejects(sent)
    await until(() => done.length > 0)
    assert.deepEqual(done, ['finished'])
    assert.equal((await server.legacy(session, { jsonrpc: '2.0', id: 2, method: 'ping' })).status, 200)
  })

  it('of a legacy session is cancelled by a notification, and is not answered', async () => {
    await using server = await startServer()
    const session = await server.initialize()
    const begun = once(running, 'wait')
    const waiting = server.legacy(session, call('w', 'wait'))
    await begun
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'w' } }
    assert.equal((await server.legacy(session, cancelled)).status, 202)
    const { status, text } = await waiting
    assert.deepEqual([status, text], [202, ''])
    assert.deepEqual(aborted, ['cancelled'])
  })

  it('cannot be cancelled from another session', async () => {
    await using server = await startServer()
    const [mine, other] = [await server.initialize(), await server.initialize()]
    const begun = once(running, 'sleep')
    const sleeping = server.legacy(mine, call(7, 'sleep'))
    await begun
    await server.legacy(other, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } })
    assert.equal((await sleeping).json.result.content[0].text, 'slept')
  })

  it('is not cancelled by a notification that is wrong: another id, none, of another type, after the answer', async () => {
    await using server = await startServer()
    const session = await server.initialize()
    const begun = once(running, 'sleep')
    const sleeping = server.legacy(session, call(7, 'sleep'))
    await begun
    for (const params of [{ requestId: 8 }, { requestId: '7' }, { requestId: null }, {}, undefined]) {
      const { status } = await server.legacy(session, { jsonrpc: '2.0', method: 'notifications/cancelled', params })
      assert.equal(status, 202)
    }
    assert.equal((await sleeping).json.result.content[0].text, 'slept')
    const { status } = await server.legacy(session, {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 7 },
    })
    assert.equal(status, 202)
  })

  it('ends with the session that the client ends', async () => {
    await using server = await startServer()
    const session = await server.initialize()
    const begun = once(running, 'wait')
    const waiting = server.legacy(session, call(1, 'wait'))
    await begun
    const ended = await server.request({ method: 'DELETE', headers: { 'Mcp-Session-Id': session } })
    assert.equal(ended.status, 204)
    assert.equal((await waiting).status, 202)
    assert.deepEqual(aborted, ['cancelled'])
  })

  it('is answered as usual when two requests of different clients have one id', async () => {
    await using server = await startServer()
    const [one, two] = [await server.initialize(), await server.initialize()]
    const answers = await Promise.all([server.legacy(one, call(1, 'sleep')), server.legacy(two, call(1, 'sleep'))])
    for (const { json } of answers) assert.equal(json.result.content[0].text, 'slept')
  })
})
