/** basic/authorization, "Scope Challenge Handling": a status, before any byte of a stream. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { hostAuth } from '../../../packages/runtime/src/auth/host-auth.ts'
import { tool } from '../../harness/declarations.ts'
import { type Answer, envelope, startServer, type TestServer } from '../../harness/server.ts'

const SCOPES = ['files:write', 'audit']

const auth = hostAuth(req => {
  const scopes = req.headers['x-scopes']
  return scopes === undefined ? null : { id: 'ada', scopes: String(scopes).split(' ') }
})

/** Talks before it answers, so that its answer is a stream. */
const talks = {
  ...tool('talks', async (_args, { log }) => {
    log.info('one')
    return 'done'
  }),
  scopes: SCOPES,
}
const definition = { tools: [talks, tool('plain', () => 'done')] }
const implies = { root: ['files:write', 'audit'] }

type Call = (server: TestServer, scopes: string | undefined) => Promise<Answer>

const headersOf = (scopes: string | undefined): Record<string, string> =>
  scopes === undefined ? {} : { 'X-Scopes': scopes }

const ERAS: Readonly<Record<string, Call>> = {
  modern: (server, scopes) =>
    server.modern('tools/call', { name: 'talks' }, { headers: { ...headersOf(scopes), Accept: 'text/event-stream' } }),
  async legacy(server, scopes) {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a', version: '1' } }
    const initialize = { jsonrpc: '2.0', id: 0, method: 'initialize', params }
    const { headers } = await server.legacy(undefined, initialize, headersOf(scopes))
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'talks' } }
    const accept = { Accept: 'application/json, text/event-stream' }
    return server.legacy(String(headers['mcp-session-id']), message, { ...headersOf(scopes), ...accept })
  },
}

for (const [era, call] of Object.entries(ERAS)) {
  describe(`a tool with scopes, ${era}`, () => {
    it('answers 403 to a caller without them, and asks for all of them in one challenge', async () => {
      await using server = await startServer({ auth, scopes: { implies } }, definition)
      for (const scopes of ['files:read', 'files:write']) {
        const answer = await call(server, scopes)
        assert.equal(answer.status, 403)
        assert.equal(answer.headers['content-type'], 'application/json')
        const challenge = String(answer.headers['www-authenticate'])
        assert.match(challenge, /error="insufficient_scope"/)
        assert.match(challenge, /scope="files:write audit"/)
        assert.equal(answer.json.error.code, -32600)
        assert.equal(answer.json.error.message, 'This takes a token with the scopes files:write, audit')
        assert.equal(typeof answer.json.id, 'number')
      }
    })

    it('answers 401 to nobody, with the scopes and without an error', async () => {
      await using server = await startServer({ auth }, definition)
      const answer = await call(server, undefined)
      assert.equal(answer.status, 401)
      assert.match(String(answer.headers['www-authenticate']), /scope="files:write audit"/)
      assert.doesNotMatch(String(answer.headers['www-authenticate']), /error/)
    })

    it('answers who has them, or one that includes them', async () => {
      await using server = await startServer({ auth, scopes: { implies } }, definition)
      for (const scopes of ['files:write audit', 'root']) {
        const answer = await call(server, scopes)
        assert.equal(answer.status, 200)
        assert.equal(answer.json.result.content[0].text, 'done')
      }
    })

    it('answers 403 without a challenge where nobody knows tokens', async () => {
      await using server = await startServer({}, definition)
      const answer = await call(server, undefined)
      assert.equal(answer.status, 403)
      assert.equal(answer.headers['www-authenticate'], undefined)
    })
  })
}

it('a list shows what the caller lacks the scope for', async () => {
  await using server = await startServer({ auth }, definition)
  const { tools } = (await server.modern('tools/list')).json.result
  assert.deepEqual(
    tools.map(({ name }: { name: string }) => name),
    ['talks', 'plain'],
  )
})

describe('over stdio, where nobody has a token', () => {
  const APP = new URL('../../../packages/runtime/src/app.ts', import.meta.url).href
  const PROGRAM = `import { createApp } from '${APP}'
const tool = (name, more) => ({ name, source: name, entry: JSON.stringify({ name, inputSchema: { type: 'object' } }),
  result: 'text', load: async () => ({}), run: () => 'done', ...more })
const tools = [tool('plain'), tool('scoped', { scopes: ['a', 'b'] }), tool('guarded', { guards: ['authenticated'] })]
await createApp({ contract: 1, name: 'tests', version: '1.0.0', tools }).stdio()`

  it('a scope is an error that says what it takes, and a guard hides', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ask = (id: number, method: string, params: object) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope() } })}\n`)
    ask(1, 'tools/list', {})
    ask(2, 'tools/call', { name: 'scoped' })
    ask(3, 'tools/call', { name: 'guarded' })
    child.stdin.end()
    const lines = (await text(child.stdout)).trim().split('\n')
    const [list, scoped, guarded] = lines.map(line => JSON.parse(line)).sort((a, b) => a.id - b.id)
    assert.deepEqual(
      list.result.tools.map(({ name }: { name: string }) => name),
      ['plain', 'scoped'],
    )
    assert.deepEqual(scoped.error, { code: -32600, message: 'This takes a token with the scopes a, b' })
    assert.deepEqual(guarded.error, { code: -32602, message: 'Unknown tool: guarded' })
  })
})
