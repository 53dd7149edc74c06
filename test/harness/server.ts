/** A server with declarations written by hand, and a client that says exactly what a test wants said. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import http from 'node:http'
import { sqlite } from '@mcpgen/runtime/storage'
import { createApp } from '../../packages/runtime/src/app.ts'
import type { Config } from '../../packages/runtime/src/config.ts'
import type { AppDefinition } from '../../packages/runtime/src/manifest.ts'
import { DECLARATIONS } from './declarations.ts'
import { createJudge } from './judge.ts'

export interface TestServer extends AsyncDisposable {
  readonly app: ReturnType<typeof createApp>
  readonly url: string
  readonly port: number
  /** Sends one HTTP request as it is written, and reads the whole answer. */
  request(options: RequestOptions): Promise<Answer>
  /** A modern request with the envelope and the headers it must have; `headers` and `meta` overrule, `undefined` removes. */
  modern(method: string, params?: object, change?: Change): Promise<Answer>
  /** A legacy message in a session. */
  legacy(session: string | undefined, message: object, headers?: OutgoingHttpHeaders): Promise<Answer>
  /** Opens a legacy session. */
  initialize(revision?: string): Promise<string>
}

export interface RequestOptions {
  readonly method?: string
  readonly path?: string
  /** A list of pairs sends a header twice. `undefined` leaves out a default. */
  readonly headers?: OutgoingHttpHeaders | string[]
  readonly body?: string | Buffer
  /** Closes the connection when this has happened. */
  readonly hangUp?: Promise<unknown>
  /** Closes the connection of an answer that has no end of its own; what came of it is the answer. */
  readonly leaves?: Promise<unknown>
  /** Runs when the first message ahead of the answer is there. */
  readonly heard?: () => void
}

export interface Change {
  readonly headers?: OutgoingHttpHeaders
  readonly meta?: object
  readonly hangUp?: Promise<unknown>
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body, or the last message of the stream. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly json: any
  /** The messages of an event stream, the answer included; empty for plain JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into them.
  readonly events: any[]
}

export const MODERN = '2026-07-28'
export const ACCEPT = 'application/json, text/event-stream'

/** Starts the test declarations on a free port; unless the config says otherwise, they need no guards. */
export async function startServer(given: Config = {}, definition: Partial<AppDefinition> = {}): Promise<TestServer> {
  const config = { requireGuards: false, ...given }
  const app = createApp({
    contract: 1,
    name: 'tests',
    version: '1.2.3',
    ...DECLARATIONS,
    config: { storage: sqlite(':memory:'), ...config },
    ...definition,
  })
  const { url, port } = await app.listen({ port: 0, eager: true })
  return { app, url, port, ...clientOf(port, given.path), [Symbol.asyncDispose]: () => app.close() }
}

export function clientOf(
  port: number,
  path = '/mcp',
): Omit<TestServer, 'app' | 'url' | 'port' | typeof Symbol.asyncDispose> {
  const request = async (options: RequestOptions) => {
    const answer = await send(port, { path, ...options })
    // What is served beside the endpoint is no message.
    if (options.path === undefined || options.path === path) judge(options, answer)
    return answer
  }
  const post = (message: unknown, headers: OutgoingHttpHeaders, hangUp?: Promise<unknown>) =>
    request({ body: JSON.stringify(message), headers, ...(hangUp && { hangUp }) })
  const legacy: TestServer['legacy'] = (session, message, headers = {}) =>
    post(message, { ...(session !== undefined && { 'Mcp-Session-Id': session }), ...headers })
  let id = 0
  return {
    request,
    legacy,
    modern(method, params = {}, { headers = {}, meta = {}, hangUp } = {}) {
      id += 1
      const message = { jsonrpc: '2.0', id, method, params: { ...params, _meta: { ...envelope(), ...meta } } }
      return post(message, { ...mirrored(method, params), ...headers }, hangUp)
    },
    async initialize(revision = '2025-11-25') {
      const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'tests', version: '0' } }
      const { headers } = await legacy(undefined, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
      const session = String(headers['mcp-session-id'])
      await legacy(session, { jsonrpc: '2.0', method: 'notifications/initialized' })
      return session
    },
  }
}

export function envelope(): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'tests', version: '0' },
  }
}

function mirrored(method: string, params: { name?: string; uri?: string; taskId?: string }): OutgoingHttpHeaders {
  const name = method === 'resources/read' ? params.uri : (params.name ?? params.taskId)
  return { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': method, ...(name !== undefined && { 'Mcp-Name': name }) }
}

/** The revisions of sessions, by their ids. */
const sessions = new Map<unknown, string>()

/** Every message of every server in every test is held against the schema. */
function judge({ headers = {}, body }: RequestOptions, { headers: answered, json, events }: Answer): void {
  const said = Array.isArray(headers) ? Object.fromEntries(pairs(headers)) : lowerCased(headers)
  const judge = createJudge(sessions.get(said['mcp-session-id']))
  judge.sent(body, said)
  const messages = events.length > 0 ? events : json === undefined ? [] : [json]
  for (const message of messages) if (!isHostsOwn(message)) judge.received(message)
  if (answered['mcp-session-id'] !== undefined) sessions.set(answered['mcp-session-id'], json.result.protocolVersion)
}

/** What is answered beside the endpoint is JSON and no message. */
function isHostsOwn(message: unknown): boolean {
  return typeof message !== 'object' || message === null || !('jsonrpc' in message || Array.isArray(message))
}

function lowerCased(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function pairs(list: readonly string[]): [string, string][] {
  return list.flatMap((name, n) => (n % 2 === 0 ? [[name.toLowerCase(), list[n + 1] ?? ''] as [string, string]] : []))
}

function send(
  port: number,
  { method = 'POST', path = '/mcp', headers = {}, body, hangUp, leaves, heard }: RequestOptions,
) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const all = Array.isArray(headers)
    ? headers
    : defined({ 'Content-Type': 'application/json', Accept: ACCEPT, ...headers })
  const req = http.request({ host: '127.0.0.1', port, method, path, headers: all, agent: false })
  let answered = false
  req.on('response', res => {
    answered = true
    const chunks: Buffer[] = []
    res.on('data', chunk => {
      chunks.push(chunk)
      if (method === 'GET' || String(chunk).includes('event: message')) heard?.()
    })
    const answer = () => resolve(answerOf(res, Buffer.concat(chunks).toString()))
    res.on('error', error => (leaves ? answer() : reject(error)))
    res.on('end', answer)
    void leaves?.then(() => req.destroy())
  })
  req.on('error', error => {
    if (!answered) reject(error)
  })
  void hangUp?.then(() => req.destroy(new Error('hung up')))
  req.end(body)
  return promise
}

function defined(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

function answerOf({ statusCode = 0, headers }: http.IncomingMessage, text: string): Answer {
  const events = headers['content-type'] === 'text/event-stream' ? eventsOf(text) : []
  const isJson = headers['content-type']?.startsWith('application/json') === true && text !== ''
  return { status: statusCode, headers, text, events, json: isJson ? JSON.parse(text) : events.at(-1) }
}

function eventsOf(text: string): unknown[] {
  return text.split('\n\n').flatMap(block => {
    const data = /^data: (.+)$/m.exec(block)?.[1]
    return data === undefined ? [] : [JSON.parse(data)]
  })
}
