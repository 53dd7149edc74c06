/** A task is as hidden as its tool: who may not use that any more gets nothing of what it did. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { sqlite } from '@mcpgen/runtime/storage'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import type { ToolBinding } from '../../packages/runtime/src/manifest.ts'
import { tool } from '../harness/declarations.ts'
import { temporaryFolder } from '../harness/project.ts'
import { startServer, type TestServer } from '../harness/server.ts'

const TASKS = 'io.modelcontextprotocol/tasks'
const meta = { 'io.modelcontextprotocol/clientCapabilities': { extensions: { [TASKS]: {} } } }

/** `ada keys write`: who it is, the permission and the scope. */
const auth = hostAuth(({ headers }) => {
  const [id = '', permissions, scope] = String(headers['x-user']).split(' ')
  return { id, permissions: permissions ? [permissions] : [], scopes: scope ? [scope] : [] }
})

const secret: ToolBinding = {
  ...tool('secret', () => 'the password is 123456'),
  task: {},
  guards: ['permission keys'],
  scopes: ['write'],
}

const start = (file: string) => startServer({ auth, storage: sqlite(file) }, { tools: [secret] })
const as = (user: string) => ({ headers: { 'X-User': user }, meta })

async function begin(server: TestServer): Promise<string> {
  const begun = await server.modern('tools/call', { name: 'secret' }, as('ada keys write'))
  return begun.json.result.taskId
}

describe('a task of a tool that its caller may not use any more', { timeout: 30_000 }, () => {
  const file = join(temporaryFolder(), 'tasks.db')
  let taskId = ''
  before(async () => {
    await using server = await start(file)
    taskId = await begin(server)
  })

  it('is theirs as long as they may', async () => {
    await using server = await start(file)
    const { json } = await server.modern('tasks/get', { taskId }, as('ada keys write'))
    assert.match(JSON.stringify(json.result), /123456/)
  })

  for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update']) {
    it(`is not there for ${method}`, async () => {
      await using server = await start(file)
      const params = { inputResponses: {} }
      const hidden = await server.modern(method, { taskId, ...params }, as('ada none write'))
      const unknown = await server.modern(method, { taskId: 'nothing', ...params }, as('ada none write'))
      assert.equal(hidden.status, unknown.status)
      assert.equal(hidden.json.error.message, unknown.json.error.message.replace('nothing', taskId))
    })

    it(`takes the tool’s scope for ${method}`, async () => {
      await using server = await start(file)
      const { status, text } = await server.modern(method, { taskId, inputResponses: {} }, as('ada keys read'))
      assert.equal(status, 403)
      assert.doesNotMatch(text, /123456/)
    })
  }

  for (const [what, user] of [
    ['the permission', 'ada none write'],
    ['the scope', 'ada keys read'],
  ] as const) {
    it(`is in no list of 2025-11-25 without ${what}`, async () => {
      await using server = await start(file)
      const headers = { 'X-User': user }
      const initialize = {
        ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } },
      }
      const opened = await server.legacy(undefined, initialize, headers)
      const session = String(opened.headers['mcp-session-id'])
      const list = { jsonrpc: '2.0', id: 1, method: 'tasks/list' }
      assert.deepEqual((await server.legacy(session, list, headers)).json.result.tasks, [])
      const owner = { 'X-User': 'ada keys write' }
      const full = await server.legacy(session, list, owner)
      assert.equal(full.json.result.tasks.length, 1)
    })
  }
})
