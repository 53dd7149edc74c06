import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it, type TestContext } from 'node:test'
import { createBurst } from '../../../packages/runtime/src/http/burst.ts'

/** The chunks of the body as they were framed. */
async function chunks(t: TestContext, answer: (res: ServerResponse) => void): Promise<string[]> {
  const server = createServer((_, res) => answer(res)).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  const [, body = ''] = (await text(socket)).split('\r\n\r\n')
  return body
    .replace(/\r\n0$/, '')
    .split(/(?:^|\r\n)[0-9a-f]+\r\n/)
    .slice(1)
}

const event = (json: string) => `event: message\ndata: ${json}\n\n`

describe('events of a stream', { timeout: 10_000 }, () => {
  it('go out as one chunk with the answer when it comes in the same turn', async t => {
    const sent = await chunks(t, res => {
      res.writeHead(200)
      const burst = createBurst(res)
      for (const json of ['1', '2']) burst.write(json)
      burst.end('3')
    })
    assert.deepEqual(sent, [event('1') + event('2') + event('3')])
  })

  it('go out at the end of their turn when there is no answer yet', async t => {
    const sent = await chunks(t, res => {
      res.writeHead(200)
      const burst = createBurst(res)
      for (const json of ['1', '2']) burst.write(json)
      setTimeout(() => burst.end(), 5)
    })
    assert.deepEqual(sent, [event('1') + event('2')])
  })

  it('are dropped once somebody else has ended the stream', async t => {
    const sent = await chunks(t, res => {
      res.on('error', error => t.assert.fail(error))
      res.writeHead(200)
      const burst = createBurst(res)
      burst.write('1')
      res.end('over')
      burst.write({ head: '[', bytes: Buffer.from('2]') })
      burst.end('3')
    })
    assert.deepEqual(sent, ['over'])
  })

  it('go out before that when there is much', async t => {
    const much = JSON.stringify('x'.repeat(20_000))
    const sent = await chunks(t, res => {
      res.writeHead(200)
      const burst = createBurst(res)
      burst.write(much)
      burst.write('2')
      burst.end({ head: '[', bytes: Buffer.from('3]') })
    })
    assert.equal(sent.length > 1, true)
    assert.equal(sent.join(''), event(much) + event('2') + event('[3]'))
  })
})
