/** The official clients as the ones who are asked: the same answers in every revision, over HTTP and stdio. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client'
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { app } from '../fixtures/everything/generated/app.mjs'
import { mcpRemote } from './harness/peers.ts'
import { temporaryFolder } from './harness/project.ts'

const ME = { name: 'interop', version: '1.0.0' }
const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} }
const everything = join(import.meta.dirname, '../fixtures/everything')
const PROGRAM = {
  command: process.execPath,
  args: ['generated/main.mjs', '--stdio'],
  cwd: everything,
  stderr: 'pipe' as const,
}

interface Form {
  readonly requestedSchema?: { readonly properties: Record<string, { readonly default?: unknown }> }
}

/** Fills in what it knows, and what the form suggests. */
function fillIn({ requestedSchema }: Form) {
  const known: Record<string, unknown> = {
    name: 'Ada',
    username: 'ada',
    email: 'ada@example.com',
    ok: true,
    color: 'red',
    context: 'children',
  }
  const fields = Object.entries(requestedSchema?.properties ?? {})
  const content = Object.fromEntries(fields.map(([name, field]) => [name, field.default ?? known[name]]))
  return { action: 'accept', content } as never
}

const COMPLETION = { role: 'assistant', model: 'test-model', content: { type: 'text', text: 'Paris' } } as const
const ROOTS = { roots: [{ uri: 'file:///work' }, { uri: 'file:///play' }] }

interface Asked {
  call(name: string, args?: Record<string, unknown>): Promise<string>
  prompt(name: string): Promise<unknown>
  close(): Promise<void>
}

async function sdk1(transport: Http1 | Stdio1): Promise<Asked> {
  const client = new Client1(ME, { capabilities: CAPABILITIES })
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => fillIn(params as Form))
  client.setRequestHandler(CreateMessageRequestSchema, () => COMPLETION)
  client.setRequestHandler(ListRootsRequestSchema, () => ROOTS)
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return askedBy(client)
}

async function client2(transport: Http2 | Stdio2, mode: 'legacy' | { pin: string }): Promise<Asked> {
  const client = new Client2(ME, { capabilities: CAPABILITIES, versionNegotiation: { mode } })
  client.setRequestHandler('elicitation/create', ({ params }) => fillIn(params as Form))
  client.setRequestHandler('sampling/createMessage', () => COMPLETION)
  client.setRequestHandler('roots/list', () => ROOTS)
  await client.connect(transport)
  return askedBy(client)
}

function askedBy(client: Client1 | Client2): Asked {
  return {
    async call(name, args = {}) {
      const { content } = (await client.callTool({ name, arguments: args })) as { content: { text?: string }[] }
      return content[0]?.text ?? ''
    },
    prompt: async name => (await client.getPrompt({ name })).messages[0]?.content,
    close: () => client.close(),
  }
}

const home = temporaryFolder()
let url: URL
const WAYS: Readonly<Record<string, () => Promise<Asked>>> = {
  'sdk 1.32 over HTTP': () => sdk1(new Http1(url)),
  'sdk 1.32 over stdio': () => sdk1(new Stdio1(PROGRAM)),
  'client 2.4, legacy': () => client2(new Http2(url), 'legacy'),
  'client 2.4, modern': () => client2(new Http2(url), { pin: '2026-07-28' }),
  'client 2.4 over stdio, modern': () => client2(new Stdio2(PROGRAM), { pin: '2026-07-28' }),
  'sdk 1.32 through mcp-remote': () => sdk1(new Stdio1({ ...mcpRemote(url, home), stderr: 'pipe' })),
  'client 2.4 through mcp-remote, modern': () =>
    client2(new Stdio2({ ...mcpRemote(url, home), stderr: 'pipe' }), { pin: '2026-07-28' }),
}

before(async () => {
  url = new URL((await app.listen({ port: 0 })).url)
})
after(() => app.close())

for (const [title, connect] of Object.entries(WAYS)) {
  describe(`${title} is asked`, { timeout: 30_000 }, () => {
    let client: Asked
    before(async () => {
      client = await connect()
    })
    after(() => client?.close())

    it('to fill in a form', async () => {
      const filled = '{"username":"ada","email":"ada@example.com"}'
      assert.equal(await client.call('test_elicitation', { message: 'Who?' }), `User response: accept, ${filled}`)
    })

    it('to confirm what a form suggests', async () => {
      const suggested = '{"name":"John Doe","age":30,"score":95.5,"status":"active","verified":true}'
      assert.equal(
        await client.call('test_elicitation_sep1034_defaults'),
        `Elicitation completed: accept, ${suggested}`,
      )
    })

    it('for its model and its roots', async () => {
      assert.equal(await client.call('test_sampling', { prompt: 'Hi' }), 'LLM response: Paris')
      assert.equal(await client.call('test_input_required_result_list_roots'), 'Roots: file:///work, file:///play')
    })

    it('for three things at once, and in two rounds', async () => {
      assert.equal(await client.call('test_input_required_result_multiple_inputs'), 'All three: Ada, Paris, 2 roots')
      assert.equal(await client.call('test_input_required_result_multi_round'), 'Two rounds: Ada, red')
    })

    it('by a prompt', async () => {
      const content = await client.prompt('test_input_required_result_prompt')
      assert.deepEqual(content, { type: 'text', text: 'Write for children.' })
    })
  })
}
