/** Which session a message belongs to: named by a header on HTTP, the connection's own on stdio. */
import type { JsonRpcMessage, JsonRpcRequest } from '../../protocol/jsonrpc.ts'
import { resultAnswer } from '../answer.ts'
import type { Dispatcher } from '../dispatch.ts'
import type { Era, Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { type Admission, type Refusal, refusal } from './admission.ts'
import { checkInitialize, initializeResult, newSession, sessionOf } from './initialize.ts'
import { ASSUMED_REVISION, REVISIONS } from './revisions.ts'
import { createSessions, type Session } from './session.ts'
import { tellSessions } from './subscribers.ts'
import { createStreamsOf, createVerbs } from './verbs.ts'

export interface Entrance {
  initialize(request: JsonRpcRequest, exchange: Exchange): void
  admit(exchange: Exchange, message?: JsonRpcMessage): Admission
  readonly verbs: Era['verbs']
  endStreams(): void
  close(): void
}

export function createEntrance(served: Served, dispatcher: Dispatcher): Entrance {
  const sessions = createSessions(served)
  const streamsOf = createStreamsOf(served)
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

  /** A live session is not initialized twice. */
  const checkFresh = (exchange: Exchange): Refusal | undefined => {
    if (exchange.transport === 'stdio') return stdioSession && refusal(400, 'already initialized')
    const id = exchange.header('mcp-session-id')
    if (stateless || id === undefined) return undefined
    const found = id === null ? undefined : sessions.find(id, exchange.principal)
    return found ? refusal(400, 'already initialized') : refusal(404, 'no such session: it has ended, or never was')
  }

  const open = (session: Session, exchange: Exchange): Record<string, string> => {
    session.connection = exchange.connection
    if (exchange.transport === 'stdio') stdioSession = session
    if (exchange.transport === 'stdio' || stateless) return {}
    session.streams = streamsOf(session)
    return { 'Mcp-Session-Id': sessions.open(session, exchange.principal) }
  }

  tellSessions(served, tell => {
    sessions.each(tell)
    if (stdioSession !== undefined) tell(stdioSession)
  })
  return {
    initialize({ id, params = {} }, exchange) {
      const refused = checkFresh(exchange)
      if (refused) return dispatcher.fail(exchange, id, refused.fault, refused.status)
      const fault = checkInitialize(params)
      if (fault) return dispatcher.fail(exchange, id, fault)
      const session = sessionOf(params, served)
      exchange.respond(resultAnswer(id, initializeResult(served, session, exchange)), 200, open(session, exchange))
    },
    admit: (exchange, message) =>
      exchange.transport === 'http' ? admitHttp(exchange) : admitStdio(stdioSession, message),
    verbs: createVerbs(served, { sessions, admit: admitHttp, dispatcher }),
    endStreams: () => sessions.each(session => session.streams?.endOwn()),
    close: sessions.close,
  }
}

function admitStdio(session: Session | undefined, message: JsonRpcMessage | undefined): Admission {
  if (session !== undefined) return { session }
  const early = message !== undefined && (!('id' in message) || ('method' in message && message.method === 'ping'))
  return early ? { session: newSession(ASSUMED_REVISION) } : refusal(400, '"initialize" comes first')
}

/** 2025-11-25 basic/transports, "Protocol Version Header": 400 for what isn't served. */
function checkVersion(version: string | null | undefined): Refusal | undefined {
  if (version === undefined || (version !== null && REVISIONS.includes(version))) return undefined
  return refusal(400, `MCP-Protocol-Version must be one of ${REVISIONS.join(', ')}`)
}
