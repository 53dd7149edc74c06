/** A guard function can be expensive, or hang: nobody makes it run as often as they like, and nobody waits for ever. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import type { Limits } from '../../packages/runtime/src/config.ts'
import type { GuardBinding } from '../../packages/runtime/src/manifest.ts'
import { type Answer, startServer } from '../harness/server.ts'
import { openStream } from '../harness/stream.ts'
import { prompt, resource, route, tool } from '../runtime/features/bindings.ts'

const auth = hostAuth(req => (req.headers['x-who'] === undefined ? null : { id: String(req.headers['x-who']) }))
const as = (who: string) => ({ 'X-Who': who })

async function start(run: GuardBinding['run'], limits: Limits) {
  const asked: (string | undefined)[] = []
  const guards = ['friend']
  const friend: GuardBinding = {
    source: 'src/guards.ts#friend',
    load: async () => ({}),
    run(module, principal) {
      asked.push(principal?.id)
      return run(module, principal)
    },
  }
  const described = (more: object) => JSON.stringify({ name: 'secret', ...more })
  const server = await startServer(
    { auth, limits },
    {
      guards: { friend },
      tools: [tool('secret', () => 'seen', { entry: described({ inputSchema: { type: 'object' } }), guards })],
      prompts: [prompt('secret', () => 'seen', { entry: described({}), guards })],
      resources: [resource('secret://', () => 'seen', { entry: described({ uri: 'secret://' }), guards })],
      templates: [],
      routes: [route('secret', () => 'seen', { guards })],
    },
  )
  const path = (path: string) => (who: string) => server.request({ method: 'GET', path, headers: as(who) })
  const use = (method: string, params: object) => (who: string) => server.modern(method, params, { headers: as(who) })
  return Object.assign(server, { asked, path, use })
}

type Server = Awaited<ReturnType<typeof start>>

/** Ways to make the guard run, and the same of something that is not there. */
const WAYS: readonly (readonly [
  how: string,
  way: (server: Server, name: string) => (who: string) => Promise<Answer>,
])[] = [
  ['calling a tool', ({ use }, name) => use('tools/call', { name })],
  ['getting a prompt', ({ use }, name) => use('prompts/get', { name })],
  ['reading a resource', ({ use }, name) => use('resources/read', { uri: `${name}://` })],
  ['asking for a route', ({ path }, name) => path(`/${name}`)],
]

/** What is on the wire of an answer, without what it has of its own and the name that was asked for. */
function bytes({ status, headers: { date: _, 'content-length': __, ...headers }, text }: Answer, name: string) {
  return { status, headers, text: text.replace(/^\{"jsonrpc":"2\.0","id":\d+/, '').replaceAll(name, '') }
}

describe('a guard function that a caller hammers', { timeout: 20_000 }, () => {
  for (const [how, way] of WAYS) {
    it(`by ${how} is asked as often as limits.calls says, and what it hides is still not there`, async () => {
      await using server = await start(() => false, { calls: 3 })
      for (let n = 0; n < 10; n += 1) {
        const hidden = bytes(await way(server, 'secret')('eve'), 'secret')
        assert.deepEqual(hidden, bytes(await way(server, 'nothing')('eve'), 'nothing'))
      }
      assert.deepEqual(server.asked, ['eve', 'eve', 'eve'])
      await way(server, 'secret')('ada')
      assert.equal(server.asked.length, 4)
    })

    it(`by ${how} is asked no oftener about who may see it, and they are told`, async () => {
      await using server = await start(async () => true, { calls: 3 })
      for (let n = 0; n < 3; n += 1) assert.match((await way(server, 'secret')('ada')).text, /seen/)
      const { status, text, headers } = await way(server, 'secret')('ada')
      assert.match(text, /Too many calls/)
      if (how === 'asking for a route') assert.deepEqual([status, headers['retry-after']], [429, '60'])
      assert.equal(server.asked.length, 3)
    })
  }

  it('by listing is asked no oftener', async () => {
    await using server = await start(() => false, { calls: 3 })
    for (let n = 0; n < 10; n += 1) {
      const { json } = await server.use('tools/list', {})('eve')
      assert.deepEqual(json.result.tools, [])
    }
    assert.equal(server.asked.length, 3)
  })

  it('is asked by the server itself whenever something changes', async () => {
    await using server = await start(() => true, { calls: 2 })
    const session = await openSession(server)
    const stream = await openStream(server.port, {
      method: 'GET',
      headers: { ...as('ada'), 'Mcp-Session-Id': session },
    })
    await stream.next()
    for (let n = 0; n < 5; n += 1) {
      server.app.listChanged('tools')
      assert.equal((await stream.next())?.message.method, 'notifications/tools/list_changed')
    }
    assert.equal(server.asked.length, 5)
    stream.hangUp()
  })
})

async function openSession(server: Server): Promise<string> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
  const message = { jsonrpc: '2.0', id: 0, method: 'initialize', params }
  return String((await server.legacy(undefined, message, as('ada'))).headers['mcp-session-id'])
}

describe('a guard function that hangs', { timeout: 20_000 }, () => {
  for (const [how, way] of WAYS) {
    it(`says no to who is ${how} when its time is over, and the log has its name`, async t => {
      const said: string[] = []
      t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
      await using server = await start(() => new Promise<boolean>(() => {}), { guardTimeout: 80 })
      const began = performance.now()
      const hidden = bytes(await way(server, 'secret')('eve'), 'secret')
      assert.ok(performance.now() - began < 2000)
      assert.deepEqual(hidden, bytes(await way(server, 'nothing')('eve'), 'nothing'))
      assert.match(said.join(''), /src\/guards\.ts#friend failed .*\nError: The guard did not answer within 80 ms/)
    })
  }

  it('keeps its list from nobody', async t => {
    t.mock.method(process.stderr, 'write', () => true)
    await using server = await start(() => new Promise<boolean>(() => {}), { guardTimeout: 80 })
    assert.deepEqual((await server.use('tools/list', {})('eve')).json.result.tools, [])
  })

  it('says no though it answers later', async t => {
    t.mock.method(process.stderr, 'write', () => true)
    const late = () => new Promise<boolean>(resolve => setTimeout(resolve, 200, true))
    await using server = await start(late, { guardTimeout: 50 })
    assert.match((await server.use('tools/call', { name: 'secret' })('eve')).text, /Unknown tool/)
  })
})
