/** The one way in: text or a parsed body becomes a JSON-RPC message and goes to the era it belongs to. */
import { isDeeperThan } from '../protocol/depth.ts'
import { isObject, type JsonObject } from '../protocol/json.ts'
import { INTERNAL_ERROR, INVALID_REQUEST, type JsonRpcMessage, PARSE_ERROR } from '../protocol/jsonrpc.ts'
import { errorAnswer, isRequestId, readableId } from './answer.ts'
import { classify } from './classify.ts'
import type { Era, EraName, Exchange } from './era.ts'

export interface Door {
  receiveText(text: string, exchange: Exchange): void
  /** A body that a host has parsed. */
  receive(value: unknown, exchange: Exchange): void
}

export interface DoorOptions {
  /** Levels of nesting that a message may have. */
  readonly depth: number
  /** Takes an error that no caller may read. */
  readonly report: (error: unknown) => void
}

export function createDoor(eras: Readonly<Record<EraName, Era>>, { depth, report }: DoorOptions): Door {
  const receive = (value: unknown, exchange: Exchange) => {
    if (isDeeperThan(value, depth)) return refuse(exchange, value, `nested deeper than ${depth} levels`)
    if (Array.isArray(value)) return receiveArray(eras, value, exchange)
    const problem = problemOf(value)
    if (problem !== undefined) return refuse(exchange, value, problem)
    const message = value as JsonRpcMessage
    const era = classify(message, exchange.header('mcp-protocol-version'), eras.modern.revisions)
    try {
      eras[era].receive(message, exchange)
    } catch (error) {
      report(error)
      exchange.respond(errorAnswer(readableId(message), { code: INTERNAL_ERROR, message: 'Internal error' }))
    }
  }
  return {
    receive,
    receiveText(text, exchange) {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return exchange.respond(errorAnswer(undefined, { code: PARSE_ERROR, message: 'Parse error: not JSON' }), 400)
      }
      receive(value, exchange)
    },
  }
}

/** Arrays are legacy; one modern element spoils the whole (basic/index: batches were removed in 2025-06-18). */
function receiveArray(eras: Readonly<Record<EraName, Era>>, values: unknown[], exchange: Exchange) {
  const header = exchange.header('mcp-protocol-version')
  const { receiveBatch } = eras.legacy
  if (receiveBatch === undefined || values.length === 0) return refuse(exchange, undefined, 'a batch is not accepted')
  for (const value of values) {
    const problem = problemOf(value)
    if (problem !== undefined) return refuse(exchange, undefined, problem)
    if (classify(value as JsonRpcMessage, header, eras.modern.revisions) === 'modern') {
      return refuse(exchange, undefined, 'a batch is not accepted')
    }
  }
  receiveBatch(values as JsonRpcMessage[], exchange)
}

function refuse(exchange: Exchange, value: unknown, message: string): void {
  const fault = { code: INVALID_REQUEST, message: `Invalid request: ${message}` }
  exchange.respond(errorAnswer(readableId(value), fault), 400)
}

/** What makes a value no JSON-RPC message of this protocol, or undefined. */
function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'not a JSON-RPC message'
  if (value['jsonrpc'] !== '2.0') return '"jsonrpc" must be "2.0"'
  if (Object.hasOwn(value, 'id') && !isRequestId(value['id'])) return '"id" must be a string or an integer'
  if (Object.hasOwn(value, 'method')) return problemOfRequest(value)
  return isResponse(value) ? undefined : 'neither a request nor a response'
}

function problemOfRequest({ method, params }: JsonObject): string | undefined {
  if (typeof method !== 'string') return '"method" must be a string'
  return params === undefined || isObject(params) ? undefined : '"params" must be an object'
}

function isResponse(value: JsonObject): boolean {
  return Object.hasOwn(value, 'result') !== Object.hasOwn(value, 'error')
}
