/** The modern era (2026-07-28): no handshake, no session; each request says all that must be known of it. */
import { RpcError } from '../../features/errors.ts'
import {
  HEADER_MISMATCH,
  INVALID_PARAMS,
  INVALID_REQUEST,
  type JsonRpcNotification,
  type JsonRpcRequest,
  METHOD_NOT_FOUND,
  MISSING_REQUIRED_CLIENT_CAPABILITY,
} from '../../protocol/jsonrpc.ts'
import { cancelById, openCall } from '../calls.ts'
import { createDispatcher, type Dispatcher, type Methods, type Policy } from '../dispatch.ts'
import type { Era, Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { createEncoder } from './encode.ts'
import { checkEnvelope, checkVersion, claimedVersion, seedOf } from './envelope.ts'
import { checkHeaders, checkMirrors } from './headers.ts'
import { createListening, type Listening, type Refusal } from './listen.ts'
import { createMethods } from './methods.ts'
import { REVISIONS } from './revisions.ts'

const POLICY: Policy = {
  resourceNotFound: INVALID_PARAMS,
  missingCapability: MISSING_REQUIRED_CLIENT_CAPABILITY,
  statuses: { [METHOD_NOT_FOUND]: 404, [MISSING_REQUIRED_CLIENT_CAPABILITY]: 400, [HEADER_MISMATCH]: 400 },
  disconnectCancels: true,
  sessionOf: () => undefined,
}

export function createModernEra(served: Served): Era {
  const encoder = createEncoder(served)
  const methods = createMethods(served, encoder)
  const dispatcher = createDispatcher(POLICY, served)
  const listening = createListening(served, encoder)
  return {
    name: 'modern',
    revisions: REVISIONS,
    verbs: {},
    receive(message, exchange) {
      if (!('method' in message)) return refuseResponse(exchange, dispatcher)
      if ('id' in message) return answer(message, exchange, { served, methods, dispatcher, listening })
      note(message, exchange, served)
    },
    endStreams: listening.endAll,
    close: dispatcher.close,
  }
}

interface Parts {
  readonly served: Served
  readonly methods: Methods
  readonly dispatcher: Dispatcher
  readonly listening: Listening
}

/** One rung after the other: the first that fails is the answer. */
function answer(request: JsonRpcRequest, exchange: Exchange, { served, methods, dispatcher, listening }: Parts) {
  const { id, method, params = {} } = request
  const version = claimedVersion(request)
  const fault =
    checkEnvelope(request) ??
    (exchange.transport === 'http' ? checkHeaders(request, String(version), exchange) : undefined) ??
    checkVersion(String(version))
  if (fault !== undefined) return dispatcher.fail(exchange, id, fault, 400)
  if (method === 'subscriptions/listen' && listening.isOffered) {
    const refuse = (refused: Refusal | undefined) =>
      refused && dispatcher.fail(exchange, id, refused.fault, refused.status)
    const refused = listening.listen({ id, params }, exchange)
    return refused instanceof Promise ? void refused.then(refuse) : refuse(refused)
  }
  const found = methods[method]
  if (found === undefined) return dispatcher.fail(exchange, id, { code: METHOD_NOT_FOUND, message: 'Method not found' })
  const calls = exchange.transport === 'stdio' ? served.stdioCalls : undefined
  const onFound = mirrorCheck(request, exchange, served)
  const seed = seedOf(params)
  const call = openCall(onFound === undefined ? seed : { ...seed, onFound }, exchange)
  dispatcher.run(found, { id, name: method, revision: String(version), call, exchange, calls }, undefined)
}

/** Undefined where no tool of the server has mirrors. */
function mirrorCheck({ method, params }: JsonRpcRequest, exchange: Exchange, { mirrors }: Served) {
  if (mirrors.size === 0 || method !== 'tools/call' || exchange.transport !== 'http') return undefined
  return (tool: string) => {
    const fault = checkMirrors(params?.['arguments'], exchange, mirrors.get(tool))
    if (fault !== undefined) throw new RpcError(fault.code, fault.message)
  }
}

/**
 * Over HTTP the revision defines no client notification: they are accepted and dropped. On stdio a cancellation is one
 * (basic/patterns/cancellation).
 */
function note({ method, params }: JsonRpcNotification, exchange: Exchange, served: Served): void {
  if (exchange.transport === 'stdio' && method === 'notifications/cancelled') {
    cancelById(served.stdioCalls, params?.['requestId'])
  }
  exchange.accept()
}

/** The server asks nothing, so there is nothing to respond to; on stdio not even an error can be answered. */
function refuseResponse(exchange: Exchange, dispatcher: Dispatcher) {
  if (exchange.transport === 'stdio') return exchange.accept()
  const fault = { code: INVALID_REQUEST, message: 'Invalid request: no response is awaited' }
  dispatcher.fail(exchange, undefined, fault, 400)
}
