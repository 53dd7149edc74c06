/** The test client against declarations that go every way a call can go, in every revision. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Application } from '@mcpgen/runtime'
import {
  type CallToolResult,
  createTestClient,
  ProtocolError,
  type TestClientOptions,
  ToolError,
} from '@mcpgen/runtime/testing'
import { app as everything } from '../../../fixtures/everything/generated/app.mjs'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { AppDefinition } from '../../../packages/runtime/src/manifest.ts'
import { judgedClient } from '../../harness/client.ts'
import { aborted, DECLARATIONS, running, tool } from '../../harness/declarations.ts'

const ERAS = ['modern', '2025-11-25', '2025-06-18', '2025-03-26'] as const

const application = (definition: Partial<AppDefinition> = {}): Application =>
  createApp({ contract: 1, name: 'tests', version: '1.2.3', ...DECLARATIONS, ...definition })

for (const era of ERAS) {
  describe(`a test client of ${era}`, { timeout: 10_000 }, () => {
    it('speaks its revision', async () => {
      await using client = await judgedClient(application(), { era })
      assert.equal(client.revision, era === 'modern' ? '2026-07-28' : era)
    })

    it('returns what a tool returned: text, data, and data that older revisions wrap', async () => {
      await using client = await judgedClient(application(), { era })
      assert.equal(await client.tools['echo']?.({ text: 'hello' }), 'hello')
      assert.deepEqual(await client.tools['add']?.({ a: 1, b: 2 }), { sum: 3 })
      assert.deepEqual(await client.tools['primes']?.(), [2, 3, 5])
    })

    it('returns a whole result where it is made of blocks', async () => {
      await using client = await judgedClient(application(), { era })
      const result = (await client.tools['link']?.()) as CallToolResult
      assert.equal(result.content[0]?.type, era === '2025-03-26' ? 'text' : 'resource_link')
    })

    it('throws the text of a result that says it failed', async () => {
      await using client = await judgedClient(application(), { era })
      const failure = await rejectionOf(client.tools['refuse']?.())
      assert.ok(failure instanceof ToolError)
      assert.equal(failure.message, 'Not today.')
      assert.equal(failure.result.isError, true)
    })

    it('shows an unexpected error whole, with what was thrown as its cause', async () => {
      await using client = await judgedClient(application(), { era })
      const failure = (await rejectionOf(client.tools['crash']?.())) as ToolError
      assert.match(failure.message, /^the password is 123456 \(reference \w{8}\)$/)
      assert.ok(failure.cause instanceof Error)
      assert.equal(failure.cause.message, 'the password is 123456')
      assert.deepEqual(
        client.failures.map(({ source }) => source),
        ['src/tests.ts#crash'],
      )
    })

    it('throws an error of the protocol with its code', async () => {
      await using client = await judgedClient(application(), { era })
      const failure = (await rejectionOf(client.callTool('nobody'))) as ProtocolError
      assert.ok(failure instanceof ProtocolError)
      assert.deepEqual([failure.code, failure.message], [-32602, 'Unknown tool: nobody'])
    })

    it('collects progress and log messages in order', async () => {
      await using client = await judgedClient(application(), { era })
      const seen: number[] = []
      await client.callTool('count', {}, { onProgress: ({ progress }) => seen.push(progress) })
      await client.callTool('talk')
      assert.deepEqual(seen, [1, 2, 3])
      assert.deepEqual(client.progress[2], { progress: 3, total: 3, message: 'step 3' })
      assert.deepEqual(
        client.logs.map(({ level, data }) => [level, data]),
        [
          ['debug', 'a detail'],
          ['info', 'a fact'],
          ['error', { message: 'a failure', data: { code: 7 } }],
        ],
      )
      assert.equal(client.notifications.length, 6)
    })

    it('lists all pages, reads and prompts', async () => {
      await using client = await judgedClient(application({ config: { pageSize: 2 } }), { era })
      const tools = await client.listTools()
      assert.deepEqual(
        tools.map(({ name }) => name),
        DECLARATIONS.tools?.map(({ name }) => name),
      )
      assert.deepEqual(
        (await client.listResources()).map(({ uri }) => uri),
        ['note://one'],
      )
      assert.deepEqual(
        (await client.listTemplates()).map(({ uriTemplate }) => uriTemplate),
        ['users://{id}'],
      )
      const [prompt] = await client.listPrompts()
      assert.ok(prompt)
      const [contents] = await client.readResource('note://one')
      assert.deepEqual(contents, { uri: 'note://one', mimeType: 'text/plain', text: 'The first note.' })
    })

    it('cancels a call, and says why to whoever awaits it', async () => {
      await using client = await judgedClient(application(), { era })
      const begun = once(running, 'wait')
      const abort = new AbortController()
      const call = client.callTool('wait', {}, { signal: abort.signal })
      await begun
      abort.abort(new Error('enough'))
      await assert.rejects(call, { message: 'enough' })
      while (aborted.length === 0) await delay(5)
      assert.equal(aborted.pop(), era === 'modern' ? 'disconnected' : 'cancelled')
    })
  })
}

describe('a test client', { timeout: 10_000 }, () => {
  const WHO: TestClientOptions = { principal: { id: 'ada', permissions: ['reports:read'] } }

  it('calls as the principal that it is given, on this machine', async () => {
    const whoami = tool('whoami', (_args, { principal, request }) => ({ principal, from: request?.remoteAddress }), {
      result: 'data',
    })
    await using client = await judgedClient(application({ tools: [whoami] }), WHO)
    assert.deepEqual(await client.tools['whoami']?.(), {
      from: '127.0.0.1',
      principal: {
        id: 'ada',
        staff: false,
        admin: false,
        permissions: ['reports:read'],
        scopes: [],
        claims: {},
      },
    })
  })

  it('mirrors in headers what a tool wants there, in the era that has it', async () => {
    const region = { type: 'object', properties: { name: { type: 'string', 'x-mcp-header': 'Region' } } }
    const inputSchema = { type: 'object', properties: { region, n: { type: 'integer', 'x-mcp-header': 'N' } } }
    const seen = tool('seen', (_args, { request }) => request?.headers['mcp-param-region'] ?? 'none', {
      entry: { inputSchema },
    })
    const args = { region: { name: 'Köln' }, n: 1 }
    await using client = await judgedClient(application({ tools: [seen] }))
    assert.equal(await client.tools['seen']?.(args), `=?base64?${Buffer.from('Köln').toString('base64')}?=`)
    assert.equal(await client.tools['seen']?.({ n: 1 }), 'none')
    await using older = await judgedClient(application({ tools: [seen] }), { era: 'legacy' })
    assert.equal(await older.tools['seen']?.(args), 'none')
  })

  it('hides unexpected errors when it is told to, as a server in production does', async () => {
    await using client = await judgedClient(application(), { errors: 'hidden' })
    await assert.rejects(async () => client.tools['crash']?.(), /^ToolError: Internal error \(reference \w{8}\)$/)
  })

  it('sends a request as it is written, through framing and the checks of Host and Origin', async () => {
    await using client = await createTestClient(application())
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' }
    const broken = await client.request('POST', '/mcp', { headers, body: '{' })
    assert.deepEqual([broken.status, JSON.parse(broken.body).error.code], [400, -32700])
    const foreign = await client.request('POST', '/mcp', { headers: { ...headers, Host: 'evil.example' }, body: '{}' })
    assert.equal(foreign.status, 403)
    const page = await client.request('GET', '/mcp', { headers: { Accept: 'text/html' } })
    assert.match(page.body, /<html/)
    assert.equal((await client.request('GET', '/elsewhere')).status, 404)
  })

  it('serves sessions of its own: two clients of one application do not meet', async () => {
    const app = application({ config: { limits: { sessions: 1 } } })
    await using one = await judgedClient(app, { era: 'legacy' })
    await using two = await judgedClient(app, { era: 'legacy' })
    assert.equal(await one.tools['echo']?.({ text: '1' }), '1')
    assert.equal(await two.tools['echo']?.({ text: '2' }), '2')
  })

  it('ends what runs when it is closed', async () => {
    for (const era of ['modern', 'legacy'] as const) {
      const client = await judgedClient(application(), { era })
      const begun = once(running, 'wait')
      const call = client.callTool('wait')
      call.catch(() => {})
      await begun
      await client.close()
      await assert.rejects(call)
      assert.ok(['disconnected', 'shutdown'].includes(String(aborted.pop())))
    }
  })

  it('takes what generated/app.mjs exports and nothing else', async () => {
    const { handler, ...rest } = application()
    await assert.rejects(createTestClient({ handler, ...rest }), /takes the `app`/)
  })

  it('is typed by the generated application', async () => {
    await using client = await judgedClient(everything)
    const greeting: string = await client.tools.greet({ name: 'Ada' })
    assert.equal(greeting, 'Hello, Ada!')
    // @ts-expect-error the argument is required
    await assert.rejects(client.tools.greet({}), /Invalid arguments for the tool greet/)
    // @ts-expect-error there is no such tool
    assert.equal(client.tools.gret, undefined)
    const { content } = await client.tools.test_image_content()
    assert.equal(content[0]?.type, 'image')
  })
})

async function rejectionOf(promise: Promise<unknown> | undefined): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
