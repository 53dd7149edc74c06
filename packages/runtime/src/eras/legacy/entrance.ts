/** Which session a message belongs to: named by a header on HTTP, the connection's own on stdio. */
import { INVALID_REQUEST, type JsonRpcMessage, type JsonRpcRequest } from '../../protocol/jsonrpc.ts'
import { type Fault, resultAnswer } from '../answer.ts'
import type { Dispatcher } from '../dispatch.ts'
import type { Era, Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { checkInitialize, initializeResult, newSession, sessionOf } from './initialize.ts'
import { ASSUMED_REVISION, REVISIONS } from './revisions.ts'
import { createSessions, type Session } from './session.ts'

export type Admission =
  | { readonly session: Session; readonly fault?: undefined }
  | { readonly fault: Fault; readonly status: number }

export interface Entrance {
  initialize(request: JsonRpcRequest, exchange: Exchange): void
  admit(exchange: Exchange, message?: JsonRpcMessage): Admission
  readonly verbs: Era['verbs']
  close(): void
}

export function createEntrance(served: Served, dispatcher: Dispatcher): Entrance {
  const sessions = createSessions(served)
  const stateless = served.mode === 'stateless'
  let stdioSession: Session | undefined

  const admitHttp = (exchange: Exchange): Admission => {
    const version = exchange.header('mcp-protocol-version')
    if (stateless) return checkVersion(version) ?? { session: newSession(version ?? ASSUMED_REVISION) }
    const id = exchange.header('mcp-session-id')
    if (typeof id !== 'string') return refusal(400, 'Mcp-Session-Id is required: "initialize" gives one')
    const session = sessions.find(id, exchange.principal)
    if (session === undefined) return refusal(404, 'no such session: it has ended, or never was')
    return checkVersion(version) ?? { session }
  }

  const admitStdio = (message: JsonRpcMessage | undefined): Admission => {
    if (stdioSession !== undefined) return { session: stdioSession }
    const early = message !== undefined && (!('id' in message) || ('method' in message && message.method === 'ping'))
    return early ? { session: newSession(ASSUMED_REVISION) } : refusal(400, '"initialize" comes first')
  }

  /** A live session is not initialized twice. */
  const checkFresh = (exchange: Exchange): Refusal | undefined => {
    if (exchange.transport === 'stdio') return stdioSession && refusal(400, 'already initialized')
    const id = exchange.header('mcp-session-id')
    if (stateless || id === undefined) return undefined
    const found = id === null ? undefined : sessions.find(id, exchange.principal)
    return found ? refusal(400, 'already initialized') : refusal(404, 'no such session: it has ended, or never was')
  }

  const open = (session: Session, exchange: Exchange): Record<string, string> => {
    if (exchange.transport === 'stdio') stdioSession = session
    if (exchange.transport === 'stdio' || stateless) return {}
    return { 'Mcp-Session-Id': sessions.open(session, exchange.principal) }
  }

  return {
    initialize({ id, params = {} }, exchange) {
      const refused = checkFresh(exchange)
      if (refused) return dispatcher.fail(exchange, id, refused.fault, refused.status)
      const fault = checkInitialize(params)
      if (fault) return dispatcher.fail(exchange, id, fault)
      const session = sessionOf(params)
      exchange.respond(resultAnswer(id, initializeResult(served, session.revision)), 200, open(session, exchange))
    },
    admit: (exchange, message) => (exchange.transport === 'http' ? admitHttp(exchange) : admitStdio(message)),
    verbs: stateless ? {} : { DELETE: exchange => endSession(sessions, exchange, dispatcher) },
    close: sessions.close,
  }
}

type Refusal = Extract<Admission, { status: number }>

/** 2025-11-25 basic/transports, "Protocol Version Header": 400 for what isn't served. */
function checkVersion(version: string | null | undefined): Refusal | undefined {
  if (version === undefined || (version !== null && REVISIONS.includes(version))) return undefined
  return refusal(400, `MCP-Protocol-Version must be one of ${REVISIONS.join(', ')}`)
}

function endSession(sessions: ReturnType<typeof createSessions>, exchange: Exchange, { fail }: Dispatcher) {
  const id = exchange.header('mcp-session-id')
  if (typeof id !== 'string') {
    const { fault, status } = refusal(400, 'Mcp-Session-Id is required')
    return fail(exchange, undefined, fault, status)
  }
  if (sessions.end(id, exchange.principal)) return exchange.accept(204)
  const { fault, status } = refusal(404, 'no such session: it has ended, or never was')
  fail(exchange, undefined, fault, status)
}

/** Never by a code of the modern era: a client that knows both would take the server for a modern one. */
function refusal(status: number, message: string): Refusal {
  return { status, fault: { code: INVALID_REQUEST, message: `Invalid request: ${message}` } }
}
