/** Revisions up to 2025-11-25: `initialize` first, then requests of a session. */
import { CommandError } from '../errors.ts'
import { CLIENT_INFO, type Connection, isAnswerTo, type Listener } from './connection.ts'
import { type Answer, type Endpoint, post } from './http.ts'
import { isObject, type JsonObject, type Message, RpcFailure } from './message.ts'

const REVISION = '2025-11-25'

interface Session {
  readonly endpoint: Endpoint
  readonly listener: Listener
  /** The revision and the session's id, once the server has said them. */
  readonly headers: Record<string, string>
}

/** @throws {CommandError} when what answers is no MCP server. */
export async function connectLegacy(endpoint: Endpoint, listener: Listener): Promise<Connection> {
  const session: Session = { endpoint, listener, headers: {} }
  const capabilities = await initialize(session)
  let last = 1
  const request: Connection['request'] = async (method, params) => {
    last += 1
    return exchange(session, last, { method, params: { ...params, _meta: { progressToken: last } } })
  }
  await notify(session, 'notifications/initialized')
  if (capabilities['logging']) await request('logging/setLevel', { level: 'info' }).catch(() => undefined)
  return {
    request,
    // Any other tool answers at once, which is simpler for both.
    taskParams: ({ execution }) => (execution?.taskSupport === 'required' ? { task: {} } : {}),
    resultOf: async answer => (isObject(answer['task']) ? waitForTask(request, answer['task'], listener) : answer),
    close: () => endSession(session),
  }
}

/** basic/utilities/tasks, "Result Retrieval": the answer waits for the end. */
function waitForTask(request: Connection['request'], task: JsonObject, listener: Listener): Promise<JsonObject> {
  listener('notifications/tasks', task)
  return request('tasks/result', { taskId: task['taskId'] })
}

async function initialize(session: Session): Promise<JsonObject> {
  const params = { protocolVersion: REVISION, capabilities: {}, clientInfo: CLIENT_INFO }
  const answer = await post(session.endpoint, { jsonrpc: '2.0', id: 1, method: 'initialize', params }, {})
  const message = await answerOf(session, answer, 1)
  if (message?.error) throw new RpcFailure(message.error)
  if (!message?.result) {
    throw new CommandError(`${session.endpoint.url} does not answer as an MCP server (${answer.status})`, {
      help: 'the URL of an mcpgen server ends in /mcp',
    })
  }
  const id = answer.headers.get('mcp-session-id')
  if (id !== null) session.headers['mcp-session-id'] = id
  session.headers['mcp-protocol-version'] = String(message.result['protocolVersion'] ?? REVISION)
  return (message.result['capabilities'] ?? {}) as JsonObject
}

async function exchange(session: Session, id: number, message: JsonObject): Promise<JsonObject> {
  const answer = await post(session.endpoint, { jsonrpc: '2.0', id, ...message }, session.headers)
  const { result, error } = (await answerOf(session, answer, id)) ?? {}
  if (result) return result
  throw new RpcFailure(error ?? { code: -32603, message: `The server gave no result (${answer.status})` })
}

/** Reads up to the answer; what the server asks of the client on the way is declined, since nothing was declared. */
async function answerOf(session: Session, { messages }: Answer, id: number): Promise<Message | undefined> {
  let failure: Message | undefined
  for await (const incoming of messages) {
    if (isAnswerTo(incoming, id)) return incoming
    if (incoming.method === undefined) failure = incoming.error ? incoming : failure
    else if (incoming.id === undefined) session.listener(incoming.method, incoming.params ?? {})
    else await reply(session, incoming)
  }
  return failure
}

async function reply(session: Session, { id, method }: Message): Promise<void> {
  const declined = { code: -32601, message: 'A call from a terminal answers no questions' }
  const body = method === 'ping' ? { result: {} } : { error: declined }
  await discard(await post(session.endpoint, { jsonrpc: '2.0', id, ...body }, session.headers))
}

async function notify(session: Session, method: string): Promise<void> {
  await discard(await post(session.endpoint, { jsonrpc: '2.0', method }, session.headers))
}

async function discard({ messages }: Answer): Promise<void> {
  for await (const _ of messages);
}

async function endSession({ endpoint, headers }: Session): Promise<void> {
  if (headers['mcp-session-id'] === undefined) return
  await fetch(endpoint.url, { method: 'DELETE', headers: { ...endpoint.headers, ...headers } }).catch(() => undefined)
}
