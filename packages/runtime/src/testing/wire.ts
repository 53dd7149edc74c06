/** A client's side of the protocol, by the rules of one revision, over a connection without a port. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { ClientInfo } from '../features/context.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { JsonRpcMessage, JsonRpcResponse, RequestId } from '../protocol/jsonrpc.ts'
import type { Answers } from './answers.ts'
import type { Connection } from './connection.ts'
import { messagesOf } from './events.ts'

export interface Wire {
  /** What client and server agreed on. */
  readonly revision: string
  /** Sends a request and hands over what comes before its answer. */
  request(method: string, params: JsonObject, options?: RequestOptions): Promise<Answered>
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined
  /** Takes every message that the server sends, the answer included. */
  readonly onMessage?: ((message: JsonRpcMessage) => void) | undefined
  /** What is mirrored in headers, by their names; of 2026-07-28. */
  readonly mirrored?: readonly (readonly [name: string, value: string])[] | undefined
}

export interface Answered {
  readonly response: JsonRpcResponse
  readonly status: number
}

/** Who is calling, as a client says it. */
export interface Caller {
  readonly clientInfo: ClientInfo
  readonly capabilities: JsonObject
  readonly logLevel: string
}

export interface WireOptions {
  readonly connection: Connection
  readonly path: string
  readonly caller: Caller
  /** Undefined for a client that leaves asks to the test. */
  readonly answers: Answers | undefined
  /** Keys of asks by the ids of their requests, which don't carry them. */
  readonly asked: ReadonlyMap<RequestId, string>
}

/** Posts one message; the response comes with its head. */
export function post(
  { connection, path }: WireOptions,
  message: JsonRpcMessage,
  { headers, signal }: { headers?: OutgoingHttpHeaders; signal?: AbortSignal | undefined } = {},
): Promise<IncomingMessage> {
  return connection.open({
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
    signal,
  })
}

/**
 * Reads messages until the answer to a request.
 *
 * @throws {Error} when the stream ends without one.
 */
export async function readAnswer(
  res: IncomingMessage,
  id: RequestId,
  onMessage: RequestOptions['onMessage'],
): Promise<Answered> {
  const status = res.statusCode ?? 0
  let answer: Answered | undefined
  for await (const message of messagesOf(res)) {
    onMessage?.(message)
    if ('method' in message) continue
    if (message.id === id || (message.id === undefined && message.error !== undefined)) {
      answer = { response: message, status }
    }
  }
  if (answer === undefined) throw new Error(`The server ended its answer (HTTP ${status}) without a response`)
  return answer
}
