/** What both generations of the protocol have in common for a caller. */
import type { JsonObject, Message, ToolEntry } from './message.ts'

/** What a server says while it works: progress and log messages. */
export type Listener = (method: string, params: JsonObject) => void

export interface Connection {
  /** @throws {RpcFailure} when the server answers with a protocol error. */
  request(method: string, params: JsonObject, headers?: Record<string, string>): Promise<JsonObject>
  /** What a call of the tool says beside its arguments, so that a tool which runs as a task can be called. */
  taskParams(tool: ToolEntry): JsonObject
  /** The result of the tool: where the call has become a task, what that ends with. */
  resultOf(answer: JsonObject): Promise<JsonObject>
  /** Ends the session, if there is one. */
  close(): Promise<void>
}

/** A header's value; in the `=?base64?…?=` form where HTTP could not carry it as it is. */
export function headerValue(text: string): string {
  const safe = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
  return safe ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`
}

export const CLIENT_INFO = { name: 'mcpgen call', version: '1' }

export function isAnswerTo(message: Message, id: number): boolean {
  return message.id === id && message.method === undefined
}
