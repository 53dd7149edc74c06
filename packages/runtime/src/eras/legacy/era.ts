/** The legacy era (2025-03-26 to 2025-11-25): a handshake, and on HTTP a session that the later messages name. */
import {
  INVALID_REQUEST,
  type JsonRpcMessage,
  type JsonRpcNotification,
  type JsonRpcRequest,
  type JsonRpcResponse,
  METHOD_NOT_FOUND,
  RESOURCE_NOT_FOUND,
} from '../../protocol/jsonrpc.ts'
import { cancelById, openCall } from '../calls.ts'
import { createDispatcher, type Dispatcher, type Methods, type Policy } from '../dispatch.ts'
import type { Era, Exchange } from '../era.ts'
import { metaOf, progressTokenOf } from '../request.ts'
import type { Served } from '../served.ts'
import { checkBatch, receiveEach } from './batch.ts'
import { askableOf } from './downgrade-asks.ts'
import { createEntrance } from './entrance.ts'
import { createMethods } from './methods.ts'
import { REVISIONS } from './revisions.ts'
import type { Session } from './session.ts'

const POLICY: Policy = {
  resourceNotFound: RESOURCE_NOT_FOUND,
  missingCapability: INVALID_REQUEST,
  // An unknown method is 200: a legacy client reads 404 as the end of its session.
  statuses: {},
  disconnectCancels: false,
  sessionOf: exchange => exchange.header('mcp-session-id') ?? undefined,
}

export function createLegacyEra(served: Served): Era {
  const dispatcher = createDispatcher(POLICY, served)
  const entrance = createEntrance(served, dispatcher)
  const parts: Parts = { served, dispatcher, methodsOf: methodsByRevision(served) }
  return {
    name: 'legacy',
    revisions: REVISIONS,
    verbs: entrance.verbs,
    receive(message, exchange) {
      if ('method' in message && 'id' in message && message.method === 'initialize') {
        return entrance.initialize(message, exchange)
      }
      const admission = entrance.admit(exchange, message)
      if (admission.fault) return dispatcher.fail(exchange, requestId(message), admission.fault, admission.status)
      take(message, exchange, { ...parts, session: admission.session })
    },
    receiveBatch(messages, exchange) {
      const admission = entrance.admit(exchange)
      if (admission.fault) return dispatcher.fail(exchange, undefined, admission.fault, admission.status)
      const { session } = admission
      const fault = checkBatch(messages, session.revision, served.limits.batch)
      if (fault) return dispatcher.fail(exchange, undefined, fault, 400)
      receiveEach(messages, exchange, (message, each) => take(message, each, { ...parts, session }))
    },
    endStreams: entrance.endStreams,
    close() {
      entrance.close()
      dispatcher.close()
    },
  }
}

interface Parts {
  readonly served: Served
  readonly dispatcher: Dispatcher
  readonly methodsOf: (revision: string) => Methods<Session>
}

/** Lists are prepared per revision, when the first client of it comes. */
function methodsByRevision(served: Served): Parts['methodsOf'] {
  const tables = new Map<string, Methods<Session>>()
  return revision => {
    const table = tables.get(revision) ?? createMethods(served, revision)
    tables.set(revision, table)
    return table
  }
}

function take(message: JsonRpcMessage, exchange: Exchange, parts: Parts & { session: Session }) {
  if (!('method' in message)) return takeResponse(message, exchange, parts)
  if ('id' in message) return answer(message, exchange, parts)
  note(message, exchange, parts)
}

function answer(request: JsonRpcRequest, given: Exchange, parts: Parts & { session: Session }) {
  const { session, dispatcher, methodsOf } = parts
  const exchange = given.streams && session.streams !== undefined ? session.streams.resumable(given) : given
  const { id, params = {} } = request
  const method = methodsOf(session.revision)[request.method]
  if (method === undefined)
    return dispatcher.fail(exchange, id, { code: METHOD_NOT_FOUND, message: 'Method not found' })
  const seed = {
    params,
    client: session.client,
    clientCapabilities: askableOf(session.capabilities, session.revision),
    cannotAsk: whyNot(exchange, parts.served),
    progressToken: progressTokenOf(metaOf(params)),
    logLevel: session.logLevel,
  }
  const [call, calls] = [openCall(seed, exchange), callsOf(exchange, parts)]
  dispatcher.run(method, { id, name: request.method, revision: session.revision, call, exchange, calls }, session)
}

/** Whatever a notification says, it is accepted; a cancellation is also heard (2025-11-25 basic/utilities/cancellation). */
function note({ method, params }: JsonRpcNotification, exchange: Exchange, parts: Parts & { session: Session }) {
  if (method === 'notifications/initialized') parts.session.ready = true
  if (method === 'notifications/cancelled') cancelById(callsOf(exchange, parts), params?.['requestId'])
  exchange.accept()
}

function callsOf(exchange: Exchange, { served, session }: { served: Served; session: Session }): Session['calls'] {
  return exchange.transport === 'stdio' ? served.stdioCalls : session.calls
}

/** Answers to what a call has asked. On stdio not even an error can be answered. */
function takeResponse(
  message: JsonRpcResponse,
  exchange: Exchange,
  { session, dispatcher }: Parts & { session: Session },
) {
  if (session.awaited.settle(message) || exchange.transport === 'stdio') return exchange.accept()
  const fault = { code: INVALID_REQUEST, message: 'Invalid request: no response is awaited' }
  dispatcher.fail(exchange, undefined, fault, 400)
}

/** A request to the client needs a stream to go out on, and a session for the response to find its way back. */
function whyNot({ streams }: Exchange, { mode }: Served): string | undefined {
  if (mode === 'stateless') return 'for which a server in the mode "stateless" has no way back'
  return streams ? undefined : 'for which the answer would have to be a stream of events'
}

function requestId(message: JsonRpcMessage): JsonRpcRequest['id'] | undefined {
  return 'method' in message && 'id' in message ? message.id : undefined
}
