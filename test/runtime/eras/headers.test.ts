/** 2026-07-28 basic/transports/streamable-http: mirrored headers are held against the body. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeHeader } from '../../../packages/runtime/src/eras/modern/headers.ts'
import { ACCEPT, type Answer, envelope, MODERN, startServer, type TestServer } from '../../harness/server.ts'

describe('"Value Encoding"', () => {
  const cases: [header: string, value: string | undefined][] = [
    ['plain', 'plain'],
    ['', ''],
    ['=?base64?SGVsbG8=?=', 'Hello'],
    ['=?base64?w7w=?=', 'ü'],
    ['=?base64??=', ''],
    // Without one of the markers the value is literal, and the markers are case-sensitive.
    ['SGVsbG8=', 'SGVsbG8='],
    ['=?base64?SGVsbG8=', '=?base64?SGVsbG8='],
    ['SGVsbG8=?=', 'SGVsbG8=?='],
    ['=?BASE64?SGVsbG8=?=', '=?BASE64?SGVsbG8=?='],
    // Marked and wrong: no padding, a foreign alphabet, trailing bits, white space, not UTF-8.
    ['=?base64?SGVsbG8?=', undefined],
    ['=?base64?SGVs!G8=?=', undefined],
    ['=?base64?_-8=?=', undefined],
    ['=?base64?SGVsbG9=?=', undefined],
    ['=?base64?SGVs bG8=?=', undefined],
    ['=?base64?/w==?=', undefined],
  ]
  for (const [header, value] of cases) {
    it(`reads ${JSON.stringify(header)} as ${JSON.stringify(value)}`, () => assert.equal(decodeHeader(header), value))
  }
})

describe('a request over HTTP', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const call = (raw: string[], name = 'echo') => {
    const params = { name, arguments: { text: 'hi' }, _meta: envelope() }
    const defaults = ['Host', 'localhost', 'Content-Type', 'application/json', 'Accept', ACCEPT, 'Connection', 'close']
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    return server.request({ headers: [...defaults, ...raw, 'Content-Length', String(Buffer.byteLength(body))], body })
  }
  const assertMismatch = ({ status, json }: Answer) =>
    assert.deepEqual([status, json.error?.code, json.id], [400, -32020, 1])
  const version = ['MCP-Protocol-Version', MODERN]
  const method = ['Mcp-Method', 'tools/call']

  it('may spell the names of headers in any case', async () => {
    const { json } = await call(['mcp-protocol-version', MODERN, 'MCP-METHOD', 'tools/call', 'mCp-NaMe', 'echo'])
    assert.equal(json.result.content[0].text, 'hi')
  })

  it('may have white space around values', async () => {
    const { json } = await call([...version, 'Mcp-Method', '  tools/call\t', 'Mcp-Name', ' echo  '])
    assert.equal(json.result.content[0].text, 'hi')
  })

  for (const [name, headers] of Object.entries({
    'MCP-Protocol-Version': [...version, ...version, ...method, 'Mcp-Name', 'echo'],
    'Mcp-Method': [...version, ...method, ...method, 'Mcp-Name', 'echo'],
    'Mcp-Name': [...version, ...method, 'Mcp-Name', 'echo', 'Mcp-Name', 'echo'],
  })) {
    it(`must not have ${name} twice, be it equal`, async () => {
      const answer = await call(headers)
      assertMismatch(answer)
      assert.equal(answer.json.error.message, `Header mismatch: ${name} came more than once`)
    })
  }

  it('must not have two that are the body only when joined', async () => {
    assertMismatch(await call([...version, ...method, 'Mcp-Name', 'a', 'Mcp-Name', 'b'], 'a, b'))
  })

  it('may have a comma in a value that came once', async () => {
    const { json } = await call([...version, ...method, 'Mcp-Name', 'a, b'], 'a, b')
    assert.equal(json.error.message, 'Unknown tool: a, b')
  })

  it('must not have bytes outside of ASCII in a mirrored header', async () => {
    const bytes = Buffer.from('ü').toString('latin1')
    assertMismatch(await call([...version, ...method, 'Mcp-Name', bytes], 'ü'))
    // Nor when the body happens to say what the bytes are as Latin-1.
    assertMismatch(await call([...version, ...method, 'Mcp-Name', bytes], bytes))
  })

  it('may carry any name in base64', async () => {
    const { json } = await call([...version, ...method, 'Mcp-Name', '=?base64?w7w=?='], 'ü')
    assert.equal(json.error.message, 'Unknown tool: ü')
  })

  it('must not name what its body lacks', async () => {
    assertMismatch(await server.modern('resources/read', {}, { headers: { 'Mcp-Name': 'note://one' } }).then(dropId))
  })

  it('may leave out Mcp-Name where nothing is named', async () => {
    const { status } = await server.modern('tools/list')
    assert.equal(status, 200)
  })
})

/** `TestServer.modern` counts its ids. */
function dropId(answer: Answer): Answer {
  return { ...answer, json: { ...answer.json, id: 1 } }
}
