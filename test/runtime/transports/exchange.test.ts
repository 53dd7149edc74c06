/** One request's way back. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import type { Exchange } from '../../../packages/runtime/src/eras/era.ts'
import { createHttpExchange } from '../../../packages/runtime/src/transports/http-exchange.ts'

/** The exchange of a request, and what hangs up on it. */
async function open(
  t: TestContext,
): Promise<{ exchange: Exchange; over: () => number; hangUp: () => Promise<unknown> }> {
  const made = Promise.withResolvers<Exchange>()
  let over = 0
  const server = createServer((req, res) => {
    const settled = { principal: undefined, challenge: undefined, secrets: [], headers: undefined, opened: undefined }
    const ended = () => {
      over += 1
    }
    made.resolve(createHttpExchange({ req, res, ...settled, streams: true, answers: 'either', over: ended }))
    res.once('close', () => server.emit('gone'))
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.resume().write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const gone = once(server, 'gone')
  const hangUp = () => {
    socket.destroy()
    return gone
  }
  t.after(() => socket.destroy())
  return { exchange: await made.promise, over: () => over, hangUp }
}

describe('an exchange', { timeout: 10_000 }, () => {
  it('tells everybody who wants to know that the client has gone, also who asks afterwards', async t => {
    const { exchange, over, hangUp } = await open(t)
    const told: string[] = []
    for (const name of ['one', 'two']) exchange.onDisconnect(() => told.push(name))
    await hangUp()
    exchange.onDisconnect(() => told.push('late'))
    assert.deepEqual([told, over()], [['one', 'two', 'late'], 1])
  })

  it('tells nobody once it is answered', async t => {
    const { exchange, over, hangUp } = await open(t)
    exchange.onDisconnect(() => assert.fail('it was answered'))
    exchange.respond('{}')
    await hangUp()
    exchange.onDisconnect(() => assert.fail('it was answered'))
    assert.equal(over(), 1)
  })
})
