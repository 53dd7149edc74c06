/** Tasks as clients see them: the extension of 2026-07-28, and what 2025-11-25 tries out. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { sqlite } from '@mcpgen/runtime/storage'
import type { TestClientOptions } from '@mcpgen/runtime/testing'
import { judgedClient } from '../../harness/client.ts'
import { temporaryFolder } from '../../harness/project.ts'
import { aborts, release, runs, tasksApp } from './tasks.ts'

const TASKS = 'io.modelcontextprotocol/tasks'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const RELATED = 'io.modelcontextprotocol/related-task'
const optedIn = { _meta: { [CAPABILITIES]: { elicitation: {}, extensions: { [TASKS]: {} } } } }
const yes = { action: 'accept', content: { yes: true } }
const answers = { sure: yes, name: { action: 'accept', content: { name: 'Ada' } } }

const modern = (options: TestClientOptions = {}) => judgedClient(tasksApp(), options)
const legacy = (options: TestClientOptions = {}) => judgedClient(tasksApp(), { era: 'legacy', ...options })
const text = (result: { content: readonly object[] }) => (result.content[0] as { text?: string }).text

beforeEach(() => {
  runs.length = 0
  aborts.length = 0
})

for (const [era, open] of [
  ['2026-07-28', modern],
  ['2025-11-25', legacy],
] as const) {
  describe(`a task of ${era}`, () => {
    it('is a handle at once, and its result is that of the tool', async () => {
      await using client = await open()
      const task = await client.callTask('double', { n: 21 })
      assert.match(task.id, /^[\w-]{24}$/)
      const { structuredContent, isError } = await task.result()
      assert.deepEqual(structuredContent, { doubled: 42 })
      assert.equal(isError, undefined)
    })
    it('runs while nobody asks for it, and can be asked for as often as one likes', async () => {
      await using client = await open()
      const task = await client.callTask('wait')
      assert.equal((await task.state())['status'], 'working')
      release()
      assert.equal(text(await task.result()), 'waited')
      assert.equal(text(await task.result()), 'waited')
      assert.equal((await task.state())['status'], 'completed')
    })
    it('is cancelled, and its function with it', async () => {
      await using client = await open()
      const task = await client.callTask('wait')
      await task.cancel()
      assert.equal((await task.state())['status'], 'cancelled')
      await assert.rejects(task.result(), { name: 'ProtocolError', message: 'The task was cancelled' })
      assert.deepEqual(aborts, ['cancelled'])
    })
    it('asks the client, and runs again with the answers and what it remembers', async () => {
      await using client = await open({ answers })
      const task = await client.callTask('remove', { file: 'a.txt' })
      assert.equal(text(await task.result()), 'removed a.txt (42)')
      assert.deepEqual(runs, ['remove', 'remove'])
    })
    it('asks several things at once', async () => {
      await using client = await open({ answers: { 'name:1': answers.name, 'name:2': answers.name } })
      assert.equal(text(await (await client.callTask('pair')).result()), 'Ada and Ada')
    })
    it('ends by the error of the protocol that its function throws', async () => {
      await using client = await open()
      const task = await client.callTask('break')
      await assert.rejects(task.result(), { name: 'ProtocolError', code: 4001, data: { part: 7 } })
      const { status, statusMessage } = await task.state()
      assert.deepEqual({ status, statusMessage }, { status: 'failed', statusMessage: 'Broken' })
    })
    it('keeps no result that is larger than it may be', async () => {
      await using client = await judgedClient(tasksApp({ limits: { taskResult: 1000 } }), { era })
      const result = await (await client.callTask('large', { size: 2000 })).result()
      assert.equal(result.isError, true)
      assert.match(text(result) ?? '', /The result takes 20\d\d bytes, and a task keeps at most 1000/)
    })
    it("is nobody else's: to another it is not there", async () => {
      const storage = sqlite(join(temporaryFolder(), 'tasks.db'))
      await using ada = await open({ storage, principal: { id: 'ada' } })
      await using bob = await open({ storage, principal: { id: 'bob' } })
      await using nobody = await open({ storage })
      const { id } = await ada.callTask('wait')
      for (const other of [bob, nobody]) {
        for (const method of ['tasks/get', 'tasks/cancel', ...(era === '2025-11-25' ? ['tasks/result'] : [])]) {
          const refused = { code: -32602, message: `Unknown task: ${id}` }
          await assert.rejects(other.send(method, { taskId: id, ...optedIn }), refused, method)
        }
      }
      assert.equal((await ada.send('tasks/get', { taskId: id, ...optedIn }))['status'], 'working')
      release()
    })
    it('is one of so many of its caller at once', async () => {
      await using client = await judgedClient(tasksApp({ limits: { tasks: 1 } }), { era })
      const first = await client.callTask('wait')
      const second = client.callTask('wait')
      await assert.rejects(second, era === '2025-11-25' ? { code: -32603 } : /answered without a task/)
      await first.cancel()
      await (await client.callTask('double', { n: 1 })).result()
    })
    it('is unknown after its time', async () => {
      await using client = await judgedClient(tasksApp({ limits: { taskTtl: 50 } }), { era })
      const task = await client.callTask('double', { n: 1 })
      await delay(60)
      await assert.rejects(task.state(), { code: -32602 })
    })
  })
}

describe('who answers', () => {
  const storage = sqlite(join(temporaryFolder(), 'guarded.db'))
  const start = async () => {
    await using digger = await modern({
      storage,
      principal: { id: 'ada', permissions: ['dig'] },
      capabilities: { elicitation: {} },
    })
    const task = await digger.callTask('guarded')
    await untilAsked(task.state)
    return task.id
  }
  const answer = async (permissions: string[]) => {
    const id = await start()
    await using client = await modern({ storage, principal: { id: 'ada', permissions } })
    await client.send('tasks/update', { taskId: id, inputResponses: { sure: yes }, ...optedIn })
    for (;;) {
      const state = await client.send('tasks/get', { taskId: id, ...optedIn })
      if (state['status'] !== 'working') return state
      await delay(5)
    }
  }

  it('is who the function runs for', async () => {
    const { result } = await answer(['dig'])
    assert.equal(text(result as never), 'ada, accept')
  })
  it('must be allowed to use the tool at that moment', async () => {
    await assert.rejects(answer([]), { code: -32602, message: /^Unknown task: / })
  })
})

describe('a process that was too busy to say that it lives', () => {
  it('does not give up its own tasks with those of a dead one', async () => {
    const file = join(temporaryFolder(), 'busy.db')
    await using client = await modern({ storage: sqlite(file) })
    const [dead, own] = [await client.callTask('wait'), await client.callTask('wait')]
    const raw = new DatabaseSync(file)
    raw.exec('update mcpgen_task set leased_until = 1')
    raw.prepare("update mcpgen_task set worker = 'gone', id = 'dead' where id = ?").run(dead.id)
    raw.close()
    assert.equal((await client.send('tasks/get', { taskId: 'dead', ...optedIn }))['status'], 'failed')
    assert.equal((await own.state())['status'], 'working')
    release()
    assert.equal(text(await own.result()), 'waited')
  })
})

describe('a server whose config names no storage', () => {
  it('keeps tasks in a file of its project', async () => {
    const root = temporaryFolder()
    const app = tasksApp({}, pathToFileURL(`${root}/`).href)
    await app.load()
    assert.ok(existsSync(join(root, '.mcpgen/storage.db')))
    await app.close()
  })
  it('is wrong about what is none', () => {
    assert.throws(
      () => tasksApp({ storage: 'tasks.db' as never }),
      /storage takes what sqlite\(\) of @mcpgen\/runtime\/storage returns, not "tasks.db"/,
    )
    assert.throws(() => tasksApp({ singleUse: 1 as never }), /singleUse takes true or false/)
  })
})

describe('the extension of 2026-07-28', () => {
  it('is declared, and nothing of 2025-11-25 beside it', async () => {
    await using client = await modern()
    const { capabilities } = await client.send('server/discover')
    assert.deepEqual((capabilities as Record<string, unknown>)['extensions'], { [TASKS]: {} })
    assert.equal('tasks' in (capabilities as object), false)
    const [entry] = await client.listTools()
    assert.equal(entry && 'execution' in entry, false)
  })
  it('says -32021 to whoever has not declared it', async () => {
    await using client = await modern()
    const refused = { code: -32021, data: { requiredCapabilities: { extensions: { [TASKS]: {} } } }, status: 400 }
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      await assert.rejects(client.send(method, { taskId: 'x', inputResponses: {} }), refused)
    }
    await assert.rejects(client.callTool('only'), refused)
    const notifications = { taskIds: [] }
    await assert.rejects(client.send('subscriptions/listen', { notifications }), refused)
  })
  it('leaves a tool that need not be a task to run to its end', async () => {
    await using client = await modern({ answers })
    assert.deepEqual((await client.callTool('double', { n: 2 })).structuredContent, { doubled: 4 })
    assert.equal(text(await client.callTool('later')), 'Ada: true')
  })
  it('makes no task of a tool that is none, whatever the caller says', async () => {
    await using client = await modern()
    const result = await client.send('tools/call', { name: 'plain', task: { ttl: 1 }, ...optedIn })
    assert.equal(result['resultType'], 'complete')
  })
  it('has no tasks/result and no tasks/list', async () => {
    await using client = await modern()
    for (const method of ['tasks/result', 'tasks/list']) {
      await assert.rejects(client.send(method, { taskId: 'x', ...optedIn }), { code: -32601, status: 404 })
    }
  })
  it('says what a client lacks before there is a task', async () => {
    await using client = await modern()
    await assert.rejects(
      client.send('tools/call', { name: 'remove', _meta: { [CAPABILITIES]: { extensions: { [TASKS]: {} } } } }),
      {
        code: -32021,
        data: { requiredCapabilities: { elicitation: {} } },
      },
    )
  })
  it('tells of a tool that failed as of a result', async () => {
    await using client = await modern()
    const task = await client.callTask('fail')
    assert.equal((await task.result()).isError, true)
    assert.equal((await task.state())['status'], 'completed')
  })
  it('holds Mcp-Name against the id', async () => {
    await using client = await modern()
    const { id } = await client.callTask('double', { n: 1 })
    const { status, body } = await client.request('POST', '/mcp', {
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tasks/get',
        'Mcp-Name': 'another',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tasks/get',
        params: { taskId: id, _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', ...optedIn._meta } },
      }),
    })
    assert.deepEqual([status, JSON.parse(body).error.code], [400, -32020])
  })
  it('asks again under another key, and takes what is not asked for nothing', async () => {
    await using client = await modern({ capabilities: { elicitation: {} } })
    const task = await client.callTask('remove', { file: 'a' })
    const asked = async () => Object.keys(((await untilAsked(task.state))['inputRequests'] ?? {}) as object)
    assert.deepEqual(await asked(), ['sure'])
    const update = (inputResponses: object) =>
      client.send('tasks/update', { taskId: task.id, inputResponses: inputResponses as never, ...optedIn })
    const { resultType, ...rest } = await update({ other: yes })
    assert.deepEqual([resultType, Object.keys(rest)], ['complete', ['_meta']])
    await update({ sure: { action: 'accept', content: { yes: 'perhaps' } } })
    assert.deepEqual(await asked(), ['sure~2'])
    await update({ sure: yes })
    assert.deepEqual(await asked(), ['sure~2'])
    await update({ 'sure~2': yes })
    assert.equal(text(await task.result()), 'removed a (42)')
    for (const wrong of [undefined, [], { a: 1 }]) {
      await assert.rejects(
        client.send('tasks/update', { taskId: task.id, inputResponses: wrong as never, ...optedIn }),
        {
          code: -32602,
        },
      )
    }
  })
  it('asks in ordinary rounds what is asked before the task starts, and goes on where it starts', async () => {
    await using client = await modern({ answers })
    const task = await client.callTask('later')
    assert.deepEqual(runs, ['later', 'later', 'before', 'after'])
    assert.equal(text(await task.result()), 'Ada: true')
    assert.deepEqual(runs, ['later', 'later', 'before', 'after', 'later', 'before', 'after'])
  })
  it('makes no task of a call that ends before the task starts', async () => {
    await using client = await modern({ answers })
    await assert.rejects(client.callTask('later', { stop: true }), /answered without a task/)
  })
  it('tells subscribers of every state, of their own tasks alone', async () => {
    const storage = sqlite(join(temporaryFolder(), 'tasks.db'))
    await using ada = await modern({ storage, principal: { id: 'ada' }, answers })
    await using bob = await modern({ storage, principal: { id: 'bob' } })
    const [mine, other] = [await ada.callTask('wait'), await bob.callTask('wait')]
    const ended = new AbortController()
    const notifications = { taskIds: [mine.id, other.id, 'nothing'] }
    const listening = ada.send('subscriptions/listen', { notifications, ...optedIn }, { signal: ended.signal })
    const heard = () => ada.notifications.filter(one => one.method === 'notifications/tasks')
    while (heard().length < 1) await delay(5)
    const [acknowledged] = ada.notifications
    assert.deepEqual(acknowledged?.params?.['notifications'], { taskIds: [mine.id] })
    await mine.cancel()
    while (heard().length < 2) await delay(5)
    assert.deepEqual(
      heard().map(one => one.params?.['status']),
      ['working', 'cancelled'],
    )
    ended.abort()
    await assert.rejects(listening)
    await other.cancel()
  })
})

describe('tasks of 2025-11-25', () => {
  const initialize = async (revision: string, principal?: string) => {
    const app = tasksApp()
    await using client = await judgedClient(app, {
      era: revision as never,
      ...(principal !== undefined && { principal: { id: principal } }),
    })
    const { body } = await client.request('POST', '/mcp', {
      headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: revision, capabilities: {}, clientInfo: { name: 't', version: '1' } },
      }),
    })
    return { capabilities: JSON.parse(body).result.capabilities, tools: await client.listTools() }
  }

  it('are declared and listed to clients of this revision alone, a list of them to callers with a name', async () => {
    const { capabilities, tools } = await initialize('2025-11-25')
    assert.deepEqual(capabilities.tasks, { cancel: {}, requests: { tools: { call: {} } } })
    assert.deepEqual((await initialize('2025-11-25', 'ada')).capabilities.tasks.list, {})
    const support = Object.fromEntries(tools.map(entry => [entry['name'], entry['execution']]))
    assert.deepEqual(support['double'], { taskSupport: 'optional' })
    assert.deepEqual(support['only'], { taskSupport: 'required' })
    assert.equal(support['plain'], undefined)
    for (const revision of ['2025-06-18', '2025-03-26']) {
      const older = await initialize(revision, 'ada')
      assert.equal(older.capabilities.tasks, undefined)
      assert.ok(older.tools.every(entry => !('execution' in entry)))
    }
  })
  it('are made of tools that can be tasks, and of all that must be', async () => {
    await using client = await legacy()
    await assert.rejects(client.callTask('plain'), { code: -32601, message: 'The tool plain does not run as a task' })
    await assert.rejects(client.callTool('only'), { code: -32601 })
    assert.deepEqual((await client.callTool('double', { n: 2 })).structuredContent, { doubled: 4 })
    await using older = await legacy({ era: '2025-06-18' })
    const result = await older.callTool('only')
    assert.equal(result.isError, true)
    assert.equal(text(result), 'The tool only runs as a task, which 2025-06-18 has no word for')
    assert.deepEqual(
      (await older.send('tools/call', { name: 'double', arguments: { n: 2 }, task: {} }))['structuredContent'],
      {
        doubled: 4,
      },
    )
    await assert.rejects(older.send('tasks/get', { taskId: 'x' }), { code: -32601 })
  })
  it('live as long as the client asks, if the server lets them', async () => {
    await using client = await legacy()
    const ttlOf = async (ttl: unknown) =>
      (
        (await client.send('tools/call', { name: 'double', arguments: { n: 1 }, task: { ttl } as never }))['task'] as {
          ttl: number
        }
      ).ttl
    assert.equal(await ttlOf(60_000), 60_000)
    assert.equal(await ttlOf(undefined), 86_400_000)
    assert.equal(await ttlOf(10 ** 12), 86_400_000)
    for (const wrong of [0, -1, 1.5, '60']) await assert.rejects(ttlOf(wrong), { code: -32602 })
  })
  it('have failed when their tool has; the result says how', async () => {
    await using client = await legacy()
    const task = await client.callTask('fail')
    const result = await task.result()
    assert.deepEqual([result.isError, text(result)], [true, 'No luck'])
    assert.deepEqual(result._meta, { [RELATED]: { taskId: task.id } })
    const { status, statusMessage } = await task.state()
    assert.deepEqual({ status, statusMessage }, { status: 'failed', statusMessage: 'No luck' })
  })
  it('cannot be cancelled after their end', async () => {
    await using client = await legacy()
    const task = await client.callTask('double', { n: 1 })
    await task.result()
    await assert.rejects(task.cancel(), { code: -32602 })
  })
  it('name themselves in what they ask, on the stream of tasks/result', async () => {
    const requests: { method: string; params?: { _meta?: unknown } }[] = []
    await using client = await legacy({
      answers,
      onMessage: (message, method) => {
        if ('method' in message && 'id' in message) requests.push({ ...message, on: method } as never)
      },
    })
    const task = await client.callTask('later')
    assert.equal(text(await task.result()), 'Ada: true')
    assert.deepEqual(
      requests.map(({ method, params, ...rest }) => [method, params?._meta, (rest as { on?: string }).on]),
      Array(2).fill(['elicitation/create', { [RELATED]: { taskId: task.id } }, 'tasks/result']),
    )
  })
  it('are listed page by page to their owner', async () => {
    await using client = await legacy({ principal: { id: 'ada' } })
    const ids: string[] = []
    for (let n = 0; n < 60; n += 1) ids.push((await client.callTask('double', { n })).id)
    const first = await client.send('tasks/list')
    const second = await client.send('tasks/list', { cursor: first['nextCursor'] })
    const all = [first, second].flatMap(page => page['tasks'] as { taskId: string }[])
    assert.deepEqual(new Set(all.map(task => task.taskId)), new Set(ids))
    assert.equal(second['nextCursor'], undefined)
    await assert.rejects(client.send('tasks/list', { cursor: 'nothing' }), { code: -32602 })
    await using anonymous = await legacy()
    await assert.rejects(anonymous.send('tasks/list'), { code: -32601 })
  })
})

async function untilAsked(state: () => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  for (;;) {
    const now = await state()
    if (now['status'] === 'input_required') return now
    await delay(5)
  }
}
