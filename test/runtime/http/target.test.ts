/** Request lines as HTTP has them, written to a socket. */
import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, describe, it } from 'node:test'
import { startServer, type TestServer } from '../../harness/server.ts'

const BODY = '{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}'

describe('a request line', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  after(() => server[Symbol.asyncDispose]())

  async function statusOf(line: string, host = 'localhost'): Promise<number> {
    const socket = net.connect(server.port, '127.0.0.1')
    const head = [line, `Host: ${host}`, 'Content-Type: application/json', `Content-Length: ${BODY.length}`]
    socket.write([...head, 'Connection: close', '', BODY].join('\r\n'))
    let text = ''
    for await (const chunk of socket) text += chunk
    return Number(text.split(' ', 2)[1])
  }

  it('names the path, perhaps with a query', async () => {
    assert.equal(await statusOf('POST /mcp HTTP/1.1'), 200)
    assert.equal(await statusOf('POST /mcp?x=1 HTTP/1.1'), 200)
    assert.equal(await statusOf('POST /mcpx HTTP/1.1'), 404)
  })

  it('may name the whole URL, as to a proxy', async () => {
    assert.equal(await statusOf('POST http://localhost/mcp HTTP/1.1'), 200)
    assert.equal(await statusOf('POST HTTP://127.0.0.1:80/mcp?x=1 HTTP/1.1'), 200)
    assert.equal(await statusOf('POST http://localhost HTTP/1.1'), 404)
    assert.equal(await statusOf('POST http://localhost?/mcp HTTP/1.1'), 404)
    assert.equal(await statusOf('POST ftp://localhost/mcp HTTP/1.1'), 404)
  })

  it('that names a host is believed instead of the header', async () => {
    assert.equal(await statusOf('POST http://evil.example/mcp HTTP/1.1'), 403)
    assert.equal(await statusOf('POST http://localhost@evil.example/mcp HTTP/1.1'), 403)
    assert.equal(await statusOf('POST http://localhost/mcp HTTP/1.1', 'evil.example'), 200)
  })
})
