/** 2026-07-28: every request says all that must be known of it, and headers repeat a part (basic/index, basic/transports). */
import type { OutgoingHttpHeaders } from 'node:http'
import type { JsonObject, JsonValue } from '../protocol/json.ts'
import { type Answers, answerOf, resultOf } from './answers.ts'
import { type Answered, post, readAnswer, type Wire, type WireOptions } from './wire.ts'

const REVISION = '2026-07-28'
const KEY = 'io.modelcontextprotocol/'

/** Closing the connection cancels a call (basic/patterns/cancellation). */
export function modernWire(options: WireOptions): Wire {
  const { clientInfo, capabilities, logLevel } = options.caller
  const envelope = {
    [`${KEY}protocolVersion`]: REVISION,
    [`${KEY}clientCapabilities`]: capabilities,
    [`${KEY}clientInfo`]: { ...clientInfo },
    [`${KEY}logLevel`]: logLevel,
  }
  let last = 0
  const request: Wire['request'] = async (method, params, { signal, onMessage, mirrored: more = [] } = {}) => {
    last += 1
    const id = last
    const { _meta: meta } = params as { _meta?: JsonObject }
    const message = {
      jsonrpc: '2.0' as const,
      id,
      method,
      params: { ...params, _meta: { progressToken: id, ...envelope, ...meta } },
    }
    try {
      const res = await post(options, message, { headers: { ...mirrored(method, params), ...encoded(more) }, signal })
      return await readAnswer(res, id, onMessage)
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }
  return { revision: REVISION, request: options.answers === undefined ? request : answering(request, options.answers) }
}

/** Calls again with the answers, until the result is one (basic/patterns/mrtr). */
function answering(request: Wire['request'], answers: Answers): Wire['request'] {
  return async (method, params, more) => {
    let answered = await request(method, params, more)
    for (let asked = askedOf(answered); asked !== undefined; asked = askedOf(answered)) {
      const { inputRequests = {}, requestState } = asked
      const inputResponses = Object.fromEntries(
        Object.entries(inputRequests).map(([key, ask]) => [
          key,
          resultOf(ask.method, answerOf(answers, key, 'createTestClient')),
        ]),
      )
      const state = requestState === undefined ? {} : { requestState }
      answered = await request(method, { ...params, inputResponses, ...state }, more)
    }
    return answered
  }
}

interface Asked {
  readonly inputRequests?: Readonly<Record<string, { readonly method: string }>>
  readonly requestState?: string
}

function askedOf({ response: { result } }: Answered): Asked | undefined {
  return result?.['resultType'] === 'input_required' ? (result as unknown as Asked) : undefined
}

/** basic/transports/streamable-http, "Request Headers". */
function mirrored(method: string, { name, uri, taskId }: JsonObject): OutgoingHttpHeaders {
  const named = method === 'resources/read' ? uri : (name ?? taskId)
  return {
    'MCP-Protocol-Version': REVISION,
    'Mcp-Method': method,
    ...(typeof named === 'string' && { 'Mcp-Name': headerValue(named) }),
  }
}

function encoded(headers: readonly (readonly [string, string])[]): OutgoingHttpHeaders {
  return Object.fromEntries(headers.map(([name, value]) => [name, headerValue(value)]))
}

/** "Value Encoding": what is not plain text in a header travels as base64. */
function headerValue(value: JsonValue): string {
  const text = String(value)
  if (/^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')) return text
  return `=?base64?${Buffer.from(text).toString('base64')}?=`
}
