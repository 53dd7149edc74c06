/**
 * Spans for OpenTelemetry, by its semantic conventions for the Model Context Protocol. This door alone loads
 * `@opentelemetry/api`.
 */
import {
  type Attributes,
  type Context,
  context,
  type Link,
  ProxyTracerProvider,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { Around, AroundRequest } from './features/around.ts'
import { remoteBaggage, remoteSpan } from './otel/trace-context.ts'

const TRACER = '@mcpgen/runtime'

/**
 * For the config's `around`: a server span for every request, inside the caller's trace where `params._meta` names one,
 * and active while your function runs. Without a registered provider it does nothing.
 */
export function otel(): Around {
  return {
    request(request, next) {
      const tracer = registeredTracer()
      return tracer === undefined ? next() : traced(tracer, request, next)
    },
  }
}

/** Asked anew each time: a provider may be registered after the server has started. */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider()
  return provider instanceof ProxyTracerProvider ? provider.getDelegateTracer(TRACER) : provider.getTracer(TRACER)
}

function traced<T>(tracer: Tracer, request: AroundRequest, next: () => T | Promise<T>): T | Promise<T> {
  const { parent, links } = placeOf(request)
  const options = { kind: SpanKind.SERVER, attributes: attributesOf(request), links }
  const span = tracer.startSpan(nameOf(request), options, parent)
  const succeeded = (value: T) => {
    if (request.toolFailed()) fail(span, 'tool_error')
    span.end()
    return value
  }
  const failed = (error: unknown): never => {
    const code = request.codeOf(error)
    span.setAttribute('rpc.response.status_code', String(code))
    fail(span, String(code))
    span.end()
    throw error
  }
  let result: T | Promise<T>
  try {
    result = context.with(trace.setSpan(parent, span), next)
  } catch (error) {
    return failed(error)
  }
  return result instanceof Promise ? result.then(succeeded, failed) : succeeded(result)
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/**
 * "Context propagation": `_meta` names the parent, and the span of the transport is linked; without it the transport's
 * span is the parent, or what the request's header says where nothing traces the transport.
 */
function placeOf({ params, http }: AroundRequest): { parent: Context; links: Link[] } {
  const meta = metaOf(params['_meta'])
  const active = context.active()
  const carried = remoteBaggage(meta)
  const around = carried === undefined ? active : propagation.setBaggage(active, carried)
  const transport = trace.getSpanContext(active) ?? (http && remoteSpan(http.headers))
  const caller = remoteSpan(meta)
  if (caller !== undefined) {
    return {
      parent: trace.setSpanContext(around, caller),
      links: transport === undefined ? [] : [{ context: transport }],
    }
  }
  return { parent: transport === undefined ? around : trace.setSpanContext(around, transport), links: [] }
}

function metaOf(meta: unknown): Readonly<Record<string, unknown>> {
  return typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>) : {}
}

/** The names of tools and prompts are few; URIs would make every span a kind of its own. */
function nameOf({ method, params: { name } }: AroundRequest): string {
  return TARGETS.has(method) && typeof name === 'string' ? `${method} ${name.slice(0, MAX_NAME)}` : method
}

/** The attribute that names what a method is about. */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'gen_ai.tool.name'],
  ['prompts/get', 'gen_ai.prompt.name'],
])

/** A caller may name a tool that is not there, at any length. */
const MAX_NAME = 64

/** A URI may be as long as a message, and spans wait for their exporter. */
const MAX_URI = 1024

function attributesOf({ id, method, params, revision, transport, session }: AroundRequest): Attributes {
  const attributes: Attributes = {
    'mcp.method.name': method,
    'mcp.protocol.version': revision,
    'jsonrpc.request.id': String(id).slice(0, MAX_NAME),
    'network.transport': transport === 'http' ? 'tcp' : 'pipe',
  }
  const target = TARGETS.get(method)
  const { name, uri } = params
  if (target !== undefined && typeof name === 'string') attributes[target] = name.slice(0, MAX_NAME)
  if (method === 'tools/call') attributes['gen_ai.operation.name'] = 'execute_tool'
  if (typeof uri === 'string') attributes['mcp.resource.uri'] = uri.slice(0, MAX_URI)
  if (transport === 'http') attributes['network.protocol.name'] = 'http'
  if (session !== undefined) attributes['mcp.session.id'] = session
  return attributes
}
