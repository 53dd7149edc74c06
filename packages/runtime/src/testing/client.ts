/** A client for tests: the application's own code behind the whole pipeline, without a port. */
import { type Application, type Outlets, REMAKE, type Remade } from '../app.ts'
import type { ClientInfo } from '../features/context.ts'
import type { Failure } from '../features/options.ts'
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import type { Storage } from '../features/storage.ts'
import type { Surface } from '../manifest.ts'
import type { PromptMessage, ResourceContents } from '../protocol/content.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { JsonRpcMessage, JsonRpcNotification, RequestId } from '../protocol/jsonrpc.ts'
import { sqlite } from '../storage.ts'
import { ALL_CAPABILITIES, type Answers } from './answers.ts'
import { sentOf } from './arguments.ts'
import { connect, type RawRequest, type RawResponse } from './connection.ts'
import { ProtocolError, ToolError } from './errors.ts'
import { legacyWire } from './legacy-wire.ts'
import { mirroredValues, mirrorsOf } from './mirrors.ts'
import { modernWire } from './modern-wire.ts'
import { receivedOf, textOf } from './received.ts'
import { createSeen, type Seen } from './seen.ts'
import { callTask, type TestTask } from './tasks.ts'
import type { CallOptions, CallToolResult, LogMessage, Progress, ToolsOf } from './types.ts'
import type { Wire, WireOptions } from './wire.ts'

export interface TestClientOptions {
  /** A generation of the protocol, or one revision of it. Default `modern`. */
  readonly era?: 'modern' | 'legacy' | '2026-07-28' | '2025-11-25' | '2025-06-18' | '2025-03-26'
  /** Who is calling. Unless given, requests are authenticated as the config says: nobody calls where it says nothing. */
  readonly principal?: PrincipalInit
  /** What the client says it can do. Default: to answer everything where there are `answers`, else nothing. */
  readonly capabilities?: JsonObject
  /** What asks are answered with, in every era; an ask that nothing answers makes its call throw. */
  readonly answers?: Answers
  readonly clientInfo?: ClientInfo
  /** The least level of log messages that the client wants. Default `debug`. */
  readonly logLevel?: 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency'
  /** `hidden` answers unexpected errors as a server in production does. Default `shown`. */
  readonly errors?: 'shown' | 'hidden'
  /** Where tasks and the like are kept. Default: in memory, for this client alone. */
  readonly storage?: Storage
  /** Takes every message that the server sends, with the method of the request that it belongs to. */
  readonly onMessage?: (message: JsonRpcMessage, method: string) => void
}

/** What a client of one revision sees of the application; nothing in it stands for anything else. */
export interface TestClient<S extends Surface = Surface> extends AsyncDisposable {
  readonly revision: string
  /** Calls a tool and returns what it returned, as it arrives; throws a `ToolError` when it failed. */
  readonly tools: ToolsOf<S>
  /** Calls a tool and returns its whole result, failed or not. */
  callTool(name: string, args?: JsonObject, options?: CallOptions): Promise<CallToolResult>
  /** Calls a tool that runs as a task, of a revision that has tasks: 2026-07-28, or 2025-11-25. */
  callTask(name: string, args?: JsonObject): Promise<TestTask>
  /** The four lists, all of their pages. */
  listTools(): Promise<JsonObject[]>
  listResources(): Promise<JsonObject[]>
  listTemplates(): Promise<JsonObject[]>
  listPrompts(): Promise<JsonObject[]>
  readResource(uri: string, options?: CallOptions): Promise<ResourceContents[]>
  getPrompt(name: string, args?: Record<string, string>, options?: CallOptions): Promise<PromptResult>
  /**
   * Sends any request and returns its result.
   *
   * @throws {ProtocolError} that the server answered with; so do the other functions.
   */
  send(method: string, params?: JsonObject, options?: CallOptions): Promise<JsonObject>
  /** Sends an HTTP request as it is written, and reads the whole answer. */
  request(method: string, path: string, rest?: Omit<RawRequest, 'method' | 'path'>): Promise<RawResponse>
  /** Every notification that came, in order; progress and log messages also stand by themselves. */
  readonly notifications: readonly JsonRpcNotification[]
  readonly progress: readonly Progress[]
  readonly logs: readonly LogMessage[]
  /** The errors that functions threw and that no caller would read. */
  readonly failures: readonly Failure[]
  /** Ends the application's sessions and what runs in them. */
  close(): Promise<void>
}

export interface PromptResult {
  readonly description?: string
  readonly messages: PromptMessage[]
}

/**
 * Opens a client. The application that it talks to is the given one, made again: with sessions and limits of its own.
 *
 * @param app What `generated/app.mjs` exports.
 */
export async function createTestClient<S extends Surface = Surface>(
  app: Application & { readonly surface?: S },
  options: TestClientOptions = {},
): Promise<TestClient<S>> {
  const seen = createSeen(options.onMessage)
  const asked = new Map<RequestId, string>()
  const made = remake(app, {
    ...outletsOf(options),
    report: failure => void seen.failures.push(failure),
    asked: (id, key) => asked.set(id, key),
  })
  const connection = connect(made.handler)
  const { answers } = options
  const wire = await wireOf({ connection, path: made.path, caller: callerOf(options), answers, asked }, options.era)
  const send = sender(wire, seen, made.tools)
  const callTool: TestClient['callTool'] = async (name, args = {}, options) =>
    (await send('tools/call', { name, arguments: sentOf(args) as JsonObject }, options)) as unknown as CallToolResult
  const tasks = { revision: wire.revision, capabilities: callerOf(options).capabilities, answers, send }
  const close = async () => {
    connection.close()
    await made.close()
  }
  return {
    revision: wire.revision,
    tools: toolFunctions<S>(made, wire, { callTool, failures: seen.failures }),
    callTool,
    callTask: (name, args = {}) => callTask(tasks, name, sentOf(args) as JsonObject),
    ...lists(send),
    async readResource(uri, options) {
      return (await send('resources/read', { uri }, options))['contents'] as unknown as ResourceContents[]
    },
    async getPrompt(name, args = {}, options) {
      return (await send('prompts/get', { name, arguments: args }, options)) as unknown as PromptResult
    },
    send,
    request: (method, path, rest) => connection.request({ method, path, ...rest }),
    notifications: seen.notifications,
    progress: seen.progress,
    logs: seen.logs,
    failures: seen.failures,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function remake(app: object, outlets: Outlets): Remade {
  const make = (app as { [REMAKE]?: (outlets: Outlets) => Remade })[REMAKE]
  if (make === undefined) throw new TypeError('createTestClient takes the `app` that generated/app.mjs exports')
  return make(outlets)
}

function outletsOf(options: TestClientOptions): Omit<Outlets, 'report' | 'asked'> {
  const { principal, errors = 'shown', storage = sqlite(':memory:') } = options
  return { errors, principal: principal && principalFrom(principal), log: () => {}, grace: 0, storage }
}

function callerOf(options: TestClientOptions): WireOptions['caller'] {
  const { clientInfo = { name: 'test', version: '0.0.0' }, answers, logLevel = 'debug' } = options
  return { clientInfo, capabilities: options.capabilities ?? (answers ? ALL_CAPABILITIES : {}), logLevel }
}

async function wireOf(options: WireOptions, era: TestClientOptions['era'] = 'modern'): Promise<Wire> {
  if (era === 'modern' || era === '2026-07-28') return modernWire(options)
  return legacyWire(options, era === 'legacy' ? '2025-11-25' : era)
}

type Send = TestClient['send']

function sender(wire: Wire, seen: Seen, tools: Remade['tools']): Send {
  const mirrors = new Map(tools.map(({ name, entry }) => [name, mirrorsOf(JSON.parse(entry).inputSchema)]))
  return async (method, params = {}, { signal, onProgress } = {}) => {
    const onMessage = (message: JsonRpcMessage) => seen.take(message, method, onProgress)
    const wanted = method === 'tools/call' ? mirrors.get(String(params['name'])) : undefined
    const mirrored = wanted && mirroredValues(wanted, (params['arguments'] ?? {}) as JsonObject)
    const { response, status } = await wire.request(method, params, { signal, onMessage, mirrored })
    if (response.error === undefined) return response.result ?? {}
    throw new ProtocolError(response.error, status, causeOf(response.error.message, seen.failures))
  }
}

/** What a function threw that the text of an answer refers to. */
function causeOf(text: string, failures: readonly Failure[]): { cause: unknown } | undefined {
  const failure = failures.find(({ reference }) => text.includes(`(reference ${reference})`))
  return failure && { cause: failure.error }
}

interface Caller {
  readonly callTool: TestClient['callTool']
  readonly failures: readonly Failure[]
}

function toolFunctions<S extends Surface>(
  { tools }: Remade,
  { revision }: Wire,
  { callTool, failures }: Caller,
): ToolsOf<S> {
  const functions = tools.map(binding => [
    binding.name,
    async (args?: JsonObject, options?: CallOptions) => {
      const result = await callTool(binding.name, args, options)
      if (result.isError !== true) return receivedOf(result, binding, revision)
      const text = textOf(result) ?? JSON.stringify(result.content)
      throw new ToolError(text, result, causeOf(text, failures))
    },
  ])
  return Object.assign(Object.create(null), Object.fromEntries(functions))
}

function lists(send: Send): Pick<TestClient, 'listTools' | 'listResources' | 'listTemplates' | 'listPrompts'> {
  const all = async (method: string, key: string) => {
    const entries: JsonObject[] = []
    let cursor: JsonObject[string]
    do {
      const page = await send(method, cursor === undefined ? {} : { cursor })
      entries.push(...(page[key] as JsonObject[]))
      cursor = page['nextCursor']
    } while (cursor !== undefined)
    return entries
  }
  return {
    listTools: () => all('tools/list', 'tools'),
    listResources: () => all('resources/list', 'resources'),
    listTemplates: () => all('resources/templates/list', 'resourceTemplates'),
    listPrompts: () => all('prompts/list', 'prompts'),
  }
}
