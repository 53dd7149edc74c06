/** 2026-07-28 basic/transports/streamable-http: mirrored headers are held against the body. */
import assert from 'node:assert/strict'
import type { OutgoingHttpHeaders } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { decodeHeader } from '../../../packages/runtime/src/eras/modern/headers.ts'
import { tool } from '../../harness/declarations.ts'
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

describe('an argument that is mirrored', () => {
  let server: TestServer
  before(async () => {
    const mirrors = [
      { header: 'Region', path: ['region'] },
      { header: 'Count', path: ['page', 'count'] },
      { header: 'Force', path: ['force'] },
    ]
    const echo = tool('echo', args => JSON.stringify(args), {
      mirrors,
      entry: {
        inputSchema: {
          type: 'object',
          properties: {
            region: { type: 'string', 'x-mcp-header': 'Region' },
            page: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
            'x-mcp-header': { type: 'string' },
          },
        },
      },
    })
    server = await startServer(
      { origins: ['https://app.example.com'] },
      { tools: [echo, tool('plain', () => 'plain')] },
    )
  })
  after(() => server[Symbol.asyncDispose]())

  const call = (args: object, headers: OutgoingHttpHeaders = {}, name = 'echo') =>
    server.modern('tools/call', { name, arguments: args }, { headers })

  const taken: [string, object, OutgoingHttpHeaders][] = [
    ['that is the same', { region: 'eu' }, { 'Mcp-Param-Region': 'eu' }],
    ['in another case of its name', { region: 'eu' }, { 'MCP-PARAM-REGION': 'eu' }],
    ['in base64', { region: 'Hello' }, { 'Mcp-Param-Region': '=?base64?SGVsbG8=?=' }],
    ['with text of base64 that is not marked', { region: 'SGVsbG8=' }, { 'Mcp-Param-Region': 'SGVsbG8=' }],
    ['that is empty', { region: '' }, { 'Mcp-Param-Region': '' }],
    ['of an object inside', { page: { count: 42 } }, { 'Mcp-Param-Count': '42' }],
    ['of the same number', { page: { count: 42 } }, { 'Mcp-Param-Count': '42.0' }],
    ['of a boolean', { force: false }, { 'Mcp-Param-Force': 'false' }],
    ['of a text where a number is wanted, as it was sent', { page: { count: '42' } }, { 'Mcp-Param-Count': '42' }],
    ['for nothing', {}, { 'Mcp-Param-Region': 'eu' }],
    ['that nobody knows', {}, { 'Mcp-Param-Other': 'x' }],
    ['that is absent, as the argument is', { region: null, page: {} }, {}],
  ]
  for (const [what, args, headers] of taken) {
    it(`may have a header ${what}`, async () => {
      const { status, json } = await call(args, headers)
      assert.deepEqual([status, json.result?.content[0].text], [200, JSON.stringify(args)])
    })
  }

  const refused: [string, object, OutgoingHttpHeaders][] = [
    ['without its header', { region: 'eu' }, {}],
    ['with another value', { region: 'eu' }, { 'Mcp-Param-Region': 'us' }],
    ['with the value in another case', { region: 'eu' }, { 'Mcp-Param-Region': 'EU' }],
    ['with base64 without its padding', { region: 'Hello' }, { 'Mcp-Param-Region': '=?base64?SGVsbG8?=' }],
    ['with base64 of another alphabet', { region: 'Hello' }, { 'Mcp-Param-Region': '=?base64?SGVs!G8=?=' }],
    ['with another number', { page: { count: 42 } }, { 'Mcp-Param-Count': '42.5' }],
    ['with what is no number', { page: { count: 42 } }, { 'Mcp-Param-Count': '0x2A' }],
    ['with no number at all', { page: { count: 0 } }, { 'Mcp-Param-Count': '' }],
    ['with another word for a boolean', { force: true }, { 'Mcp-Param-Force': '1' }],
    ['with bytes beyond ASCII', { region: 'eu' }, { 'Mcp-Param-Region': 'e\u00fc' }],
    ['with bytes beyond ASCII for nothing', {}, { 'Mcp-Param-Region': 'e\u00fc' }],
    ['with a header twice', { region: 'a, a' }, { 'Mcp-Param-Region': ['a', 'a'] }],
  ]
  for (const [what, args, headers] of refused) {
    it(`is refused ${what}`, async () => {
      const { status, json } = await call(args, headers)
      assert.deepEqual([status, json.error?.code], [400, -32020])
    })
  }

  it('is looked at for its own tool alone, and not of older clients', async () => {
    assert.equal((await call({ region: 'eu' }, {}, 'plain')).status, 200)
    const params = { name: 'echo', arguments: { region: 'eu' } }
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params }
    assert.equal(
      (await server.legacy(await server.initialize(), message)).json.result.content[0].text,
      '{"region":"eu"}',
    )
  })

  it('is allowed to pages of other origins by its name', async () => {
    const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'POST' }
    const wanted = { 'Access-Control-Request-Headers': 'mcp-param-region,x-other, mcp-param-region:x' }
    const answer = await server.request({ method: 'OPTIONS', headers: { ...headers, ...wanted } })
    assert.match(String(answer.headers['access-control-allow-headers']), /, Last-Event-ID, mcp-param-region$/)
  })

  it('is not told to who does not ask for it by name', async () => {
    const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'POST' }
    const answer = await server.request({ method: 'OPTIONS', headers })
    assert.doesNotMatch(String(answer.headers['access-control-allow-headers']), /region/i)
  })

  it('is told to clients of its revision, and not to older ones', async () => {
    const [newer] = (await server.modern('tools/list')).json.result.tools
    assert.equal(newer.inputSchema.properties.region['x-mcp-header'], 'Region')
    const session = await server.initialize()
    const [older] = (await server.legacy(session, { jsonrpc: '2.0', id: 1, method: 'tools/list' })).json.result.tools
    assert.deepEqual(older.inputSchema.properties, {
      region: { type: 'string' },
      page: { type: 'object', properties: { count: { type: 'integer' } } },
      'x-mcp-header': { type: 'string' },
    })
  })
})
