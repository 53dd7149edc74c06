/** Asking the client, by hand-written bindings: one function, asked by result in one era and by request in the other. */
import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, it } from 'node:test'
import type { Context } from '../../../packages/runtime/src/features/context.ts'
import type { BindingAsks, ToolBinding } from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { ACCEPT, type Answer, startServer, type TestServer } from '../../harness/server.ts'
import { prompt, resource, tool } from '../features/bindings.ts'

const NAME = '{"type":"object","properties":{"name":{"type":"string","minLength":2}},"required":["name"]}'
const AGREE = '{"type":"object","properties":{"agree":{"type":"boolean"}},"required":["agree"]}'
const FORMS = { name: NAME, agree: AGREE }

type Body = (ctx: Context, args: JsonObject) => unknown

function asking(name: string, body: Body, asks: BindingAsks = {}): ToolBinding {
  return tool(name, (args, given) => body(given.context, args), { result: 'mixed', asks })
}

const runs: string[] = []

const greet: Body = async ctx => {
  const answer = await ctx.elicit<{ name: string }>('name', 'Who are you?')
  return answer.action === 'accept' ? `Hello, ${answer.content.name}!` : answer.action
}

const TOOLS: ToolBinding[] = [
  asking('greet', greet, { requires: ['elicitation'], forms: ['name'] }),
  asking(
    'steps',
    async ctx => {
      const plan = await ctx.once('plan', () => {
        runs.push('plan')
        return { steps: 3 }
      })
      const first = await ctx.elicit<{ name: string }>('name', 'Who?')
      const second = await ctx.elicit<{ agree: boolean }>('agree', `Do ${plan.steps} steps?`)
      return { first: first.content?.name, second: second.content?.agree, steps: plan.steps }
    },
    { requires: ['elicitation'], forms: ['name', 'agree'], remembers: true },
  ),
  asking(
    'together',
    async ctx => {
      const [name, roots, sampled] = await Promise.all([
        ctx.elicit<{ name: string }>('name', 'Who?'),
        ctx.roots('roots'),
        ctx.sample('capital', 'What is the capital of France?', { maxTokens: 50 }),
      ])
      return `${name.content?.name} ${roots[0]?.uri} ${sampled.text} ${sampled.model}`
    },
    { forms: ['name'] },
  ),
  asking(
    'pick',
    async ctx => {
      const choices = { name: runs.includes('changed') ? ['c'] : ['a', { value: 'b', title: 'B' }] }
      const answer = await ctx.elicit<{ name: string }>('name', 'Which?', { choices })
      return answer.content?.name ?? 'none'
    },
    { forms: ['name'], remembers: true },
  ),
  asking('twice', async ctx => Promise.all([ctx.elicit('name', 'a'), ctx.elicit('name', 'b')]), { forms: ['name'] }),
  asking(
    'each',
    async ctx => {
      const names: unknown[] = []
      for (const id of [1, 2]) names.push((await ctx.elicit<{ name: string }>('name', `${id}?`, { id })).content?.name)
      return names.join(' ')
    },
    { forms: ['name'] },
  ),
  asking('open', async ctx => (await ctx.elicitUrl('page', 'Pay', 'https://pay.example/1')).action, {
    requires: ['elicitation.url'],
  }),
  asking(
    'early',
    ctx => {
      runs.push('early')
      return ctx.roots('roots')
    },
    { requires: ['roots'] },
  ),
  asking('script', async ctx => (await ctx.elicitUrl('page', 'Run', 'javascript:alert(1)')).action),
  asking(
    'late',
    ctx => {
      setTimeout(() => void ctx.elicit('name', 'Too late?').then(() => runs.push('answered')), 20)
      return 'done'
    },
    { forms: ['name'] },
  ),
  asking('race', ctx => Promise.race([ctx.roots('roots'), Promise.resolve('first')])),
  asking(
    'abandoned',
    async ctx => {
      ctx.signal.addEventListener('abort', () => runs.push(String(ctx.signal.reason.cause)))
      try {
        const [roots] = await Promise.all([ctx.roots('roots'), new Promise(resolve => setTimeout(resolve, 20))])
        return roots.length
      } finally {
        runs.push('finally')
        ctx.log.info('nobody hears it')
      }
    },
    { requires: ['roots'] },
  ),
  asking('maybe', ctx => (ctx.can('elicitation') ? greet(ctx, {}) : 'not asked'), { forms: ['name'] }),
  asking('endless', async ctx => {
    for (let id = 0; ; id++) await ctx.elicitForm('again', 'More?', { type: 'object', properties: {} }, { id })
  }),
  asking(
    'caught',
    async ctx => {
      try {
        return (await ctx.elicit<{ name: string }>('name', 'Who?')).action
      } catch (error) {
        return `caught ${error instanceof Error ? error.message : error}`
      }
    },
    { forms: ['name'] },
  ),
  tool('plain', () => 'plain'),
  tool('unseen', (_, given) => given.context.roots('roots')),
]

const DEFINITION = {
  forms: FORMS,
  tools: TOOLS,
  prompts: [
    prompt(
      'ask',
      async (_, given) => `About ${(await given.context.elicit<{ name: string }>('name', '?')).content?.name}`,
      {
        asks: { requires: ['elicitation'], forms: ['name'] },
      },
    ),
  ],
  resources: [
    resource('x://ask', async (_, given) => (await given.context.elicit<{ name: string }>('name', '?')).content?.name, {
      asks: { requires: ['elicitation'], forms: ['name'] },
    }),
  ],
}

const ALL = { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: {} }
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const accept = (content: JsonObject) => ({ action: 'accept', content })

const start = (config = {}) => startServer(config, DEFINITION)

function modern(server: TestServer, name: string, more: JsonObject = {}, capabilities: object = ALL): Promise<Answer> {
  return server.modern('tools/call', { name, ...more }, { meta: { [CAPABILITIES]: capabilities } })
}

const textOf = ({ json }: Answer): string => json.result?.content?.[0]?.text

describe('asking by result', { timeout: 20_000 }, () => {
  it('ends with what is asked, and goes on with the answer alone when nothing had to be remembered', async () => {
    await using server = await start()
    const first = await modern(server, 'greet')
    assert.deepEqual(first.json.result, {
      resultType: 'input_required',
      inputRequests: {
        name: {
          method: 'elicitation/create',
          params: { mode: 'form', message: 'Who are you?', requestedSchema: JSON.parse(NAME) },
        },
      },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'tests', version: '1.2.3' } },
    })
    const second = await modern(server, 'greet', {
      inputResponses: { name: accept({ name: 'Ada', more: 1 }), other: {} },
    })
    assert.equal(textOf(second), 'Hello, Ada!')
    assert.equal(second.json.result.resultType, 'complete')
    assert.equal(textOf(await modern(server, 'greet', { inputResponses: { name: { action: 'decline' } } })), 'decline')
  })

  it('asks again for a missing answer, and for one that does not fit, with the reason', async () => {
    await using server = await start()
    const message = ({ json }: Answer) => json.result.inputRequests.name.params.message
    assert.equal(message(await modern(server, 'greet', { inputResponses: { wrong: accept({}) } })), 'Who are you?')
    for (const [content, reason] of [
      [{ name: 'A' }, '"name" must have at least 2 characters'],
      [{ name: 7 }, '"name" must be text'],
      [{}, '"name" is missing'],
    ] as const) {
      const again = await modern(server, 'greet', { inputResponses: { name: accept(content) } })
      assert.equal(message(again), `Who are you?\n\nThe last answer could not be used: ${reason}.`)
    }
  })

  it('refuses malformed answers', async () => {
    await using server = await start()
    for (const inputResponses of [null, 7, [], { name: 12345 }]) {
      const { json } = await modern(server, 'greet', { inputResponses })
      assert.equal(json.error.code, -32602)
    }
    assert.equal((await modern(server, 'greet', { requestState: 7 })).json.error.code, -32602)
  })

  it('goes through rounds, remembering answers and steps', async () => {
    await using server = await start()
    runs.length = 0
    const first = await modern(server, 'steps')
    const state1 = first.json.result.requestState
    assert.deepEqual(Object.keys(first.json.result.inputRequests), ['name'])
    const second = await modern(server, 'steps', {
      requestState: state1,
      inputResponses: { name: accept({ name: 'Ada' }) },
    })
    const { inputRequests, requestState } = second.json.result
    assert.equal(inputRequests.agree.params.message, 'Do 3 steps?')
    assert.notEqual(requestState, state1)
    const third = await modern(server, 'steps', { requestState, inputResponses: { agree: accept({ agree: true }) } })
    assert.deepEqual(third.json.result.structuredContent, { first: 'Ada', second: true, steps: 3 })
    assert.deepEqual(runs, ['plan'])
  })

  it('takes no answers without the state where there is something to remember', async () => {
    await using server = await start()
    const { json } = await modern(server, 'steps', { inputResponses: { name: accept({ name: 'Ada' }) } })
    assert.deepEqual(Object.keys(json.result.inputRequests), ['name'])
  })

  it('keeps what it asks together in one round', async () => {
    await using server = await start()
    const { json } = await modern(server, 'together')
    const methods = Object.values(json.result.inputRequests as Record<string, { method: string }>).map(
      ask => ask.method,
    )
    assert.deepEqual(methods, ['elicitation/create', 'roots/list', 'sampling/createMessage'])
    assert.deepEqual(json.result.inputRequests.capital.params, {
      messages: [{ role: 'user', content: { type: 'text', text: 'What is the capital of France?' } }],
      maxTokens: 50,
    })
    const done = await modern(server, 'together', {
      inputResponses: {
        name: accept({ name: 'Ada' }),
        roots: { roots: [{ uri: 'file:///work' }] },
        capital: { role: 'assistant', content: { type: 'text', text: 'Paris' }, model: 'm' },
      },
    })
    assert.equal(textOf(done), 'Ada file:///work Paris m')
  })

  it('holds an answer against the choices that were sent', async () => {
    await using server = await start()
    runs.length = 0
    const { json } = await modern(server, 'pick')
    const { requestState, inputRequests } = json.result
    const options = [
      { const: 'a', title: 'a' },
      { const: 'b', title: 'B' },
    ]
    assert.deepEqual(inputRequests.name.params.requestedSchema.properties.name, { type: 'string', oneOf: options })
    runs.push('changed')
    const taken = await modern(server, 'pick', { requestState, inputResponses: { name: accept({ name: 'b' }) } })
    assert.equal(textOf(taken), 'b')
    const refused = await modern(server, 'pick', { requestState, inputResponses: { name: accept({ name: 'c' }) } })
    assert.match(refused.json.result.inputRequests.name.params.message, /must be one of "a", "b"/)
  })

  it('tells repeated asks apart by their id, and refuses the same key twice', async () => {
    await using server = await start()
    const first = await modern(server, 'each')
    assert.deepEqual(Object.keys(first.json.result.inputRequests), ['name:1'])
    const second = await modern(server, 'each', { inputResponses: { 'name:1': accept({ name: 'Ada' }) } })
    const { requestState } = second.json.result
    const third = await modern(server, 'each', { requestState, inputResponses: { 'name:2': accept({ name: 'Bob' }) } })
    assert.equal(textOf(third), 'Ada Bob')
    const twice = await modern(server, 'twice')
    assert.equal(twice.json.result.isError, true)
    assert.match(textOf(twice), /reference/)
  })

  it('binds the state to the call, and refuses it when it was changed', async () => {
    await using server = await start()
    const { requestState } = (await modern(server, 'steps', { arguments: {} })).json.result
    const inputResponses = { name: accept({ name: 'Ada' }) }
    const changed = [
      `${requestState}-TAMPERED`,
      `${requestState}A`,
      requestState.slice(0, -2),
      `v1.x.${requestState}`,
      '',
    ]
    const last = requestState.at(-5) === 'A' ? 'B' : 'A'
    changed.push(requestState.slice(0, -5) + last + requestState.slice(-4))
    for (const state of changed) {
      const { json } = await modern(server, 'steps', { requestState: state, inputResponses })
      assert.equal(json.error?.code, -32602, state)
    }
    assert.equal((await modern(server, 'each', { requestState, inputResponses })).json.error.code, -32602)
    assert.equal((await modern(server, 'steps', { requestState, inputResponses })).json.error, undefined)
  })

  it('opens what another process with the same keys sealed, and asks anew after a changed declaration', async () => {
    const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)]
    await using one = await start({ keys: [old] })
    await using two = await start({ keys: [fresh, old] })
    await using other = await start({ keys: [fresh] })
    const { requestState } = (await modern(one, 'steps')).json.result
    const more = { requestState, inputResponses: { name: accept({ name: 'Ada' }) } }
    assert.ok((await modern(two, 'steps', more)).json.result.inputRequests.agree)
    assert.equal((await modern(other, 'steps', more)).json.error.code, -32602)
    const forms = { ...FORMS, agree: AGREE.replace('boolean', 'string') }
    await using changed = await startServer({ keys: [old] }, { ...DEFINITION, forms })
    assert.deepEqual(Object.keys((await modern(changed, 'steps', more)).json.result.inputRequests), ['name'])
  })

  it('names the capability that is missing before the function runs', async () => {
    await using server = await start()
    const refused = await modern(server, 'greet', {}, {})
    assert.equal(refused.status, 400)
    assert.equal(refused.json.error.code, -32021)
    assert.deepEqual(refused.json.error.data, { requiredCapabilities: { elicitation: {} } })
    runs.length = 0
    assert.equal((await modern(server, 'early', {}, {})).json.error.code, -32021)
    assert.deepEqual(runs, [])
    const page = await modern(server, 'open', {}, { elicitation: {} })
    assert.deepEqual(page.json.error.data, { requiredCapabilities: { elicitation: { url: {} } } })
    const reached = await modern(server, 'together', {}, { elicitation: {} })
    assert.deepEqual(reached.json.error.data, { requiredCapabilities: { roots: {} } })
    assert.equal(textOf(await modern(server, 'maybe', {}, {})), 'not asked')
    assert.equal((await modern(server, 'maybe', {}, { elicitation: {} })).json.result.resultType, 'input_required')
  })

  it('asks for consent to open a page', async () => {
    await using server = await start()
    const { json } = await modern(server, 'open')
    assert.deepEqual(json.result.inputRequests.page.params, {
      mode: 'url',
      message: 'Pay',
      url: 'https://pay.example/1',
    })
    assert.equal(textOf(await modern(server, 'open', { inputResponses: { page: { action: 'accept' } } })), 'accept')
    assert.equal((await modern(server, 'script')).json.result.isError, true)
  })

  it('leaves nothing of a run that was given up, and nothing to a call that has ended', async () => {
    await using server = await start()
    runs.length = 0
    assert.equal(textOf(await modern(server, 'late')), 'done')
    assert.equal(textOf(await modern(server, 'race')), 'first')
    const asked = await modern(server, 'abandoned')
    assert.deepEqual(Object.keys(asked.json.result.inputRequests), ['roots'])
    await new Promise(resolve => setTimeout(resolve, 60))
    assert.deepEqual(runs, ['asked'])
  })

  it('asks at most eight times', async () => {
    await using server = await start()
    let answer = await modern(server, 'endless')
    for (let round = 0; round < 7; round++) {
      const { requestState, inputRequests } = answer.json.result
      const [key = ''] = Object.keys(inputRequests)
      answer = await modern(server, 'endless', { requestState, inputResponses: { [key]: accept({}) } })
    }
    const { requestState } = answer.json.result
    const last = await modern(server, 'endless', { requestState, inputResponses: { 'again:7': accept({}) } })
    assert.match(textOf(last), /asked 8 times/)
  })

  it('asks for prompts and resources too, and for nothing else', async () => {
    await using server = await start()
    const meta = { [CAPABILITIES]: ALL }
    const inputResponses = { name: accept({ name: 'Ada' }) }
    const asked = await server.modern('prompts/get', { name: 'ask' }, { meta })
    assert.equal(asked.json.result.resultType, 'input_required')
    const got = await server.modern('prompts/get', { name: 'ask', inputResponses }, { meta })
    assert.equal(got.json.result.messages[0].content.text, 'About Ada')
    const read = await server.modern('resources/read', { uri: 'x://ask', inputResponses }, { meta })
    assert.equal(read.json.result.contents[0].text, 'Ada')
    assert.equal((await server.modern('resources/read', { uri: 'x://ask' }, { meta })).json.result.ttlMs, undefined)
    assert.equal(textOf(await modern(server, 'plain', { inputResponses })), 'plain')
    assert.equal((await modern(server, 'unseen')).json.result.isError, true)
  })
})

/** A legacy client that answers what it is asked on the stream of its call. */
async function converse(
  server: TestServer,
  { revision = '2025-11-25', capabilities = ALL as object, name = '' },
  answer: Answering,
) {
  const session = await initialize(server, revision, capabilities)
  const { promise, resolve, reject } = Promise.withResolvers<Message[]>()
  const seen: Message[] = []
  const headers = { 'Content-Type': 'application/json', Accept: ACCEPT, 'Mcp-Session-Id': session }
  const req = http.request({
    host: '127.0.0.1',
    port: server.port,
    path: '/mcp',
    method: 'POST',
    headers,
    agent: false,
  })
  req.on('error', reject)
  req.on('response', res => {
    let text = ''
    res.setEncoding('utf8')
    res.on('data', chunk => {
      text += chunk
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        if (data === undefined) continue
        const message = JSON.parse(data)
        seen.push(message)
        if (message.method === undefined) continue
        const reply = answer(message, req)
        if (reply !== undefined) void server.legacy(session, { jsonrpc: '2.0', id: message.id, ...reply })
      }
    })
    res.on('close', () => {
      if (text !== '') seen.push(JSON.parse(text))
      resolve(seen)
    })
  })
  req.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } }))
  return { session, messages: await promise }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into it.
type Message = any
type Answering = (message: Message, req: http.ClientRequest) => { result: object } | { error: object } | undefined

async function initialize(server: TestServer, revision: string, capabilities: object): Promise<string> {
  const params = { protocolVersion: revision, capabilities, clientInfo: { name: 'tests', version: '0' } }
  const { headers } = await server.legacy(undefined, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
  return String(headers['mcp-session-id'])
}

describe('asking by request', { timeout: 20_000 }, () => {
  const byMethod: Answering = ({ method, params }) => {
    if (method === 'roots/list') return { result: { roots: [{ uri: 'file:///work' }] } }
    if (method === 'sampling/createMessage')
      return { result: { role: 'assistant', content: { type: 'text', text: 'Paris' }, model: 'm' } }
    return { result: accept(params.requestedSchema?.properties.agree ? { agree: true } : { name: 'Ada' }) }
  }

  it('sends each ask on the stream of the call, and goes on with the answers', async () => {
    await using server = await start()
    const { messages } = await converse(server, { name: 'together' }, byMethod)
    assert.deepEqual(
      messages.map(({ method, id }) => [method, id]),
      [
        ['elicitation/create', 'ask-1'],
        ['roots/list', 'ask-2'],
        ['sampling/createMessage', 'ask-3'],
        [undefined, 1],
      ],
    )
    assert.equal(messages.at(-1).result.content[0].text, 'Ada file:///work Paris m')
  })

  it('goes through rounds, running a step once', async () => {
    await using server = await start()
    runs.length = 0
    const { messages } = await converse(server, { name: 'steps' }, byMethod)
    assert.deepEqual(messages.at(-1).result.structuredContent, { first: 'Ada', second: true, steps: 3 })
    assert.deepEqual(runs, ['plan'])
  })

  it('says things in the words of the revision', async () => {
    await using server = await start()
    const params = async (revision: string, name: string) =>
      (await converse(server, { revision, name }, byMethod)).messages[0]
    const older = await params('2025-06-18', 'pick')
    assert.deepEqual(older.params, {
      message: 'Which?',
      requestedSchema: {
        type: 'object',
        properties: { name: { type: 'string', enum: ['a', 'b'], enumNames: ['a', 'B'] } },
        required: ['name'],
      },
    })
    const { elicitationId, ...url } = (await params('2025-11-25', 'open')).params
    assert.match(elicitationId, /^[0-9a-f-]{36}$/)
    assert.deepEqual(url, { mode: 'url', message: 'Pay', url: 'https://pay.example/1' })
    assert.match((await params('2025-06-18', 'open')).result.content[0].text, /"elicitation.url"/)
    assert.match((await params('2025-03-26', 'greet')).result.content[0].text, /"elicitation"/)
  })

  it('gives a function the error of a client', async () => {
    await using server = await start()
    const fail: Answering = () => ({ error: { code: -32603, message: 'no screen' } })
    const { messages } = await converse(server, { name: 'caught' }, fail)
    assert.equal(messages.at(-1).result.content[0].text, 'caught The client did not answer "name": no screen')
  })

  it('asks again with the reason', async () => {
    await using server = await start()
    let round = 0
    const { messages } = await converse(server, { name: 'greet' }, () => {
      round += 1
      return { result: accept({ name: round === 1 ? 'A' : 'Ada' }) }
    })
    assert.match(messages[1].params.message, /at least 2 characters/)
    assert.equal(messages.at(-1).result.content[0].text, 'Hello, Ada!')
  })

  it('explains in band why it cannot ask', async () => {
    for (const mode of ['json', 'stateless'] as const) {
      await using server = await start({ mode })
      const session = mode === 'json' ? await initialize(server, '2025-11-25', ALL) : undefined
      const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'greet' } }
      const { json } = await server.legacy(session, call)
      assert.equal(json.result.isError, true)
      assert.match(json.result.content[0].text, mode === 'json' ? /stream of events/ : /"stateless"/)
      const maybe = await server.legacy(session, { ...call, params: { name: 'maybe' } })
      assert.equal(maybe.json.result.content[0].text, 'not asked')
    }
  })

  it('refuses a response that nobody awaits, also when it was awaited before', async () => {
    await using server = await start()
    const { session } = await converse(server, { name: 'greet' }, byMethod)
    for (const id of ['ask-1', 'ask-2', 7]) {
      const { status, json } = await server.legacy(session, { jsonrpc: '2.0', id, result: accept({ name: 'Eve' }) })
      assert.deepEqual([status, json.error.code], [400, -32600])
    }
  })

  it('takes no response from another session', async () => {
    await using server = await start()
    const other = await initialize(server, '2025-11-25', ALL)
    let foreign: Answer | undefined
    const { messages } = await converse(server, { name: 'greet' }, ({ id }, req) => {
      void server.legacy(other, { jsonrpc: '2.0', id, result: accept({ name: 'Eve' }) }).then(answer => {
        foreign = answer
        req.destroy()
      })
      return undefined
    })
    assert.equal(foreign?.status, 400)
    assert.equal(messages.length, 1)
  })

  it('ends a cancelled call and withdraws what it has asked', async () => {
    await using server = await start()
    const session = await initialize(server, '2025-11-25', ALL)
    const call = server.legacy(session, { jsonrpc: '2.0', id: 5, method: 'tools/call', params: { name: 'greet' } })
    await new Promise(resolve => setTimeout(resolve, 100))
    const params = { requestId: 5 }
    await server.legacy(session, { jsonrpc: '2.0', method: 'notifications/cancelled', params })
    const { events } = await call
    assert.deepEqual(
      events.map(({ method, id, params }) => [method, id ?? params?.requestId]),
      [
        ['elicitation/create', 'ask-1'],
        ['notifications/cancelled', 'ask-1'],
      ],
    )
  })

  it('goes on with the answer of a client that lost the stream, and keeps the result for it', async () => {
    await using server = await start()
    const { session, messages } = await converse(server, { name: 'greet' }, (_, req) => void req.destroy())
    assert.equal(messages.length, 1)
    await new Promise(resolve => setTimeout(resolve, 50))
    const late = await server.legacy(session, { jsonrpc: '2.0', id: 'ask-1', result: accept({ name: 'Ada' }) })
    assert.equal(late.status, 202)
    const headers = { 'Mcp-Session-Id': session, Accept: 'text/event-stream', 'Last-Event-ID': '0-1' }
    const { events } = await server.request({ method: 'GET', headers })
    assert.deepEqual(
      events.map(({ id, result }) => [id, result.content[0].text]),
      [[1, 'Hello, Ada!']],
    )
  })
})
