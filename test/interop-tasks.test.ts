/** The official client's experimental tasks, over HTTP and stdio; and the extension over stdio, line by line. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { sqlite } from '@mcpgen/runtime/storage'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { createJudge } from './harness/judge.ts'
import { temporaryFolder } from './harness/project.ts'
import { tasksApp } from './runtime/tasks/tasks.ts'

const PROGRAM = join(import.meta.dirname, 'runtime/tasks/program.ts')
const stdio = () => [PROGRAM, join(temporaryFolder(), 'tasks.db'), 'stdio']

async function connected(transport: StreamableHTTPClientTransport | StdioClientTransport): Promise<Client> {
  const client = new Client({ name: 'interop', version: '1.0.0' }, { capabilities: { elicitation: { form: {} } } })
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { yes: true } }))
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return client
}

function tests(client: () => Client): void {
  const stream = async (name: string, args: Record<string, unknown> = {}) => {
    const told: string[] = []
    const options = { task: { ttl: 60_000 } }
    for await (const message of client().experimental.tasks.callToolStream(
      { name, arguments: args },
      CallToolResultSchema,
      options,
    )) {
      if (message.type === 'result') return { told, text: (message.result.content[0] as { text?: string })?.text }
      if (message.type === 'error') throw message.error
      told.push(message.type === 'taskStatus' ? message.task.status : message.type)
    }
    throw new Error('no result came')
  }

  it('calls a tool as a task and has its result', async () => {
    await client().listTools()
    const { told, text } = await stream('only')
    assert.equal(told[0], 'taskCreated')
    assert.equal(text, 'as a task')
  })
  it('is asked by a task', async () => {
    assert.equal((await stream('remove', { file: 'a' })).text, 'removed a (42)')
  })
  it('cancels a task', async () => {
    const { tasks } = client().experimental
    for await (const message of tasks.callToolStream({ name: 'wait' }, CallToolResultSchema, { task: {} })) {
      if (message.type !== 'taskCreated') continue
      assert.equal((await tasks.cancelTask(message.task.taskId)).status, 'cancelled')
      assert.equal((await tasks.getTask(message.task.taskId)).status, 'cancelled')
      break
    }
  })
}

describe('the official client, over HTTP', { timeout: 60_000 }, () => {
  const app = tasksApp({ storage: sqlite(':memory:') })
  let client: Client
  before(async () => {
    const { url } = await app.listen({ port: 0 })
    client = await connected(new StreamableHTTPClientTransport(new URL(url)))
  })
  after(async () => {
    await client.close()
    await app.close()
  })
  tests(() => client)
})

describe('the official client, over stdio', { timeout: 60_000 }, () => {
  let client: Client
  before(async () => {
    client = await connected(new StdioClientTransport({ command: process.execPath, args: stdio(), stderr: 'inherit' }))
  })
  after(() => client.close())
  tests(() => client)
})

describe('the extension over stdio', { timeout: 60_000 }, () => {
  const META = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
  }

  it('has the whole of a task, and tells who listens', async () => {
    const child = spawn(process.execPath, stdio(), { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const judge = createJudge('2026-07-28')
    let id = 0
    const say = (method: string, params: object) => {
      id += 1
      const message = { jsonrpc: '2.0', id, method, params: { ...params, _meta: META } }
      judge.sent(message)
      child.stdin.write(`${JSON.stringify(message)}\n`)
    }
    const hear = async () => {
      const message = JSON.parse(String((await lines.next()).value))
      judge.received(message)
      return message
    }
    say('tools/call', { name: 'wait' })
    const { result } = await hear()
    assert.equal(result.resultType, 'task')
    say('subscriptions/listen', { notifications: { taskIds: [result.taskId] } })
    assert.deepEqual((await hear()).params.notifications, { taskIds: [result.taskId] })
    assert.equal((await hear()).params.status, 'working')
    say('tasks/cancel', { taskId: result.taskId })
    const said = [await hear(), await hear()]
    assert.deepEqual(said.map(message => message.params?.status ?? message.result.resultType).sort(), [
      'cancelled',
      'complete',
    ])
    child.stdin.end()
    await once(child, 'exit')
  })
})
