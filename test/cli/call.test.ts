/** `mcpgen call`: in process, and over HTTP to servers of both generations. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, it, type TestContext } from 'node:test'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { readArguments } from '../../packages/cli/src/call/arguments.ts'
import { renderResult } from '../../packages/cli/src/call/result.ts'
import { nearest } from '../../packages/cli/src/call/suggest.ts'
import { mcpgen, type Run, startCli } from '../harness/cli.ts'
import { temporaryProject } from '../harness/project.ts'

const SOURCE = `import { UserError, type Context } from '@mcpgen/runtime'
/** Add. @tool */
export const add = (a: number, b: number): { sum: number } => ({ sum: a + b })
/** Join. @tool */
export const join = (words: string[], separator = ' '): string => words.join(separator)
/** Work. @tool */
export function work(steps: number, ctx: Context): string {
  console.log('printed by the tool')
  for (let step = 1; step <= steps; step++) ctx.progress(step, steps, 'step ' + step)
  ctx.log.info('worked')
  return 'done'
}
/** Fail. @tool */
export function fail(how: 'user' | 'bug'): string {
  throw how === 'user' ? new UserError('no such thing') : new Error('the whole truth')
}
`

const FILES = { 'package.json': '{"name":"t","version":"1.0.0","type":"module"}', 'src/t.ts': SOURCE }
const cwd = temporaryProject(Object.entries(FILES))
before(async () => assert.equal((await mcpgen(['build'], { cwd })).code, 0))

const call = (args: string[], input?: string): Promise<Run> =>
  mcpgen(['call', ...args], { cwd, ...(input !== undefined && { input }) })

describe('mcpgen call, in process', { concurrency: 2 }, () => {
  it('takes --name value, JSON, and JSON on standard input', async () => {
    const sum = { code: 0, stdout: '{\n  "sum": 3\n}\n', stderr: '' }
    assert.deepEqual(await call(['add', '--a', '1', '--b=2']), sum)
    assert.deepEqual(await call(['add', '{"a":1,"b":2}']), sum)
    assert.deepEqual(await call(['add', '-'], '{"a":1,"b":2}'), sum)
  })

  it('prints text as it is, and progress and prints of the tool on standard error', async () => {
    const { code, stdout, stderr } = await call(['work', '--steps', '2'])
    assert.deepEqual([code, stdout], [0, 'done\n'])
    assert.match(stderr, /printed by the tool\n/)
    assert.match(stderr, / {2}1\/2 {2}step 1\n {2}2\/2 {2}step 2\n/)
    assert.equal(stderr.match(/worked/g)?.length, 1)
  })

  it('reaches a server whose public URL has another path', async t => {
    const config = `import { defineConfig } from '@mcpgen/runtime'
export default defineConfig({ path: '/here', url: 'https://tools.example.com/there/mcp' })
`
    const folder = temporaryProject(Object.entries({ ...FILES, 'mcpgen.config.ts': config }), t)
    assert.equal((await mcpgen(['build'], { cwd: folder })).code, 0)
    const { code, stdout } = await mcpgen(['call', 'add', '--a', '1', '--b', '2'], { cwd: folder })
    assert.deepEqual([code, JSON.parse(stdout)], [0, { sum: 3 }])
  })

  it('prints the whole result with --json', async () => {
    const { stdout } = await call(['--json', 'add', '{"a":1,"b":2}'])
    assert.deepEqual(JSON.parse(stdout).structuredContent, { sum: 3 })
    assert.deepEqual(JSON.parse(stdout).content, [{ type: 'text', text: '{"sum":3}' }])
  })

  it('exits with 1 and says why on standard error when the tool refuses', async () => {
    assert.deepEqual(await call(['fail', '--how', 'user']), { code: 1, stdout: '', stderr: 'no such thing\n' })
  })

  it('shows an error of the tool whole', async () => {
    const { code, stdout, stderr } = await call(['fail', '--how', 'bug'])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /src\/t\.ts#fail failed[\s\S]*Error: the whole truth\n {4}at .*src\/t\.ts/)
  })

  it('exits with 1 and lists every problem of wrong arguments', async () => {
    const { code, stderr } = await call(['add', '--a', 'x'])
    assert.equal(code, 1)
    assert.match(stderr, /^- a: .*\n/m)
    assert.match(stderr, /^- b: .*\n/m)
  })

  it('exits with 2 and names the tools for one that is not there', async () => {
    const { code, stderr } = await call(['ad'])
    assert.equal(code, 2)
    assert.equal(stderr, "error: there is no tool 'ad'; did you mean 'add'?\n  The tools are add, join, work, fail.\n")
  })

  it('exits with 2 for arguments that are neither JSON nor pairs', async () => {
    assert.equal((await call(['add', '{"a":'])).code, 2)
    assert.equal((await call(['add', '{}', '--url', 'http://localhost'])).code, 2)
    assert.equal((await call(['--url', 'localhost:3000', 'add'])).code, 2)
    assert.equal((await call(['--header', 'nonsense', 'add'])).code, 2)
  })
})

describe('mcpgen call --url', () => {
  it('calls a server that runs elsewhere, and shows its log', async t => {
    const { url } = await startCli([], { cwd }, t)
    assert.equal((await call(['--url', url, 'add', '--a', '2', '--b', '2'])).stdout, '{\n  "sum": 4\n}\n')
    const { stderr, stdout } = await call(['--url', url, 'work', '--steps', '1'])
    assert.deepEqual([stdout, stderr], ['done\n', '  1/1  step 1\n  info: worked\n'])
  })

  it('says so when nobody answers, or no MCP server does', async t => {
    const { url } = await startCli([], { cwd }, t)
    const elsewhere = await call(['--url', url.replace('/mcp', '/other'), 'add'])
    assert.equal(elsewhere.code, 1)
    assert.match(elsewhere.stderr, /does not answer as an MCP server \(404\)/)
    const nobody = await call(['--url', 'http://127.0.0.1:9/mcp', 'add'])
    assert.equal(nobody.code, 1)
    assert.match(nobody.stderr, /^error: http:\/\/127\.0\.0\.1:9\/mcp cannot be reached/)
  })
})

/** A server of the official SDK 1.x, which knows `initialize` alone. */
async function startLegacy(t: TestContext, options: { sessions: boolean; json: boolean }): Promise<string> {
  const transports = new Map<string, StreamableHTTPServerTransport>()
  const open = async () => {
    const server = new Server({ name: 'old', version: '1.0.0' }, { capabilities: { tools: {}, logging: {} } })
    const inputSchema = { type: 'object' as const, properties: { n: { type: 'number' } } }
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: 'double', inputSchema }] }))
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { sendNotification }) => {
      const progressToken = params._meta?.progressToken ?? 0
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1, total: 1 } })
      return { content: [{ type: 'text', text: String(Number(params.arguments?.['n']) * 2) }] }
    })
    const transport = new StreamableHTTPServerTransport({
      ...(options.sessions && { sessionIdGenerator: () => randomUUID() }),
      enableJsonResponse: options.json,
      onsessioninitialized: id => void transports.set(id, transport),
    })
    await server.connect(transport as Parameters<typeof server.connect>[0])
    return transport
  }
  const http = createServer(async (req, res) => {
    const transport = transports.get(String(req.headers['mcp-session-id'])) ?? (await open())
    await transport.handleRequest(req, res)
  }).listen(0, '127.0.0.1')
  t.after(() => {
    http.close()
    http.closeAllConnections()
  })
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`
}

describe('mcpgen call --url, to a server of the older generation', () => {
  for (const [how, options] of Object.entries({
    'with sessions and event streams': { sessions: true, json: false },
    'with sessions and plain JSON': { sessions: true, json: true },
    'without sessions': { sessions: false, json: false },
  })) {
    it(`initializes and calls ${how}`, async t => {
      const url = await startLegacy(t, options)
      const { code, stdout, stderr } = await call(['--url', url, 'double', '--n', '21'])
      assert.deepEqual([code, stdout, stderr], [0, '42\n', options.json ? '' : '  1/1\n'])
    })
  }

  it('sends the headers that were asked for, and says how when there were none', async t => {
    const asked: unknown[] = []
    const http = createServer((req, res) => {
      asked.push(req.headers.authorization)
      res.writeHead(401).end()
    }).listen(0, '127.0.0.1')
    t.after(() => http.close())
    await once(http, 'listening')
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`
    const { code, stderr } = await call(['--url', url, '--header', 'Authorization: Bearer x', 'double'])
    assert.deepEqual([code, asked], [1, ['Bearer x']])
    assert.match(stderr, /refuses this caller \(401\)\n {2}= help .*--header/)
  })
})

describe('arguments', () => {
  const schema = {
    properties: {
      text: { type: 'string' },
      number: { type: 'integer' },
      flag: { type: 'boolean' },
      list: { type: 'array', items: { $ref: '#/$defs/word' } },
      numbers: { type: 'array', items: { type: 'number' } },
      choice: { enum: ['1', '2'] },
      maybe: { anyOf: [{ type: 'number' }, { type: 'null' }] },
      object: { type: 'object' },
    },
    $defs: { word: { type: 'string' } },
  }
  const read = async (...words: string[]) => ({ ...(await readArguments(words, schema)) })

  it('are text where the schema takes text, and JSON elsewhere', async () => {
    assert.deepEqual(await read('--text', '5', '--number', '5', '--choice', '1'), { text: '5', number: 5, choice: '1' })
    assert.deepEqual(await read('--maybe', 'null', '--object', '{"a":1}'), { maybe: null, object: { a: 1 } })
    assert.deepEqual(await read('--number', 'five', '--other', '-5'), { number: 'five', other: -5 })
  })

  it('are true without a value, and lists when repeated', async () => {
    assert.deepEqual(await read('--flag', '--number', '1'), { flag: true, number: 1 })
    assert.deepEqual(await read('--list', '1', '--list=b'), { list: ['1', 'b'] })
    assert.deepEqual(await read('--numbers', '1'), { numbers: [1] })
    assert.deepEqual(await read('--numbers', '[1,2]'), { numbers: [1, 2] })
  })

  it('are refused when they are repeated without being a list', async () => {
    await assert.rejects(read('--number', '1', '--number', '2'), { name: 'UsageError' })
    await assert.rejects(read('--number', '1', 'stray'), { name: 'UsageError' })
  })

  it('may have any name', async () => {
    assert.deepEqual(Object.entries(await readArguments(['--__proto__', '1', '--constructor', '2'], schema)), [
      ['__proto__', 1],
      ['constructor', 2],
    ])
  })
})

describe('what a result looks like', () => {
  it('is the content, in a line for what is no text', () => {
    const content = [
      { type: 'text', text: 'hello' },
      { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      { type: 'resource_link', uri: 'a://b', name: 'b' },
      { type: 'resource', resource: { uri: 'a://b', text: 'inside' } },
      { type: 'resource', resource: { uri: 'a://c', blob: 'AAAA', mimeType: 'x/y' } },
    ]
    assert.equal(
      renderResult({ content }),
      'hello\n[image image/png, 3 bytes]\n[a://b  b]\ninside\n[a://c  x/y, 3 bytes]',
    )
  })

  it('is the structured content when there is any, even null', () => {
    assert.equal(renderResult({ content: [], structuredContent: null }), 'null')
  })
})

describe('a suggestion', () => {
  it('is the nearest name, and none when all are far', () => {
    assert.equal(nearest('serach', ['search', 'show']), 'search')
    assert.equal(nearest('LOG', ['log', 'blame']), 'log')
    assert.equal(nearest('xyzzy', ['log', 'blame']), undefined)
  })
})
