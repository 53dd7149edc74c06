/** What a server loads is what it can be attacked through and what it takes to start: as little as it needs. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SignJWT } from 'jose'

interface Modules {
  /** URLs of the files that were loaded, as real paths. */
  readonly loaded: readonly string[]
  /** Node's own modules, with the ones inside it. */
  readonly builtin: readonly string[]
}

const root = join(import.meta.dirname, '..')
const project = join(root, 'fixtures/everything')
const inRoot = (path: string) => pathToFileURL(join(root, path)).href

const TASKS = /features\/tasks\/engine|src\/storage/

const greet = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'greet', arguments: { name: 'Ada' } } }

describe('a server that answers a call over stdio', { timeout: 20_000 }, () => {
  let modules: Modules
  before(async () => {
    const child = run(join(project, 'generated/main.mjs'), ['--stdio'])
    modules = await callOverStdio(child)
  })

  it('has loaded its own modules and the runtime, and no package', () => {
    assert.deepEqual(strangers(modules), [])
  })
  it('has loaded nothing of tasks and of their storage, as no tool that it called runs as a task', () => {
    assert.deepEqual(named(modules.loaded, TASKS), [])
  })
  it("has loaded nothing of Node's HTTP", () => {
    assert.deepEqual(named(modules.builtin, /\b(http|https|undici|tls)\b/), [])
  })
})

describe('a server that answers a call over HTTP', { timeout: 20_000 }, () => {
  let modules: Modules
  before(async () => {
    modules = await callOverHttp(run(fileURLToPath(import.meta.resolve('./harness/serve-plain.ts')), []))
  })

  it('has loaded its own modules and the runtime, and no package', () => {
    assert.deepEqual(strangers(modules), [])
  })
  it('has loaded nothing of tasks and of their storage', () => {
    assert.deepEqual(named(modules.loaded, TASKS), [])
  })
  it('has loaded nothing for routes, of which it has none', () => {
    assert.deepEqual(named(modules.loaded, /\/transports\/rest|\/features\/routes\/|\/http\/(?:router|problem)/), [])
  })
  it("has not loaded Node's HTTP client, fetch", () => {
    assert.deepEqual(named(modules.builtin, /undici/), [])
  })
  it("has not loaded what an ESM import of Node's util, buffer or http would: their namespaces read every lazy member", () => {
    assert.deepEqual(named(modules.builtin, /parse_args|internal\/file$|worker_threads|myers_diff/), [])
  })
})

describe('a server with tools that run as tasks', { timeout: 20_000 }, () => {
  it('has loaded what SQLite takes, and no other package', async () => {
    const found = strangers(await callOverHttp(run(fileURLToPath(import.meta.resolve('./harness/serve.ts')), [])))
    assert.ok(found.length > 0)
    assert.deepEqual(
      found.filter(url => !/node_modules\/(?:kysely|better-sqlite3)\//.test(url)),
      [],
    )
  })
})

describe('a server with auth', { timeout: 20_000 }, () => {
  const secret = 'a secret of at least thirty-two bytes'
  const start = () => run(fileURLToPath(import.meta.resolve('./harness/serve-auth.ts')), [], { JWT_SECRET: secret })

  it('has loaded no package before there is a token to check', async () => {
    assert.deepEqual(strangers(await callOverHttp(start())), [])
  })

  it('has loaded jose alone for a token that it can check by itself', async () => {
    const token = await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode(secret))
    const found = strangers(await callOverHttp(start(), { authorization: `Bearer ${token}` }))
    assert.ok(found.length > 0)
    assert.deepEqual(
      found.filter(url => !url.includes('/node_modules/jose/')),
      [],
    )
  })
})

describe('`mcpgen start`', { timeout: 20_000 }, () => {
  it('loads neither the compiler nor what it is made of', async () => {
    const child = run(join(root, 'packages/cli/src/main.ts'), ['start', '--port', '0'])
    const { loaded } = await callOverHttp(child)
    assert.ok(named(loaded, /packages\/runtime\//).length > 0)
    assert.deepEqual(named(loaded, /packages\/compiler\/|ts-morph|\/ajv/), [])
  })
})

function run(program: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const recorder = import.meta.resolve('./harness/record-modules.ts')
  const child = fork(program, args, {
    cwd: project,
    env: { ...process.env, ...env },
    execArgv: ['--import', recorder],
    silent: true,
  })
  after(() => {
    if (child.connected) child.disconnect()
    child.kill('SIGKILL')
  })
  return child
}

async function callOverStdio(child: ChildProcess): Promise<Modules> {
  assert.ok(child.stdin && child.stdout)
  const lines = createInterface({ input: child.stdout })
  const say = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } }
  say({ id: 0, method: 'initialize', params })
  await once(lines, 'line')
  say({ method: 'notifications/initialized' })
  say(greet)
  const [answer] = await once(lines, 'line')
  assert.equal(JSON.parse(answer).result.content[0].text, 'Hello, Ada!')
  return ask(child)
}

/** Calls at the URL that the server names on its output. */
async function callOverHttp(child: ChildProcess, headers: Record<string, string> = {}): Promise<Modules> {
  const response = await fetch(await urlSaid(child), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'greet',
      ...headers,
    },
    body: JSON.stringify({ ...greet, params: { ...greet.params, _meta: MODERN } }),
  })
  const { result } = (await response.json()) as { result: { content: [{ text: string }] } }
  assert.equal(result.content[0].text, 'Hello, Ada!')
  return ask(child)
}

const MODERN = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

function urlSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk: Buffer) => {
      said += chunk
      const url = /http:\/\/localhost:\d+\/\S+/.exec(said)
      if (url !== null) resolve(url[0])
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('exit', () => reject(new Error(`it ended without a URL:\n${said}`)))
  })
}

async function ask(child: ChildProcess): Promise<Modules> {
  child.send('modules?')
  const [modules] = await once(child, 'message')
  return modules
}

/** What was loaded from elsewhere than the runtime, the project, and the test's own harness. */
function strangers({ loaded }: Modules): string[] {
  const own = ['node:', inRoot('packages/runtime/src/'), inRoot('fixtures/everything/'), inRoot('test/harness/')]
  return loaded.filter(url => !own.some(start => url.startsWith(start)) || url.includes('/node_modules/'))
}

function named(modules: readonly string[], pattern: RegExp): string[] {
  return modules.filter(name => pattern.test(name))
}
