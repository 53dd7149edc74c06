/**
 * Clients that are not the official ones: `@ai-sdk/mcp`, in both of its eras and over stdio, as far as it goes: it hears no
 * notifications, knows no sampling, and takes no broken stream up again. What `mcp-remote` carries stands beside the
 * official clients, which need one at its other end.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createMCPClient, ElicitationRequestSchema, type MCPClient } from '@ai-sdk/mcp'
import { Experimental_StdioMCPTransport as Stdio } from '@ai-sdk/mcp/mcp-stdio'
import { app } from '../fixtures/everything/generated/app.mjs'
import { PIXEL } from '../fixtures/everything/src/media.ts'
import { aborted, running } from './harness/declarations.ts'
import { startServer } from './harness/server.ts'

const everything = join(import.meta.dirname, '../fixtures/everything')
let url = ''
/** The methods of the requests that a client has sent. */
const sent: string[] = []

const counting: typeof fetch = (input, init) => {
  if (typeof init?.body === 'string') sent.push(JSON.parse(init.body).method)
  return fetch(input, init)
}

interface Way {
  readonly revision: string
  readonly first: string
  readonly transport: () => Parameters<typeof createMCPClient>[0]['transport']
}

const http = () => ({ type: 'http' as const, url, fetch: counting })
const stdio = () => {
  const args = ['generated/main.mjs', '--stdio']
  const transport = new Stdio({ command: process.execPath, args, cwd: everything, stderr: 'pipe' })
  const start = transport.start.bind(transport)
  // The client gives a program little time to answer its first request: it may still be starting.
  transport.start = async () => {
    await start()
    const { onmessage } = transport
    const { promise, resolve } = Promise.withResolvers<void>()
    transport.onmessage = () => resolve()
    await transport.send({ jsonrpc: '2.0', id: 'awake', method: 'ping' })
    await promise
    if (onmessage !== undefined) transport.onmessage = onmessage
  }
  return transport
}

const WAYS: Readonly<Record<string, Way>> = {
  '@ai-sdk/mcp, by its own choice': { revision: '2026-07-28', first: 'server/discover', transport: http },
  '@ai-sdk/mcp, legacy': { revision: '2025-11-25', first: 'initialize', transport: http },
  '@ai-sdk/mcp over stdio': { revision: '2026-07-28', first: 'server/discover', transport: stdio },
}

before(async () => {
  url = (await app.listen({ port: 0 })).url
})
after(() => app.close())

for (const [title, { revision, first, transport }] of Object.entries(WAYS)) {
  describe(title, { timeout: 30_000 }, () => {
    let client: MCPClient
    const asked: string[] = []
    const text = async (name: string, args: Record<string, unknown> = {}) => {
      const { content } = (await client.callTool({ name, arguments: args })) as { content: { text?: string }[] }
      return content[0]?.text
    }

    before(async () => {
      sent.length = 0
      client = await createMCPClient({
        transport: transport(),
        capabilities: { elicitation: {} },
        protocolVersionDiscovery: first === 'server/discover',
      })
      client.onElicitationRequest(ElicitationRequestSchema, ({ params }) => {
        asked.push(params.message)
        return { action: 'accept', content: { name: 'Ada', username: 'ada', email: 'ada@example.com', color: 'red' } }
      })
    })
    after(() => client?.close())

    it('agrees on a revision and learns who the server is', () => {
      if (transport === http) assert.equal(sent[0], first)
      assert.equal(client.initializeResult.protocolVersion, revision)
      assert.deepEqual([client.serverInfo.name, client.serverInfo.version], ['everything', '1.0.0'])
    })

    it('lists tools, resources, templates and prompts', async () => {
      const { tools } = await client.listTools()
      const { tools: known } = JSON.parse(await listed('tools/list'))
      assert.deepEqual(
        tools.map(({ name, description }) => ({ name, description })),
        known.map(({ name, description }: { name: string; description: string }) => ({ name, description })),
      )
      const { resources } = await client.listResources()
      assert.ok(resources.some(resource => resource.uri === 'test://static-text'))
      const { resourceTemplates } = await client.listResourceTemplates()
      assert.ok(resourceTemplates.some(template => template.uriTemplate === 'test://template/{id}/data'))
      const { prompts } = await client.listPrompts()
      assert.ok(prompts.some(prompt => prompt.name === 'test_prompt_with_arguments'))
    })

    it('calls tools: text, pictures, and what fails in band', async () => {
      assert.equal(await text('greet', { name: 'Ada' }), 'Hello, Ada!')
      const { content } = (await client.callTool({ name: 'test_image_content' })) as { content: { data?: string }[] }
      assert.deepEqual(Buffer.from(content[0]?.data ?? '', 'base64'), PIXEL)
      const failed = await client.callTool({ name: 'test_error_handling' })
      assert.equal(failed.isError, true)
      await assert.rejects(client.callTool({ name: 'nothing' }), { code: -32602 })
    })

    it('hands the tools to a model as the AI SDK has them', async () => {
      const { greet } = await client.tools()
      const result = await greet?.execute?.({ name: 'Ada' }, { toolCallId: '1', messages: [], context: {} } as never)
      assert.deepEqual((result as { content: unknown }).content, [{ type: 'text', text: 'Hello, Ada!' }])
    })

    it('reads a resource, one of a template, and one that is not there', async () => {
      const { contents } = await client.readResource({ uri: 'test://template/a%20b/data' })
      const [first] = contents as { text?: string }[]
      assert.deepEqual(JSON.parse(first?.text ?? ''), { id: 'a b', templateTest: true, data: 'Data for ID: a b' })
      await assert.rejects(client.readResource({ uri: 'test://nowhere' }), {
        code: revision === '2026-07-28' ? -32602 : -32002,
      })
    })

    it('gets a prompt and completes its argument', async () => {
      const { messages } = await client.getPrompt({
        name: 'test_prompt_with_arguments',
        arguments: { arg1: 'a', arg2: 'b' },
      })
      assert.deepEqual(messages[0]?.content, { type: 'text', text: "Prompt with arguments: arg1='a', arg2='b'" })
      const ref = { type: 'ref/prompt' as const, name: 'test_prompt_with_arguments' }
      const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } })
      assert.deepEqual(completion.values, ['paris', 'park', 'party'])
    })

    it('is asked to fill in a form, and in two rounds', async () => {
      asked.length = 0
      const filled = '{"username":"ada","email":"ada@example.com"}'
      assert.equal(await text('test_elicitation', { message: 'Who?' }), `User response: accept, ${filled}`)
      assert.deepEqual(asked, ['Who?'])
      assert.equal(await text('test_input_required_result_multi_round'), 'Two rounds: Ada, red')
      assert.equal(asked.length, 3)
    })

    it('is told what the server cannot ask it for', async () => {
      const told = await client.callTool({ name: 'test_sampling', arguments: { prompt: 'Hi' } }).then(
        result => ({ isError: result.isError, code: undefined }),
        error => ({ isError: undefined, code: error.code }),
      )
      assert.deepEqual(
        told,
        revision === '2026-07-28' ? { isError: undefined, code: -32021 } : { isError: true, code: undefined },
      )
    })
  })
}

for (const discovers of [true, false]) {
  describe(`@ai-sdk/mcp, ${discovers ? 'modern' : 'legacy'}, while a call runs`, { timeout: 30_000 }, () => {
    const connect = (url: string) =>
      createMCPClient({ transport: { type: 'http', url }, protocolVersionDiscovery: discovers })

    it('takes the result of a call that said something before it', async () => {
      await using server = await startServer()
      const client = await connect(server.url)
      const { content } = await client.callTool({ name: 'talk' })
      assert.deepEqual(content, [{ type: 'text', text: 'talked' }])
      await client.close()
    })

    // An older client says so by a notification, which this one does not send.
    const hears = discovers ? 'and the function hears of it' : 'and the call goes on, as for any lost connection'
    it(`stops waiting when it cancels, ${hears}`, async () => {
      await using server = await startServer()
      const client = await connect(server.url)
      const cancel = new AbortController()
      const begun = once(running, 'wait')
      const call = client.callTool({ name: 'wait', options: { signal: cancel.signal } })
      await begun
      aborted.length = 0
      cancel.abort()
      await assert.rejects(call)
      if (discovers) while (aborted.length === 0) await delay(5)
      else await delay(100)
      assert.deepEqual(aborted, discovers ? ['disconnected'] : [])
      const { content } = await client.callTool({ name: 'echo', arguments: { text: 'still here' } })
      assert.deepEqual(content, [{ type: 'text', text: 'still here' }])
      await client.close()
    })
  })
}

/** JSON text of a result, as it comes over the wire. */
async function listed(method: string): Promise<string> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': method,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta } }),
  })
  return JSON.stringify(((await response.json()) as { result: unknown }).result)
}
