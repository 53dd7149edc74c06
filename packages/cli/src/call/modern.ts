/** Revision 2026-07-28: no handshake; each request says which revision it is written in. */
import { CLIENT_INFO, type Connection, headerValue, isAnswerTo, type Listener } from './connection.ts'
import { type Endpoint, post } from './http.ts'
import { type JsonObject, type Message, RpcFailure } from './message.ts'
import { followTask, isTask, TASKS } from './modern-task.ts'

const REVISION = '2026-07-28'

/** Errors that only a server of this generation sends: header mismatch, missing capability, unsupported revision. */
const MODERN_ERRORS = [-32020, -32021]

/** A connection, or undefined when the server is of the older generation. */
export async function connectModern(endpoint: Endpoint, listener: Listener): Promise<Connection | undefined> {
  const probe = await send(endpoint, { id: 1, method: 'server/discover', params: {}, headers: {} }, listener)
  if (probe?.error && MODERN_ERRORS.includes(probe.error.code)) throw new RpcFailure(probe.error)
  if (!probe?.result) return undefined
  let last = 1
  const request: Connection['request'] = async (method, params, headers = {}) => {
    last += 1
    const answer = await send(endpoint, { id: last, method, params, headers }, listener)
    if (answer?.result) return answer.result
    throw new RpcFailure(answer?.error ?? { code: -32603, message: 'The server ended its answer without a result' })
  }
  return {
    request,
    taskParams: () => ({}),
    resultOf: async answer => (isTask(answer) ? followTask(request, answer, listener) : answer),
    close: async () => {},
  }
}

interface Outgoing {
  readonly id: number
  readonly method: string
  readonly params: JsonObject
  readonly headers: Record<string, string>
}

async function send(endpoint: Endpoint, outgoing: Outgoing, listener: Listener): Promise<Message | undefined> {
  const { id, method, params, headers } = outgoing
  const message = { jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope(id) } }
  const name = params['name'] ?? params['taskId']
  const { messages } = await post(endpoint, message, {
    'mcp-protocol-version': REVISION,
    'mcp-method': method,
    ...(typeof name === 'string' && { 'mcp-name': headerValue(name) }),
    ...headers,
  })
  let failure: Message | undefined
  for await (const incoming of messages) {
    if (isAnswerTo(incoming, id)) return incoming
    if (incoming.method !== undefined) listener(incoming.method, incoming.params ?? {})
    else if (incoming.error) failure = incoming
  }
  return failure
}

function envelope(id: number): JsonObject {
  return {
    progressToken: id,
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
    'io.modelcontextprotocol/clientCapabilities': { extensions: { [TASKS]: {} } },
    'io.modelcontextprotocol/logLevel': 'info',
  }
}
