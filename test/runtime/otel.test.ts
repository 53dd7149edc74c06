/** Spans, as the official SDK of OpenTelemetry hands them to an exporter. */
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { otel } from '@mcpgen/runtime/otel'
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { remoteBaggage, remoteSpan } from '../../packages/runtime/src/otel/trace-context.ts'
import { DECLARATIONS, tool } from '../harness/declarations.ts'
import { startServer } from '../harness/server.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const traceparent = `00-${TRACE}-${CALLER}-01`

/** The part of `@opentelemetry/context-async-hooks` that `with` and `active` are. */
function contextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...args) => storage.run(active, () => run.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  return manager
}

const exporter = new InMemorySpanExporter()
const seen: { readonly span: string | undefined; readonly baggage: string | undefined }[] = []
const look = () => {
  const baggage = propagation.getActiveBaggage()?.getEntry('tenant')?.value
  seen.push({ span: trace.getActiveSpan()?.spanContext().spanId, baggage })
}

const tools = [
  ...(DECLARATIONS.tools ?? []),
  tool('look', async () => {
    look()
    await delay(1)
    look()
    trace.getTracer('tests').startSpan('inner').end()
    return 'seen'
  }),
]
const config = { around: [otel()] }

const spans = (): ReadableSpan[] => exporter.getFinishedSpans()
const one = (): ReadableSpan => {
  const [span, ...more] = spans()
  assert.ok(span !== undefined && more.length === 0, `${spans().length} spans`)
  return span
}
/** What says something of the request itself. */
const attributesOf = ({ attributes }: ReadableSpan) => {
  const { 'jsonrpc.request.id': id, ...rest } = attributes
  assert.equal(typeof id, 'string')
  return rest
}

describe('otel() without a provider', () => {
  it('starts no span', async () => {
    await using server = await startServer(config)
    assert.equal((await server.modern('tools/call', { name: 'echo', arguments: { text: 'hello' } })).status, 200)
    assert.equal(trace.getActiveSpan(), undefined)
  })
})

describe('otel()', { timeout: 20_000 }, () => {
  before(() => {
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
    context.setGlobalContextManager(contextManager())
  })
  afterEach(() => {
    exporter.reset()
    seen.length = 0
  })
  after(() => {
    trace.disable()
    context.disable()
  })

  it('makes a server span of a call of a tool, in the trace that `_meta` names', async () => {
    await using server = await startServer(config)
    const meta = { traceparent, tracestate: 'vendor=1', baggage: 'tenant=a%20b' }
    await server.modern('tools/call', { name: 'add', arguments: { a: 1, b: 2 } }, { meta })
    const span = one()
    assert.equal(span.name, 'tools/call add')
    assert.equal(span.kind, SpanKind.SERVER)
    assert.equal(span.spanContext().traceId, TRACE)
    assert.equal(span.parentSpanContext?.spanId, CALLER)
    assert.equal(span.parentSpanContext?.isRemote, true)
    assert.equal(span.parentSpanContext?.traceState?.serialize(), 'vendor=1')
    assert.deepEqual(span.links, [])
    assert.equal(span.status.code, SpanStatusCode.UNSET)
    assert.equal(span.instrumentationScope.name, '@mcpgen/runtime')
    assert.deepEqual(attributesOf(span), {
      'mcp.method.name': 'tools/call',
      'mcp.protocol.version': '2026-07-28',
      'gen_ai.tool.name': 'add',
      'gen_ai.operation.name': 'execute_tool',
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
    })
  })

  it('is active while the function runs, also after it has waited, and what the function starts is inside it', async () => {
    await using server = await startServer(config, { tools })
    await server.modern('tools/call', { name: 'look' }, { meta: { traceparent, baggage: 'tenant=a%20b' } })
    const [inner, call] = spans()
    const id = call?.spanContext().spanId
    assert.deepEqual(seen, [
      { span: id, baggage: 'a b' },
      { span: id, baggage: 'a b' },
    ])
    assert.equal(inner?.name, 'inner')
    assert.equal(inner?.parentSpanContext?.spanId, id)
    assert.equal(inner?.spanContext().traceId, TRACE)
  })

  it('names prompts and resources by their attributes, and lists by their method alone', async () => {
    await using server = await startServer(config)
    await server.modern('prompts/get', { name: 'greeting' })
    await server.modern('resources/read', { uri: 'note://one' })
    await server.modern('tools/list')
    const [prompt, read, list] = spans()
    assert.deepEqual([prompt?.name, read?.name, list?.name], ['prompts/get greeting', 'resources/read', 'tools/list'])
    assert.equal(prompt?.attributes['gen_ai.prompt.name'], 'greeting')
    assert.equal(read?.attributes['mcp.resource.uri'], 'note://one')
  })

  it('tells of a tool that failed, whose answer is no error, in either way of failing', async () => {
    await using server = await startServer(config)
    await server.modern('tools/call', { name: 'refuse' })
    await server.modern('tools/call', { name: 'add', arguments: { a: 'one' } })
    for (const span of spans()) {
      assert.equal(span.attributes['error.type'], 'tool_error')
      assert.equal(span.attributes['rpc.response.status_code'], undefined)
      assert.equal(span.status.code, SpanStatusCode.ERROR)
    }
    assert.equal(spans().length, 2)
  })

  it('tells of an error by the code that it is answered with', async () => {
    await using server = await startServer(config)
    const session = await server.initialize()
    exporter.reset()
    await server.modern('tools/call', { name: 'nothing' })
    await server.modern('resources/read', { uri: 'note://nowhere' })
    await server.legacy(session, {
      jsonrpc: '2.0',
      id: 7,
      method: 'resources/read',
      params: { uri: 'note://nowhere' },
    })
    assert.deepEqual(
      spans().map(({ attributes, status }) => [
        attributes['error.type'],
        attributes['rpc.response.status_code'],
        status.code,
      ]),
      [
        ['-32602', '-32602', SpanStatusCode.ERROR],
        ['-32602', '-32602', SpanStatusCode.ERROR],
        ['-32002', '-32002', SpanStatusCode.ERROR],
      ],
    )
  })

  it('names the revision and the session of a legacy client', async () => {
    await using server = await startServer(config)
    const session = await server.initialize('2025-06-18')
    exporter.reset()
    const params = { name: 'echo', arguments: { text: 'hello' }, _meta: { traceparent } }
    await server.legacy(session, { jsonrpc: '2.0', id: 'seven', method: 'tools/call', params })
    const { attributes, parentSpanContext } = one()
    assert.equal(attributes['mcp.protocol.version'], '2025-06-18')
    assert.equal(attributes['mcp.session.id'], session)
    assert.equal(attributes['jsonrpc.request.id'], 'seven')
    assert.equal(parentSpanContext?.spanId, CALLER)
  })

  it('takes the header of HTTP for the parent where `_meta` names none, and links it where it does', async () => {
    await using server = await startServer(config)
    const header = `00-${TRACE}-00000000000000aa-01`
    const echo = { name: 'echo', arguments: { text: 'hello' } }
    await server.modern('tools/call', echo, { headers: { traceparent: header } })
    await server.modern('tools/call', echo, { headers: { traceparent: header }, meta: { traceparent } })
    const [fallen, linked] = spans()
    assert.equal(fallen?.parentSpanContext?.spanId, '00000000000000aa')
    assert.equal(linked?.parentSpanContext?.spanId, CALLER)
    assert.deepEqual(
      linked?.links.map(link => link.context.spanId),
      ['00000000000000aa'],
    )
  })

  it('keeps no more of what a caller says than fits a span', async () => {
    await using server = await startServer(config)
    const long = 'x'.repeat(100_000)
    const initialized = await server.initialize()
    exporter.reset()
    const read = { jsonrpc: '2.0', id: long, method: 'resources/read', params: { uri: `note://${long}` } }
    await server.legacy(initialized, read)
    const { attributes } = one()
    assert.equal(String(attributes['jsonrpc.request.id']).length, 64)
    assert.equal(String(attributes['mcp.resource.uri']).length, 1024)
  })

  it('takes a call with malformed trace context for one without', async () => {
    await using server = await startServer(config)
    for (const wrong of ['', 'nonsense', `00-${'0'.repeat(32)}-${CALLER}-01`, 7, null, { trace: 1 }]) {
      const meta = { traceparent: wrong, tracestate: 7, baggage: ['x'] }
      const { status } = await server.modern('tools/call', { name: 'echo', arguments: { text: 'hi' } }, { meta })
      assert.equal(status, 200)
      assert.equal(one().parentSpanContext, undefined, JSON.stringify(wrong))
      exporter.reset()
    }
  })

  it('makes a span of each run of a function that asks', async () => {
    const asking = tool('where', async (_args, context) => String((await context.roots('where')).length))
    await using server = await startServer(config, { tools: [{ ...asking, asks: {} }] })
    const meta = { 'io.modelcontextprotocol/clientCapabilities': { roots: {} } }
    const asked = await server.modern('tools/call', { name: 'where' }, { meta })
    assert.equal(asked.json.result.resultType, 'input_required')
    const inputResponses = { where: { roots: [] } }
    const answered = await server.modern('tools/call', { name: 'where', inputResponses }, { meta })
    assert.equal(answered.json.result.content[0].text, '0')
    assert.deepEqual(
      spans().map(({ name, status }) => [name, status.code]),
      [
        ['tools/call where', SpanStatusCode.UNSET],
        ['tools/call where', SpanStatusCode.UNSET],
      ],
    )
  })
})

describe('trace context', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    [traceparent, CALLER],
    [`01-${TRACE}-${CALLER}-01-what-comes-later`, CALLER],
    [`00-${TRACE}-${CALLER}-01-more`, undefined],
    [`ff-${TRACE}-${CALLER}-01`, undefined],
    [`00-${TRACE.toUpperCase()}-${CALLER}-01`, undefined],
    [`00-${TRACE}-0000000000000000-01`, undefined],
    [`00-${TRACE}-${CALLER}`, undefined],
  ]
  for (const [text, spanId] of cases) {
    it(`reads ${text} as ${spanId ?? 'nothing'}`, () => {
      assert.equal(remoteSpan({ traceparent: text })?.spanId, spanId)
    })
  }
  it('knows whether the caller records', () => {
    assert.equal(remoteSpan({ traceparent })?.traceFlags, 1)
    assert.equal(remoteSpan({ traceparent: `00-${TRACE}-${CALLER}-00` })?.traceFlags, 0)
  })
  it('reads the members of baggage that are well-formed, and of too much nothing', () => {
    const entries = remoteBaggage({ baggage: ' a = 1 ,b=%zz,c=x%2Cy;secret , =2,d' })?.getAllEntries()
    assert.deepEqual(
      entries?.map(([name, { value, metadata }]) => [name, value, metadata?.toString()]),
      [
        ['a', '1', undefined],
        ['c', 'x,y', 'secret'],
      ],
    )
    assert.equal(remoteBaggage({ baggage: `a=${'x'.repeat(8192)}` }), undefined)
    assert.equal(remoteBaggage({ baggage: '' }), undefined)
  })
})
