/** What is left of tasks when their process is gone: real processes, killed. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { temporaryFolder } from '../../harness/project.ts'
import { clientOf } from '../../harness/server.ts'

const META = {
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: {},
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
}

type Server = ReturnType<typeof clientOf> & { readonly process: ChildProcess }

const children: ChildProcess[] = []
after(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function start(file: string): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'program.ts'), [file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  const died = once(child, 'exit').then(() => assert.fail('it ended without a URL'))
  const [url] = await Promise.race([once(child, 'message'), died])
  died.catch(() => {})
  return { ...clientOf(Number(new URL(url).port)), process: child }
}

async function kill(server: Server): Promise<void> {
  server.process.kill('SIGKILL')
  await once(server.process, 'exit')
}

const ask = async (server: Server, method: string, params: object) =>
  (await server.modern(method, params, { meta: META })).json

const begin = async (server: Server, name: string, args: object = {}): Promise<string> =>
  (await ask(server, 'tools/call', { name, arguments: args })).result.taskId

/** The state of a task once it is as a test wants it. */
async function until(server: Server, taskId: string, wanted: (state: { status: string }) => boolean, ms = 5000) {
  const end = Date.now() + ms
  for (;;) {
    const { result } = await ask(server, 'tasks/get', { taskId })
    if (wanted(result)) return result
    assert.ok(Date.now() < end, `still ${result.status} after ${ms} ms`)
    await delay(50)
  }
}

describe('after the process was killed', { timeout: 60_000 }, () => {
  let second: Server
  const ids: Record<string, string> = {}
  let killedAt = 0

  before(async () => {
    const file = join(temporaryFolder(), 'tasks.db')
    const first = await start(file)
    ids['done'] = await begin(first, 'double', { n: 21 })
    await until(first, ids['done'], state => state.status === 'completed')
    ids['asking'] = await begin(first, 'remove', { file: 'a.txt' })
    await until(first, ids['asking'], state => state.status === 'input_required')
    ids['half'] = await begin(first, 'pair')
    await until(first, ids['half'], state => state.status === 'input_required')
    const inputResponses = { 'name:1': { action: 'accept', content: { name: 'Ada' } } }
    await ask(first, 'tasks/update', { taskId: ids['half'], inputResponses })
    ids['working'] = await begin(first, 'wait')
    await kill(first)
    killedAt = Date.now()
    second = await start(file)
  })

  it('a result is still there', async () => {
    const { result } = await ask(second, 'tasks/get', { taskId: ids['done'] })
    assert.equal(result.status, 'completed')
    assert.deepEqual(result.result.structuredContent, { doubled: 42 })
  })
  it('a task that waited for an answer goes on when it comes, with what it remembers', async () => {
    const taskId = String(ids['asking'])
    assert.deepEqual(Object.keys((await ask(second, 'tasks/get', { taskId })).result.inputRequests), ['sure'])
    const inputResponses = { sure: { action: 'accept', content: { yes: true } } }
    await ask(second, 'tasks/update', { taskId, inputResponses })
    const { result } = await until(second, taskId, state => state.status === 'completed')
    assert.equal(result.content[0].text, 'removed a.txt (42)')
  })
  it('a task that had one of two answers waits for the other alone', async () => {
    const taskId = String(ids['half'])
    assert.deepEqual(Object.keys((await ask(second, 'tasks/get', { taskId })).result.inputRequests), ['name:2'])
    const inputResponses = { 'name:2': { action: 'accept', content: { name: 'Bob' } } }
    await ask(second, 'tasks/update', { taskId, inputResponses })
    const { result } = await until(second, taskId, state => state.status === 'completed')
    assert.equal(result.content[0].text, 'Ada and Bob')
  })
  it('a task that ran is told to have failed, soon and for good, since nobody knows what it did', async () => {
    const state = await until(second, String(ids['working']), ({ status }) => status !== 'working', 15_000)
    assert.ok(Date.now() - killedAt > 5000, 'not before its lease lapsed')
    assert.equal(state.status, 'failed')
    assert.deepEqual(state.error, {
      code: -32603,
      message: 'Outcome unknown: the process that worked on the task is gone',
    })
  })
})

describe('two processes over one storage', { timeout: 60_000 }, () => {
  it('tell of each other’s tasks, go on with them, and cancel them', async () => {
    const file = join(temporaryFolder(), 'tasks.db')
    const [one, two] = [await start(file), await start(file)]
    const asking = await begin(one, 'remove', { file: 'b' })
    await until(two, asking, state => state.status === 'input_required')
    await ask(two, 'tasks/update', { taskId: asking, inputResponses: { sure: { action: 'decline' } } })
    const { result } = await until(one, asking, state => state.status === 'completed')
    assert.equal(result.content[0].text, 'kept b')
    const working = await begin(one, 'wait')
    await ask(two, 'tasks/cancel', { taskId: working })
    await until(one, working, state => state.status === 'cancelled')
    await kill(one)
    await kill(two)
  })
  it('end what runs when they are asked to', async () => {
    const file = join(temporaryFolder(), 'tasks.db')
    const [one, two] = [await start(file), await start(file)]
    const working = await begin(one, 'wait')
    one.process.kill('SIGTERM')
    await once(one.process, 'exit')
    const state = await until(two, working, ({ status }) => status !== 'working', 500)
    assert.deepEqual(state.result, { ...state.result, isError: true })
    assert.match(state.result.content[0].text, /aborted: shutdown/)
    await kill(two)
  })
})
