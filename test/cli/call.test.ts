/** `mcpgen call`: in process, and over HTTP to servers of both generations. */
import assert from 'node:assert/strict'
import { hash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { before, describe, it, type TestContext } from 'node:test'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { readArguments } from '../../packages/cli/src/call/arguments.ts'
import { renderResult } from '../../packages/cli/src/call/result.ts'
import { nearest } from '../../packages/cli/src/call/suggest.ts'
import { serveAs } from '../../packages/cli/src/project/serve.ts'
import { createApp } from '../../packages/runtime/src/app.ts'
import type { Given, ToolBinding } from '../../packages/runtime/src/manifest.ts'
import { mcpgen, type Run, startCli } from '../harness/cli.ts'
import { temporaryProject } from '../harness/project.ts'
import { clientOf } from '../harness/server.ts'

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

const TASKS = `import { UserError, type Context, type Principal } from '@mcpgen/runtime'
/** Dig. @tool @task @guard none */
export async function dig(depth: number): Promise<{ depth: number }> {
  await new Promise(resolve => setTimeout(resolve, 100))
  return { depth }
}
/** Dig nothing else. @tool @task required @guard none */
export async function mine(): Promise<string> { return 'mined' }
/** Break. @tool @task @guard none */
export async function shatter(how: 'user' | 'bug'): Promise<string> {
  throw how === 'user' ? new UserError('too hard') : new Error('the whole truth')
}
/** Ask. @tool @task @guard none */
export async function ask(ctx: Context): Promise<string> {
  const { action } = await ctx.elicit<{ ok: boolean }>('go', 'Go on?')
  return action
}
/** Who calls. @tool @readOnly @guard permission reports:read */
export const whoami = (principal: Principal): { id: string; admin: boolean } => ({ id: principal.id, admin: principal.admin })
`
const AUTH = `import { apiKeys, defineConfig } from '@mcpgen/runtime'
export default defineConfig({
  auth: apiKeys([{ sha256: '${hash('sha256', 'swordfish')}', id: 'ci', permissions: ['reports:read'] }]),
})
`
const guarded = temporaryProject(Object.entries({ ...FILES, 'src/t.ts': TASKS, 'mcpgen.config.ts': AUTH }))
before(async () => assert.equal((await mcpgen(['build'], { cwd: guarded })).stderr, ''))
const callGuarded = (args: string[], env: Record<string, string> = {}) =>
  mcpgen(['call', ...args], { cwd: guarded, env })

describe('mcpgen call --as', { concurrency: 2 }, () => {
  it('calls this project as a principal, whatever its config asks of callers', async () => {
    const { code, stdout } = await callGuarded(['--as', '{"id":"ada","permissions":["reports:read"]}', 'whoami'])
    assert.deepEqual([code, JSON.parse(stdout)], [0, { id: 'ada', admin: false }])
  })

  it('takes an id for a principal of no rights, who sees no more than that one', async () => {
    const { code, stderr } = await callGuarded(['--as', 'ada', 'whoami'])
    assert.equal(code, 2)
    assert.match(stderr, /there is no tool 'whoami'/)
    assert.equal((await callGuarded(['whoami'])).code, 2)
  })

  it('exits with 2 for what names nobody, and beside --url', async () => {
    for (const wrong of ['{"admin":true}', '{', '{"id":"ada","permissions":"read"}', '']) {
      const { code, stderr } = await callGuarded(['--as', wrong, 'whoami'])
      assert.equal(code, 2, wrong)
      assert.match(stderr, /--as/)
    }
    assert.equal((await callGuarded(['--url', 'http://127.0.0.1:9', '--as', 'ada', 'whoami'])).code, 2)
  })
})

it('an application that is served as a principal is reached by who serves it alone', async t => {
  const run = (_module: unknown, _args: unknown, { principal }: Given) => String(principal?.id)
  const tool: ToolBinding = {
    ...{ name: 'who', source: 'src/t.ts#who', result: 'text', load: async () => ({}), run },
    entry: JSON.stringify({ name: 'who', inputSchema: { type: 'object' } }),
  }
  const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', tools: [tool] })
  const { url, headers, close } = await serveAs(app, { id: 'root', admin: true })
  t.after(close)
  const { port } = new URL(url)
  const ask = (headers: OutgoingHttpHeaders) =>
    clientOf(Number(port)).modern('tools/call', { name: 'who' }, { headers })
  assert.equal((await ask({ ...headers })).json.result.content[0].text, 'root')
  for (const wrong of [{}, { 'X-Mcpgen-Call': 'AAAA' }, { 'X-Mcpgen-Call': 'A'.repeat(43) }]) {
    assert.equal((await ask(wrong)).status, 403)
  }
})

describe('mcpgen call --bearer', () => {
  it('sends the token of an environment variable', async t => {
    const { url } = await startCli([], { cwd: guarded }, t)
    const words = ['--url', url, '--bearer', 'CI_KEY', 'whoami']
    assert.deepEqual(JSON.parse((await callGuarded(words, { CI_KEY: 'swordfish' })).stdout), { id: 'ci', admin: false })
    const refused = await callGuarded(words, { CI_KEY: 'shark' })
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /refuses this caller \(401\)[\s\S]*--bearer/)
  })

  it('exits with 2 where the variable is not set', async () => {
    const { code, stderr } = await callGuarded(['--url', 'http://127.0.0.1:9', '--bearer', 'NO_SUCH', 'whoami'])
    assert.deepEqual([code, /NO_SUCH is not set/.test(stderr)], [2, true])
  })
})

describe('mcpgen call of a tool that runs as a task', { concurrency: 2 }, () => {
  it('follows it to its end, and says on standard error how it stands', async () => {
    const { code, stdout, stderr } = await callGuarded(['dig', '--depth', '3'])
    assert.deepEqual([code, JSON.parse(stdout)], [0, { depth: 3 }])
    assert.match(stderr, /^ {2}task [\w-]+: working\n {2}task [\w-]+: completed\n$/)
  })

  it('takes one that runs as nothing else', async () => {
    assert.equal((await callGuarded(['mine'])).stdout, 'mined\n')
  })

  it('exits with 1 where it fails, in the words of the tool', async () => {
    const user = await callGuarded(['shatter', '--how', 'user'])
    assert.deepEqual([user.code, user.stdout, /^too hard$/m.test(user.stderr)], [1, '', true])
    const bug = await callGuarded(['shatter', '--how', 'bug'])
    assert.equal(bug.code, 1)
    assert.match(bug.stderr, /the whole truth/)
  })

  it('exits with 1 where it asks: a terminal answers nothing', async () => {
    const { code, stderr } = await callGuarded(['ask'])
    assert.equal(code, 1)
    assert.match(stderr, /elicitation/)
  })

  it('follows one of a server of the older generation', async t => {
    const { url } = await startCli([], { cwd: guarded }, t)
    const legacy = createServer((req, res) => {
      // As a server that knows no 2026-07-28: its probe is not understood.
      if (req.headers['mcp-protocol-version'] === '2026-07-28') return res.writeHead(400).end()
      const { host: _, ...headers } = req.headers
      req.pipe(
        request(url, { method: req.method, headers }, answer => {
          res.writeHead(answer.statusCode ?? 500, answer.headers)
          answer.pipe(res)
        }),
      )
    }).listen(0, '127.0.0.1')
    t.after(() => legacy.close())
    await once(legacy, 'listening')
    const to = ['--url', `http://127.0.0.1:${(legacy.address() as AddressInfo).port}/mcp`]
    const { code, stdout, stderr } = await callGuarded([...to, 'mine'])
    assert.deepEqual([code, stdout], [0, 'mined\n'])
    assert.match(stderr, /^ {2}task [\w-]+: working\n$/)
    assert.equal((await callGuarded([...to, 'dig', '--depth', '1'])).stdout, '{\n  "depth": 1\n}\n')
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
