/** 2025-03-26 to 2025-11-25: a handshake opens a session that later messages name (basic/lifecycle). */
import type { JsonObject } from '../protocol/json.ts'
import { INVALID_REQUEST, type JsonRpcMessage, type JsonRpcRequest, type RequestId } from '../protocol/jsonrpc.ts'
import { answerOf, resultOf } from './answers.ts'
import { ProtocolError } from './errors.ts'
import { post, readAnswer, type Wire, type WireOptions } from './wire.ts'

/** A notification cancels a call (basic/utilities/cancellation). */
export async function legacyWire(options: WireOptions, revision: string): Promise<Wire> {
  const { headers, agreed } = await initialize(options, revision)
  const say = async (message: JsonRpcMessage) => (await post(options, message, { headers })).resume()
  await say({ jsonrpc: '2.0', method: 'notifications/initialized' })

  const cancelOn = (signal: AbortSignal | undefined, id: RequestId) => {
    const cancel = () => {
      say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }).catch(() => {})
    }
    signal?.addEventListener('abort', cancel, { once: true })
    return () => signal?.removeEventListener('abort', cancel)
  }
  let last = 0
  const request: Wire['request'] = async (method, params, { signal, onMessage } = {}) => {
    signal?.throwIfAborted()
    last += 1
    const id = last
    const { _meta: meta } = params as { _meta?: JsonObject }
    const message = {
      jsonrpc: '2.0' as const,
      id,
      method,
      params: { ...params, _meta: { progressToken: id, ...meta } },
    }
    const release = cancelOn(signal, id)
    const respond = responder(options, say)
    try {
      const answered = await readAnswer(await post(options, message, { headers }), id, message => {
        onMessage?.(message)
        if ('method' in message && 'id' in message) respond.to(message)
      })
      if (respond.failure !== undefined) throw respond.failure
      return answered
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      release()
    }
  }
  // Where the server keeps no session there is nothing that could hold a level.
  if (headers['Mcp-Session-Id'] !== undefined) {
    await request('logging/setLevel', { level: options.caller.logLevel })
  }
  return { revision: agreed, request }
}

interface Responder {
  to(request: JsonRpcRequest): void
  /** The first request that the test has no answer for. */
  failure: Error | undefined
}

/** Responds to the requests of a server as a client does: by another POST. */
function responder(
  { answers = {}, asked }: WireOptions,
  say: (message: JsonRpcMessage) => Promise<unknown>,
): Responder {
  const responder: Responder = {
    failure: undefined,
    to({ id, method }) {
      try {
        const key = asked.get(id) ?? String(id)
        const result = resultOf(method, answerOf(answers, key, 'createTestClient'))
        say({ jsonrpc: '2.0', id, result }).catch(() => {})
      } catch (error) {
        responder.failure ??= error as Error
        say({ jsonrpc: '2.0', id, error: { code: INVALID_REQUEST, message: String(error) } }).catch(() => {})
      }
    },
  }
  return responder
}

async function initialize(options: WireOptions, revision: string) {
  const { clientInfo, capabilities } = options.caller
  const params = { protocolVersion: revision, capabilities, clientInfo: { ...clientInfo } }
  const id = 'initialize'
  const res = await post(options, { jsonrpc: '2.0', id, method: 'initialize', params })
  const session = res.headers['mcp-session-id']
  const { response, status } = await readAnswer(res, id, undefined)
  if (response.error !== undefined) throw new ProtocolError(response.error, status)
  const agreed = String(response.result?.['protocolVersion'])
  const headers = {
    'MCP-Protocol-Version': agreed,
    ...(typeof session === 'string' && { 'Mcp-Session-Id': session }),
  }
  return { headers: headers as Record<string, string>, agreed }
}
