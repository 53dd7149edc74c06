/**
 * What a caller may not see is not there: a server that hides things answers everything, in both eras, with the very bytes
 * of one that does not have them.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from '../../packages/runtime/src/app.ts'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import type { AppDefinition, GuardBinding, RouteBinding } from '../../packages/runtime/src/manifest.ts'
import { type Answer, clientOf, envelope, MODERN, type TestServer } from '../harness/server.ts'
import { type OpenStream, openStream } from '../harness/stream.ts'
import { prompt, resource, route, template, tool } from '../runtime/features/bindings.ts'

/** Stands in everything that hidden things say, and in no request. */
const MARK = 'classified'

const WHO: Readonly<Record<string, object>> = {
  insider: { id: 'i', staff: true, admin: true, permissions: ['vault:open'] },
  outsider: { id: 'o', staff: false, admin: false, permissions: ['vault', 'vault:openers'] },
}

const auth = hostAuth(req => {
  const known = WHO[String(req.headers['x-who'])]
  return known === undefined ? null : (known as { id: string })
})

const guard = (run: GuardBinding['run'], more: Partial<GuardBinding> = {}): GuardBinding => ({
  source: 'src/guards.ts#guard',
  load: async () => ({}),
  run,
  ...more,
})

/** Guard functions; `everybody` makes the lists of both servers ones that guards stand in. */
const FUNCTIONS: NonNullable<AppDefinition['guards']> = {
  everybody: guard(() => true, { anonymous: true }),
  sync: guard((_, principal) => principal?.id === 'i'),
  async: guard(async (_, principal) => {
    await delay(1)
    return principal?.id === 'i'
  }),
  truthy: guard((_, principal) => (principal?.id === 'i' ? true : 'yes')),
}

/** Guards that let the insider pass, and the callers that they keep out. */
const CASES: readonly (readonly [guards: readonly string[], out: readonly (string | undefined)[]])[] = [
  [['authenticated'], [undefined]],
  [['permission vault:open'], [undefined, 'outsider']],
  [['staff'], [undefined, 'outsider']],
  [['admin'], [undefined, 'outsider']],
  [['sync'], [undefined, 'outsider']],
  [['async'], [undefined, 'outsider']],
  [['truthy'], ['outsider']],
  [
    ['everybody', 'async', 'authenticated'],
    [undefined, 'outsider'],
  ],
]

/** One of everything that can be listed or used. */
function things(name: string, says: string, guards: readonly string[]) {
  const described = (more: object) => JSON.stringify({ name, description: says, ...more })
  const uri = `${name}://thing`
  const mirror = { type: 'string', 'x-mcp-header': says }
  const input = { type: 'object', properties: { region: mirror } }
  const completions = [{ argument: 'id', values: [says] }]
  return {
    tools: [
      tool(name, () => says, {
        entry: described({ inputSchema: { type: 'object' } }),
        formerly: [`${name}-old`],
        guards,
      }),
      tool(`${name}-works`, () => says, {
        entry: JSON.stringify({ name: `${name}-works`, description: says, inputSchema: { type: 'object' } }),
        task: { required: true },
        guards,
      }),
      tool(`${name}-mirrors`, () => says, {
        entry: JSON.stringify({ name: `${name}-mirrors`, description: says, inputSchema: input }),
        validators: async () => ({ input: () => true }),
        mirrors: [{ header: says, path: ['region'] }],
        guards,
      }),
      tool(`${name}-asks`, () => says, {
        entry: JSON.stringify({ name: `${name}-asks`, description: says, inputSchema: { type: 'object' } }),
        asks: { requires: ['elicitation'] },
        guards,
      }),
    ],
    resources: [resource(uri, () => says, { entry: described({ uri }), cache: { ttlMs: 9, scope: 'public' }, guards })],
    templates: [
      template(`${name}://things/{id}`, () => says, {
        entry: described({ uriTemplate: `${name}://things/{id}` }),
        completions,
        guards,
      }),
    ],
    prompts: [prompt(name, () => says, { entry: described({ arguments: [{ name: 'id' }] }), completions, guards })],
    skills: [skill(name, says, guards)],
    routes: [routeOf(name, says, guards)],
  }
}

function routeOf(name: string, says: string, guards: readonly string[]): RouteBinding {
  const input = { type: 'object', properties: { id: { type: 'string' } } }
  return route(name, () => says, {
    path: `/${name}/{id}`,
    segments: ['id'],
    entry: JSON.stringify({ name, inputSchema: input }),
    guards,
    validators: async () => ({ input: () => true }),
  })
}

function skill(name: string, says: string, guards: readonly string[]) {
  const uri = `skill://${name}/SKILL.md`
  const resources = [{ uri, digest: `sha256:${'0'.repeat(64)}`, size: says.length }]
  return {
    name,
    uri,
    entry: JSON.stringify({ uri, frontmatter: { name, description: says }, resources }),
    resource: JSON.stringify({ uri, name, description: says }),
    guards,
    load: async () => ({ files: { 'SKILL.md': { mimeType: 'text/markdown', text: says } } }),
  }
}

const OPEN = things('plain', 'for all', ['everybody'])

interface Walked extends Omit<TestServer, typeof Symbol.asyncDispose> {
  readonly app: ReturnType<typeof createApp>
}

/** The hidden things before the open ones; `instead` takes the place of lists. */
async function serve(
  hidden: Partial<ReturnType<typeof things>>,
  instead: Partial<AppDefinition> = {},
  by = auth,
): Promise<Walked & AsyncDisposable> {
  const lists = Object.keys(OPEN) as (keyof typeof OPEN)[]
  const all = Object.fromEntries(lists.map(list => [list, [...(hidden[list] ?? []), ...OPEN[list]]]))
  const definition = { guards: FUNCTIONS, ...all, config: { auth: by }, ...instead }
  const app = createApp({ contract: 1, name: 'walk', version: '1.0.0', ...definition })
  const { port, url } = await app.listen({ port: 0, eager: true })
  return { app, port, url, ...clientOf(port), [Symbol.asyncDispose]: () => app.close() }
}

/** What is asked of a server: by name of the hidden thing, or not at all by name. `reveals` it to who may see it. */
interface Step {
  readonly method: string
  readonly params?: object
  readonly headers?: Record<string, string>
  readonly reveals?: false
}

const NAME = 'secret'

/** Requests that both eras have. */
const STEPS: readonly Step[] = [
  { method: 'tools/list' },
  { method: 'tools/list', params: { cursor: 'nonsense' }, reveals: false },
  { method: 'resources/list' },
  { method: 'resources/templates/list' },
  { method: 'prompts/list' },
  { method: 'tools/call', params: { name: NAME } },
  { method: 'tools/call', params: { name: NAME, arguments: { any: 1 } }, reveals: false },
  { method: 'tools/call', params: { name: NAME, arguments: 'wrong' }, reveals: false },
  { method: 'tools/call', params: { name: `${NAME}-mirrors`, arguments: { region: 'eu' } }, reveals: false },
  { method: 'tools/call', params: { name: `${NAME}-asks` }, reveals: false },
  { method: 'tools/call', params: { name: `${NAME}-old` } },
  { method: 'tools/call', params: { name: `${NAME}-works` }, reveals: false },
  { method: 'tools/call', params: { name: `${NAME}-works`, task: {} }, reveals: false },
  { method: 'resources/read', params: { uri: `${NAME}://thing` } },
  { method: 'resources/read', params: { uri: `${NAME}://things/1` } },
  { method: 'resources/read', params: { uri: `skill://${NAME}/SKILL.md` } },
  { method: 'prompts/get', params: { name: NAME } },
  { method: 'prompts/get', params: { name: NAME, arguments: { id: 1 } }, reveals: false },
  completing({ type: 'ref/prompt', name: NAME }, 'id'),
  { ...completing({ type: 'ref/prompt', name: NAME }, 'other'), reveals: false },
  completing({ type: 'ref/resource', uri: `${NAME}://things/{id}` }, 'id'),
  { ...completing({ type: 'ref/resource', uri: `${NAME}://thing` }, 'id'), reveals: false },
]

const MODERN_STEPS: readonly Step[] = [
  { method: 'server/discover', reveals: false },
  ...STEPS,
  { method: 'skills/list' },
  { method: 'skills/get', params: { uri: `skill://${NAME}/SKILL.md` } },
  { method: 'resources/directory/read', params: { uri: `skill://${NAME}` }, reveals: false },
  {
    method: 'tools/call',
    params: { name: `${NAME}-mirrors`, arguments: { region: 'eu' } },
    headers: { [`Mcp-Param-${MARK}`]: 'us' },
    reveals: false,
  },
  { method: 'tools/call', params: { name: NAME, requestState: 'AAAA', inputResponses: {} }, reveals: false },
]

const LEGACY_STEPS: readonly Step[] = [
  { method: 'ping', reveals: false },
  ...STEPS,
  { method: 'resources/subscribe', params: { uri: `${NAME}://thing` }, reveals: false },
  { method: 'resources/unsubscribe', params: { uri: `${NAME}://thing` }, reveals: false },
]

function completing(ref: object, name: string): Step {
  return { method: 'completion/complete', params: { ref, argument: { name, value: '' } } }
}

type Ask = (server: Walked, step: Step, who: string | undefined) => Promise<Answer>

const asWho = (who: string | undefined): Record<string, string> => (who === undefined ? {} : { 'X-Who': who })

const modern: Ask = (server, { method, params, headers = {} }, who) =>
  server.modern(method, params, { headers: { ...asWho(who), ...headers } })

/** In a session of its own: nothing of one step is left for the next. */
const legacy =
  (revision: string): Ask =>
  async (server, { method, params = {} }, who) => {
    const session = await openSession(server, who, revision)
    return server.legacy(session, { jsonrpc: '2.0', id: 1, method, params }, asWho(who))
  }

async function openSession(server: Walked, who: string | undefined, protocolVersion: string): Promise<string> {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'walk', version: '0' } }
  const { headers } = await server.legacy(
    undefined,
    { jsonrpc: '2.0', id: 0, method: 'initialize', params },
    asWho(who),
  )
  return String(headers['mcp-session-id'])
}

/** What is on the wire of an answer, without what every answer has of its own. */
function bytes({ status, headers: { date: _, ...headers }, text }: Answer) {
  return { status, headers, text: text.replace(/^\{"jsonrpc":"2\.0","id":\d+/, '') }
}

const ERAS: readonly (readonly [name: string, ask: Ask, steps: readonly Step[]])[] = [
  ['2026-07-28', modern, MODERN_STEPS],
  ['2025-11-25', legacy('2025-11-25'), LEGACY_STEPS],
  ['2025-03-26', legacy('2025-03-26'), LEGACY_STEPS],
]

for (const [guards, out] of CASES) {
  describe(`what asks for ${guards.join(' and ')}`, () => {
    for (const [era, ask, steps] of ERAS) {
      for (const who of out) {
        it(`is in no answer of ${era} to ${who ?? 'nobody'}`, async () => {
          await using server = await serve(things(NAME, MARK, guards))
          await using without = await serve({})
          for (const step of steps) {
            const answer = bytes(await ask(server, step, who))
            const said = JSON.stringify(step)
            assert.deepEqual(answer, bytes(await ask(without, step, who)), said)
            assert.ok(!JSON.stringify(answer).includes(MARK), said)
          }
        })
      }

      it(`is in the answers of ${era} to who may see it`, async () => {
        await using server = await serve(things(NAME, MARK, guards))
        for (const step of steps) {
          if (step.reveals === false) continue
          const { text } = await ask(server, step, 'insider')
          assert.ok(text.includes(MARK), `${JSON.stringify(step)}: ${text}`)
        }
      })
    }
  })
}

describe('beside the protocol', () => {
  const GUARDED = things(NAME, MARK, ['permission vault:open'])

  it("a browser's page and a preflight say nothing of it", async () => {
    await using server = await serve(GUARDED)
    const page = await server.request({ method: 'GET', headers: { Accept: 'text/html' } })
    const headers = { Origin: server.url.slice(0, -4), 'Access-Control-Request-Method': 'POST' }
    const preflight = await server.request({ method: 'OPTIONS', headers })
    assert.equal(page.status, 200)
    assert.equal(preflight.status, 204)
    for (const answer of [page, preflight]) assert.ok(!new RegExp(`${MARK}|${NAME}`, 'i').test(JSON.stringify(answer)))
  })

  it('a route is not found by who may not see it', async () => {
    await using server = await serve(GUARDED)
    await using without = await serve({})
    for (const method of ['GET', 'POST', 'DELETE']) {
      for (const who of [undefined, 'outsider']) {
        const asked = { method, path: `/${NAME}/1`, headers: asWho(who) }
        assert.deepEqual(bytes(await server.request(asked)), bytes(await without.request(asked)), method)
      }
    }
    const { text } = await server.request({ method: 'GET', path: `/${NAME}/1`, headers: asWho('insider') })
    assert.equal(text, MARK)
  })

  it('the page says nothing of it where nobody knows callers', async () => {
    await using server = await serve(GUARDED, { config: {} })
    const { text } = await server.request({ method: 'GET', headers: { Accept: 'text/html' } })
    assert.ok(!new RegExp(`${MARK}|${NAME}`, 'i').test(text))
  })

  it('a batch answers what is hidden and what is not there alike', async () => {
    await using server = await serve(GUARDED)
    await using without = await serve({})
    const batch = [1, 2].map(id => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: NAME } }))
    const answers = await Promise.all(
      [server, without].map(async one => {
        const session = await openSession(one, 'outsider', '2025-03-26')
        return bytes(await one.legacy(session, batch, { ...asWho('outsider'), 'MCP-Protocol-Version': '2025-03-26' }))
      }),
    )
    assert.deepEqual(answers[0], answers[1])
  })

  it('a hidden resource does not stand in the way of a template that has its URI', async () => {
    const [hidden] = things(NAME, MARK, ['staff']).resources
    const wide = template(`${NAME}://{id}`, () => 'for all', { guards: ['none'] })
    await using server = await serve({ resources: hidden ? [hidden] : [], templates: [wide] })
    const read = async (who: string) =>
      (await server.modern('resources/read', { uri: `${NAME}://thing` }, { headers: asWho(who) })).json
    assert.equal((await read('outsider')).result.contents[0].text, 'for all')
    assert.equal((await read('insider')).result.contents[0].text, MARK)
  })

  it('a guarded resource is kept by no proxy, whatever it says of itself', async () => {
    await using server = await serve(GUARDED)
    const { json } = await server.modern('resources/read', { uri: `${NAME}://thing` }, { headers: asWho('insider') })
    assert.deepEqual([json.result.ttlMs, json.result.cacheScope], [9, 'private'])
  })

  it('lists that differ from caller to caller are kept by no proxy', async () => {
    await using server = await serve(GUARDED)
    for (const method of ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list', 'skills/list']) {
      assert.equal((await server.modern(method)).json.result.cacheScope, 'private', method)
    }
  })
})

/** Opens a stream, lets things change, and returns what was told. */
async function told(server: Walked, who: string, open: typeof listenModern): Promise<string[]> {
  const uris = [`${NAME}://thing`, 'plain://thing', `${NAME}://`, 'other://thing']
  const stream = await open(server, who, uris)
  for (const uri of [...uris, `${NAME}://thing/part`, 'plain://thing/part']) server.app.resourceUpdated(uri)
  for (const list of ['tools', 'resources', 'prompts'] as const) server.app.listChanged(list)
  return heardOn(server, stream)
}

/** What has been told until now. */
async function heardOn(server: Walked, stream: OpenStream): Promise<string[]> {
  // Guards that wait have answered by then.
  await delay(30)
  server.app.resourceUpdated('plain://thing/end')
  const heard: string[] = []
  for (let event = await stream.next(); event !== undefined; event = await stream.next()) {
    const { method = '', params } = event.message ?? {}
    if (params?.uri === 'plain://thing/end') break
    if (/updated$|list_changed$/.test(method)) heard.push(params?.uri ?? method.slice('notifications/'.length))
  }
  stream.hangUp()
  return heard
}

async function listenModern({ port }: Walked, who: string, uris: readonly string[]): Promise<OpenStream> {
  const lists = { toolsListChanged: true, resourcesListChanged: true, promptsListChanged: true }
  const params = { notifications: { ...lists, resourceSubscriptions: uris }, _meta: envelope() }
  const stream = await openStream(port, {
    headers: { ...asWho(who), 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'subscriptions/listen' },
    message: { jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params },
  })
  await stream.next()
  return stream
}

async function listenLegacy(
  server: Walked,
  who: string,
  uris: readonly string[],
): Promise<OpenStream & { readonly session: string }> {
  const session = await openSession(server, who, '2025-11-25')
  for (const uri of uris) {
    await server.legacy(session, { jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params: { uri } }, asWho(who))
  }
  const stream = await openStream(server.port, { method: 'GET', headers: { ...asWho(who), 'Mcp-Session-Id': session } })
  await stream.next()
  return { ...stream, session }
}

const LISTS = ['tools/list_changed', 'resources/list_changed', 'prompts/list_changed']

describe('what changes', { timeout: 10_000 }, () => {
  for (const [era, open] of [
    ['subscriptions/listen', listenModern],
    ['a GET', listenLegacy],
  ] as const) {
    for (const guards of [['permission vault:open'], ['async']]) {
      it(`is told on the stream of ${era} to who may see it: ${guards}`, async () => {
        await using server = await serve(things(NAME, MARK, guards))
        const plain = ['plain://thing', 'plain://thing/part']
        assert.deepEqual((await told(server, 'outsider', open)).sort(), [...plain, ...LISTS].sort())
        const secret = [`${NAME}://thing`, `${NAME}://thing/part`]
        assert.deepEqual((await told(server, 'insider', open)).sort(), [...plain, ...secret, ...LISTS].sort())
      })
    }

    it(`is told on the stream of ${era} of no list that is empty for the caller`, async () => {
      await using server = await serve({}, { prompts: things(NAME, MARK, ['staff']).prompts })
      assert.ok(!(await told(server, 'outsider', open)).includes('prompts/list_changed'))
      assert.ok((await told(server, 'insider', open)).includes('prompts/list_changed'))
    })
  }

  it('is told by what a caller may see now, not by what they might when they subscribed', async () => {
    let rights: string[] = []
    const now = hostAuth(() => ({ id: 'one', permissions: rights }))
    await using server = await serve(things(NAME, MARK, ['permission vault:open']), {}, now)
    const stream = await listenLegacy(server, 'one', [`${NAME}://thing`, 'plain://thing'])
    server.app.resourceUpdated(`${NAME}://thing/before`)
    await delay(20)
    rights = ['vault:open']
    await server.legacy(stream.session, { jsonrpc: '2.0', id: 2, method: 'ping' })
    server.app.resourceUpdated(`${NAME}://thing/after`)
    assert.deepEqual(await heardOn(server, stream), [`${NAME}://thing/after`])
  })
})
