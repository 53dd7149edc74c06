/** Bodies are bounded by what arrives, whatever is announced. */
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startServer, type TestServer } from '../../harness/server.ts'

const LIMIT = 4096

describe('a body', () => {
  let server: TestServer
  before(async () => {
    server = await startServer({ limits: { body: LIMIT } })
  })
  after(() => server[Symbol.asyncDispose]())

  /** Writes parts to a socket as they are, and reads until the server closes or a complete answer is there. */
  async function raw(head: string[], parts: (string | Buffer)[]): Promise<string> {
    const socket = net.connect(server.port, '127.0.0.1')
    const { promise, resolve } = Promise.withResolvers<string>()
    let text = ''
    socket.on('data', chunk => {
      text += chunk
      if (/\r\n\r\n[\s\S]*\}$/.test(text)) resolve(text)
    })
    socket.on('close', () => resolve(text))
    socket.on('error', () => resolve(text))
    const lines = ['POST /mcp HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', ...head, '', '']
    socket.write(lines.join('\r\n'))
    for (const part of parts) socket.write(part)
    const answer = await promise
    socket.destroy()
    return answer
  }

  const chunk = (data: string) => `${data.length.toString(16)}\r\n${data}\r\n`

  it('may be nested to 64 levels, of objects and arrays alike', async () => {
    const nested = (levels: number, open: string, close: string) =>
      `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${open.repeat(levels - 2)}1${close.repeat(levels - 2)}}}`
    const messages = []
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const)
      for (const levels of [64, 65]) {
        const { json } = await server.request({ body: nested(levels, open, close) })
        messages.push(json.error.message === 'Invalid request: nested deeper than 64 levels')
      }
    assert.deepEqual(messages, [false, true, false, true])
  })

  it('of exactly the limit is read', async () => {
    const body = '{"jsonrpc":"2.0","id":1,"method":"x","params":{"fill":""}}'
    const full = body.replace('""', `"${'x'.repeat(LIMIT - body.length)}"`)
    assert.equal(Buffer.byteLength(full), LIMIT)
    const { status, json } = await server.request({ body: full })
    assert.deepEqual([status, json.id], [400, 1])
  })

  it('that announces more than the limit is refused before it comes', async () => {
    const answer = await raw([`Content-Length: ${LIMIT + 1}`], [])
    assert.match(answer, /^HTTP\/1\.1 413 /)
    assert.match(answer, /Connection: close/i)
    assert.match(answer, /"code":-32600/)
  })

  it('that announces nothing is refused when it passes the limit', async () => {
    const answer = await raw(['Transfer-Encoding: chunked'], [chunk('x'.repeat(LIMIT)), chunk('y')])
    assert.match(answer, /^HTTP\/1\.1 413 /)
  })

  it('whose rest is still on its way when it is refused gets its answer, not a reset', async () => {
    const { status, json } = await server.request({ body: Buffer.alloc(2 * 1024 * 1024, 'x') })
    assert.deepEqual([status, json.error.code], [413, -32600])
  })

  it('that ends early is dropped with its connection, and the server goes on', async () => {
    const socket = net.connect(server.port, '127.0.0.1')
    socket.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"json',
    )
    await new Promise(resolve => setTimeout(resolve, 20))
    socket.destroy()
    assert.equal((await server.modern('tools/list')).status, 200)
  })

  it('in many pieces, cut inside of a character, is read as one text', async () => {
    const text = 'zwölf Boxkämpfer 🥊'
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: text, version: '1' } }
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: text, method: 'initialize', params }))
    const pieces = [...body].map(byte => Buffer.from([byte]))
    const answer = await raw([`Content-Length: ${body.length}`], pieces)
    assert.ok(answer.includes(`"id":"${text}"`), answer)
  })

  it('that is compressed is refused in words, and nothing is inflated', async () => {
    const body = gzipSync('{"jsonrpc":"2.0","id":1,"method":"ping"}')
    const answer = await raw([`Content-Length: ${body.length}`, 'Content-Encoding: gzip'], [body])
    assert.match(answer, /^HTTP\/1\.1 415 [\s\S]*Accept-Encoding: identity\r\n[\s\S]*Content-Encoding must be identity/)
  })

  it('that says it is not compressed is read', async () => {
    const body = '{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}'
    const answer = await raw([`Content-Length: ${body.length}`, 'Content-Encoding: identity'], [body])
    assert.match(answer, /^HTTP\/1\.1 200 /)
  })

  it('that is not UTF-8 is refused, not repaired', async () => {
    const body = Buffer.concat([
      Buffer.from('{"jsonrpc":"2.0","id":"'),
      Buffer.from([0xff]),
      Buffer.from('","method":"ping"}'),
    ])
    const { status, json } = await server.request({ body })
    assert.deepEqual([status, json.error.code], [400, -32700])
  })
})

describe('nesting', () => {
  it('is bounded without recursion: a body of brackets alone neither ends the process nor takes long', async () => {
    await using server = await startServer()
    const depth = 2_000_000
    const body = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const started = performance.now()
    const { status, json } = await server.request({ body })
    assert.deepEqual([status, json.error.code], [400, -32600])
    // Half a second on an idle machine; a way that is quadratic would take hours.
    assert.ok(performance.now() - started < 30_000)
    const objects = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`
    assert.equal((await server.request({ body: objects })).json.error.code, -32600)
    assert.equal((await server.modern('tools/list')).status, 200)
  })
})
