/** Where one request ends and the next begins is never a matter of opinion, and nobody can wait for ever. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { apiKeys } from '../../packages/runtime/src/auth/api-keys.ts'
import { type AuthServer, startAuthServer } from '../harness/auth.ts'
import { startServer } from '../harness/server.ts'
import { route } from '../runtime/features/bindings.ts'

const things = route('things', () => {}, { method: 'POST', result: 'none', guards: ['none'] })

const HEAD = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
const SMUGGLED = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'

/** What a server answers to bytes, until it closes or falls silent. */
async function answerTo(server: Pick<AuthServer, 'port'>, bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', chunk => {
    answer += chunk
  })
  socket.on('error', () => {})
  socket.write(bytes)
  socket.setTimeout(500, () => socket.destroy())
  await once(socket, 'close')
  return answer
}

describe('a request', { timeout: 20_000 }, () => {
  for (const [name, bytes] of [
    ['with a length and chunks', `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    ['with two lengths', `${HEAD}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd${SMUGGLED}`],
    ['with a length that is a list', `${HEAD}Content-Length: 4, 4\r\n\r\nabcd${SMUGGLED}`],
    ['with a negative length', `${HEAD}Content-Length: -1\r\n\r\n${SMUGGLED}`],
    [
      'with chunks that are not the last coding',
      `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['with a space before the colon', `${HEAD}Content-Length : 4\r\n\r\nabcd${SMUGGLED}`],
    ['with a line that is folded', `${HEAD}X-A: a\r\n Content-Length: 4\r\n\r\n${SMUGGLED}`],
    ['with a bare line feed in a header', `${HEAD}X-A: a\nX-B: b\r\n\r\n${SMUGGLED}`],
    ['with a chunk whose size is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n0\r\n\r\n${SMUGGLED}`],
  ] as const) {
    it(`${name} is answered once, with 400, and ends the connection`, async () => {
      await using server = await startAuthServer({})
      const answer = await answerTo(server, bytes)
      assert.deepEqual(answer.match(/^HTTP\/1\.1 \d+/gm), ['HTTP/1.1 400'])
      assert.match(answer, /connection: close/i)
      assert.equal(server.entered(), 0)
    })
  }

  it('with headers of more than 16 KB is answered with 431', async () => {
    await using server = await startAuthServer({ auth: apiKeys([]) })
    const answer = await answerTo(server, `${HEAD}Authorization: Bearer ${'a'.repeat(17_000)}\r\n\r\n`)
    assert.match(answer, /^HTTP\/1\.1 431/)
  })

  for (const [what, path, wrong] of [
    ['by a name that is not ours', '/mcp', 'Host: evil.test'],
    ['by a page of somebody else', '/mcp', 'Host: localhost\r\nOrigin: https://evil.test'],
    ['for a route by a name that is not ours', '/things', 'Host: evil.test'],
    ['for a route by a page of somebody else', '/things', 'Host: localhost\r\nOrigin: https://evil.test'],
  ] as const) {
    it(`that comes ${what} is refused before its body is there`, async () => {
      await using server = await startServer({}, { routes: [things] })
      const head = `POST ${path} HTTP/1.1\r\n${wrong}\r\nContent-Type: application/json\r\n`
      assert.match(await answerTo(server, `${head}Content-Length: 100000\r\n\r\n{`), /^HTTP\/1\.1 403/)
    })
  }

  it('that is refused is not read to its end', async () => {
    await using server = await startAuthServer({ auth: apiKeys([]) })
    const answer = await answerTo(server, `${HEAD}Authorization: Bearer a\r\nContent-Length: 1000000000\r\n\r\n{`)
    assert.match(answer, /^HTTP\/1\.1 401/)
  })
})
