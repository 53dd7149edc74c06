/** The application from outside: listening, mounting, loading, closing, and what it says when something is wrong. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Application, createApp } from '../../packages/runtime/src/app.ts'
import type { Config } from '../../packages/runtime/src/config.ts'
import type { AppDefinition } from '../../packages/runtime/src/manifest.ts'
import { resolveConfig } from '../../packages/runtime/src/resolve-config.ts'
import { aborted, DECLARATIONS, running, tool } from '../harness/declarations.ts'
import { clientOf, startServer } from '../harness/server.ts'

const PROGRAM = fileURLToPath(import.meta.resolve('../harness/program.ts'))

const definition = (config: Config = {}, more: Partial<AppDefinition> = {}): AppDefinition => ({
  contract: 1,
  name: 'tests',
  version: '1.2.3',
  ...DECLARATIONS,
  config,
  ...more,
})

/** Whatever a test leaves open, also one that fails: the process could not end. */
const apps: Application[] = []
const children: ChildProcess[] = []

function make(of: AppDefinition): Application {
  const app = createApp(of)
  apps.push(app)
  return app
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(apps.splice(0).map(app => app.close()))
})

describe('listening', { timeout: 20_000 }, () => {
  it('is reached by both loopback addresses under the name localhost', async () => {
    await using server = await startServer()
    assert.equal(server.url, `http://localhost:${server.port}/mcp`)
    const hosts = ['127.0.0.1', ...(await hasIPv6())]
    for (const host of hosts) {
      const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
      http
        .get({ host, port: server.port, path: '/mcp', headers: { Accept: 'text/html' }, agent: false }, res => {
          res.resume()
          resolve(res.statusCode)
        })
        .on('error', reject)
      assert.equal(await promise, 200, host)
    }
  })

  it('says what to do when the port is in use, and leaves nothing open', async () => {
    await using server = await startServer()
    const app = make(definition())
    await assert.rejects(app.listen({ port: server.port }), {
      code: 'EADDRINUSE',
      message: new RegExp(
        `^Port ${server.port} is in use on 127\\.0\\.0\\.1\\. Stop what listens there, or choose another`,
      ),
    })
    await app.close()
  })

  it('refuses a host beyond loopback unless it is said to be meant', async () => {
    const app = make(definition())
    await assert.rejects(app.listen({ host: '0.0.0.0', port: 0 }), /Not listening on 0\.0\.0\.0: without "auth"/)
    await assert.rejects(make(definition({ host: '::' })).listen({ port: 0 }), /--unsafe-public/)
    const { url, port } = await app.listen({ host: '0.0.0.0', port: 0, unsafePublic: true })
    assert.equal(url, `http://0.0.0.0:${port}/mcp`)
    await app.close()
  })

  it('says so of a host that is not this machine', async () => {
    const listening = make(definition()).listen({ host: '192.0.2.1', port: 0, unsafePublic: true })
    await assert.rejects(listening, { code: 'EADDRNOTAVAIL', message: '"192.0.2.1" is no address of this machine.' })
  })

  it('takes one loopback address alone when it is asked to', async () => {
    const app = make(definition({ host: '127.0.0.1' }))
    const { port, ...listening } = await app.listen({ port: 0 })
    assert.deepEqual(listening, { url: `http://127.0.0.1:${port}/mcp`, path: '/mcp' })
    await app.close()
  })

  it('goes on when a module fails to load, and says which; `eager` does not even listen', async () => {
    const broken = { ...tool('broken', () => ''), load: () => Promise.reject(new Error('no such table')) }
    const app = make(definition({}, { tools: [...(DECLARATIONS.tools ?? []), broken] }))
    await assert.rejects(app.listen({ port: 0, eager: true }), /Cannot load broken \(src\/tests\.ts#broken\)/)
    await assert.rejects(app.load(), /Cannot load broken/)
    const { port } = await app.listen({ port: 0 })
    const client = clientOf(port)
    assert.equal((await client.modern('tools/call', { name: 'primes' })).status, 200)
    assert.equal((await client.modern('tools/call', { name: 'broken' })).json.result.isError, true)
    await app.close()
  })
})

describe('a path that is not ours', { timeout: 20_000 }, () => {
  it('is 404 on a server of our own, and says where the endpoint is', async () => {
    await using server = await startServer()
    for (const path of ['/', '/mcp/', '/mcpx', '/MCP', '/other?/mcp']) {
      const { status, text } = await server.request({ path })
      assert.equal(status, 404, path)
      assert.match(text, /The MCP endpoint is \/mcp/)
    }
    assert.equal((await server.request({ path: '/mcp?key=1', body: '{}' })).status, 400)
  })

  it('is the host program’s in a server of its own; ours is told by the original URL', async () => {
    const app = make(definition({ path: '/api/mcp' }))
    await app.load()
    const passed: string[] = []
    const host = http.createServer((req, res) => {
      const original = req.url ?? ''
      // As a router does that is mounted at /api.
      Object.assign(req, { originalUrl: original, url: original.replace(/^\/api/, '') })
      app.handler(req, res, () => {
        passed.push(original)
        res.end('host')
      })
    })
    await using _ = await listening(host)
    const client = clientOf((host.address() as AddressInfo).port, '/api/mcp')
    assert.equal((await client.modern('tools/call', { name: 'primes' })).json.result.structuredContent.length, 3)
    assert.equal((await client.request({ path: '/mcp' })).text, 'host')
    assert.equal((await client.request({ path: '/api/other' })).text, 'host')
    assert.deepEqual(passed, ['/mcp', '/api/other'])
    await app.close()
  })
})

describe('a body that the host program has read', { timeout: 20_000 }, () => {
  const bodies: Record<string, (text: string) => unknown> = {
    'as a value': text => JSON.parse(text),
    'as text': text => text,
    'as bytes': text => Buffer.from(text),
  }
  for (const [how, parse] of Object.entries(bodies)) {
    it(`${how} is used`, async () => {
      const app = make(definition())
      await app.load()
      const host = http.createServer(async (req, res) => {
        const chunks: Buffer[] = []
        for await (const chunk of req) chunks.push(chunk)
        Object.assign(req, { body: parse(Buffer.concat(chunks).toString()) })
        app.handler(req, res)
      })
      await using _ = await listening(host)
      const client = clientOf((host.address() as AddressInfo).port)
      const { json } = await client.modern('tools/call', { name: 'echo', arguments: { text: 'über' } })
      assert.equal(json.result.content[0].text, 'über')
      await app.close()
    })
  }
})

describe('a body that the host program has not read, or has lost', { timeout: 20_000 }, () => {
  it('is read, whatever a parser left on the request that it passed by', async () => {
    const app = make(definition())
    await app.load()
    const host = http.createServer(async (req, res) => {
      await delay(10)
      app.handler(Object.assign(req, { body: {} }), res)
    })
    await using _ = await listening(host)
    const { json } = await clientOf((host.address() as AddressInfo).port).modern('tools/call', { name: 'primes' })
    assert.deepEqual(json.result.structuredContent, [2, 3, 5])
    await app.close()
  })

  it('is answered as no JSON rather than waited for', async () => {
    const app = make(definition())
    const host = http.createServer((req, res) => {
      req.resume().on('end', () => app.handler(req, res))
    })
    await using _ = await listening(host)
    const { status, json } = await clientOf((host.address() as AddressInfo).port).modern('tools/list')
    assert.deepEqual([status, json.error.code], [400, -32700])
    await app.close()
  })
})

describe('closing', { timeout: 20_000 }, () => {
  it('lets running calls end, refuses new ones, and is quick when nothing runs', async () => {
    const app = make(definition())
    const { port } = await app.listen({ port: 0, eager: true })
    const client = clientOf(port)
    const begun = once(running, 'sleep')
    const sleeping = client.modern('tools/call', { name: 'sleep' })
    await begun
    const closing = app.close()
    assert.equal((await sleeping).json.result.content[0].text, 'slept')
    await closing
    await assert.rejects(client.modern('tools/list'), { code: 'ECONNREFUSED' })
    const started = performance.now()
    const idle = make(definition())
    await idle.listen({ port: 0 })
    await idle.close()
    assert.ok(performance.now() - started < 2000)
  })

  it('aborts what does not end by itself, and says why', async () => {
    aborted.length = 0
    const app = make(definition())
    const { port } = await app.listen({ port: 0, eager: true })
    const begun = once(running, 'wait')
    const waiting = clientOf(port).modern('tools/call', { name: 'wait' })
    await begun
    await app.close()
    assert.deepEqual(aborted, ['shutdown'])
    assert.equal((await waiting).json.result.content[0].text, 'too late')
  })

  it('happens on SIGTERM: what runs is answered, and the process ends without an error', async () => {
    const child = spawn(process.execPath, [PROGRAM, '{}', 'http'])
    children.push(child)
    const [port] = await once(child.stdout, 'data')
    const begun = once(child.stdout, 'data')
    const sleeping = clientOf(Number(String(port))).modern('tools/call', { name: 'sleep' })
    await begun
    child.kill('SIGTERM')
    assert.equal((await sleeping).json.result.content[0].text, 'slept')
    const [code, signal] = await once(child, 'exit')
    assert.deepEqual([code, signal], [0, null])
  })

  it('closes connections that are kept alive', async () => {
    const app = make(definition())
    const { port } = await app.listen({ port: 0 })
    const agent = new http.Agent({ keepAlive: true })
    await new Promise<void>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path: '/', agent }, res => res.resume().on('end', resolve))
        .on('error', reject)
    })
    await app.close()
    agent.destroy()
  })

  it('answers 503 to a host program that goes on', async () => {
    const app = make(definition())
    const host = http.createServer(app.handler)
    await using _ = await listening(host)
    await app.close()
    const client = clientOf((host.address() as AddressInfo).port)
    assert.equal((await client.modern('tools/list')).status, 503)
  })
})

describe('the config', () => {
  it('names every wrong value at once, and what it takes', () => {
    const config = {
      port: -1,
      mode: 'fast',
      path: 'mcp',
      limits: { body: 0, depth: 1001 },
      origins: ['app.example.com'],
      pageSize: 1.5,
      cache: { tools: '1 hour' },
      around: [() => {}],
    }
    assert.throws(
      () => resolveConfig(config as unknown as Config),
      ({ message }: Error) => {
        assert.equal(
          message,
          [
            'mcpgen.config.ts has wrong values:',
            '  path takes a path such as "/mcp", not "mcp"',
            '  port takes an integer from 0 to 65535, not -1',
            '  mode takes "stateful", "json" or "stateless", not "fast"',
            '  pageSize takes a positive integer, not 1.5',
            '  cache takes durations such as "10m" or "10m public", by discover, tools, resources, prompts and skills, not {"tools":"1 hour"}',
            '  around takes a list of what goes around requests, such as otel(), not [null]',
            '  origins takes a list of origins such as "https://app.example.com", not ["app.example.com"]',
            '  limits.body takes a positive number of bytes, not 0',
            '  limits.depth takes an integer from 1 to 1000, not 1001',
          ].join('\n'),
        )
        return true
      },
    )
  })

  it('has the documented defaults', () => {
    const { path, port, mode, limits, url, host, pageSize } = resolveConfig()
    assert.deepEqual(
      [path, port, mode, url, host, pageSize],
      ['/mcp', 3000, 'stateful', undefined, undefined, undefined],
    )
    assert.deepEqual(limits, {
      body: 4_194_304,
      depth: 64,
      sessions: 10_000,
      sessionIdle: 1_800_000,
      calls: 6000,
      guardTimeout: 5000,
      completions: 1200,
      streams: 10_000,
      tasks: 100,
      taskTtl: 86_400_000,
      taskResult: 4_194_304,
      connections: 20_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
    })
  })

  it('takes keys from the environment, and shows none that is wrong', () => {
    const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)]
    assert.deepEqual(resolveConfig().keys, [])
    process.env['MCPGEN_KEYS'] = ` ${fresh} ,${old},`
    try {
      assert.deepEqual(resolveConfig().keys, [fresh, old])
      assert.deepEqual(resolveConfig({ keys: [old] }).keys, [old])
    } finally {
      delete process.env['MCPGEN_KEYS']
    }
    assert.throws(
      () => resolveConfig({ keys: ['hunter2'] }),
      (error: Error) => {
        assert.match(error.message, /keys takes a list of secrets, each of 32 characters or more/)
        return !error.message.includes('hunter2')
      },
    )
  })

  it('refuses an application before it is made', () => {
    assert.throws(() => make(definition({ url: 'ftp://example.com' })), /url takes an http or https URL/)
  })
})

async function hasIPv6(): Promise<string[]> {
  const probe = http.createServer()
  const { promise, resolve } = Promise.withResolvers<string[]>()
  probe.once('error', () => resolve([]))
  probe.listen(0, '::1', () => probe.close(() => resolve(['::1'])))
  return promise
}

async function listening(server: http.Server): Promise<AsyncDisposable> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
