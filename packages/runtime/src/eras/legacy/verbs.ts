/** GET, which opens a session's own stream or takes up a broken one, and DELETE, which ends a session. */
import type { Dispatcher } from '../dispatch.ts'
import type { Era, Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { type Admission, refusal } from './admission.ts'
import { createEventStore } from './event-store.ts'
import { POLLING_SINCE } from './revisions.ts'
import type { Session, Sessions } from './session.ts'
import { createSessionStreams, type SessionStreams } from './session-streams.ts'
import type { StreamPolicy } from './streams.ts'

/** Makes the streams of a new session, where sessions have streams. */
export function createStreamsOf(served: Served): (session: Session) => SessionStreams | undefined {
  if (served.mode !== 'stateful') return () => undefined
  const store = createEventStore()
  return session => createSessionStreams(store.open(), policyOf(served, session))
}

interface Parts {
  readonly sessions: Sessions
  readonly admit: (exchange: Exchange) => Admission
  readonly dispatcher: Dispatcher
}

export function createVerbs({ mode }: Served, { sessions, admit, dispatcher }: Parts): Era['verbs'] {
  return {
    ...(mode === 'stateful' && { GET: exchange => listen(admit(exchange), exchange, dispatcher) }),
    ...(mode !== 'stateless' && { DELETE: exchange => endSession(sessions, exchange, dispatcher) }),
  }
}

/** 2025-11-25 basic/transports, "Listening for Messages from the Server". */
function listen(admission: Admission, exchange: Exchange, { fail }: Dispatcher) {
  if (admission.fault) return fail(exchange, undefined, admission.fault, admission.status)
  if (!exchange.streams || !/text\/event-stream|\*\/\*/i.test(exchange.header('accept') ?? '')) {
    return fail(exchange, undefined, refusal(406, 'Accept must take text/event-stream').fault, 406)
  }
  const problem = admission.session.streams?.open(exchange)
  if (problem !== undefined) fail(exchange, undefined, refusal(400, problem).fault, 400)
}

function endSession(sessions: Sessions, exchange: Exchange, { fail }: Dispatcher) {
  const id = exchange.header('mcp-session-id')
  if (typeof id !== 'string') {
    const { fault, status } = refusal(400, 'Mcp-Session-Id is required')
    return fail(exchange, undefined, fault, status)
  }
  if (sessions.end(id, exchange.principal)) return exchange.accept(204)
  const { fault, status } = refusal(404, 'no such session: it has ended, or never was')
  fail(exchange, undefined, fault, status)
}

/** Closing a stream before its answer came with 2025-11-25. */
function policyOf({ legacy }: Served, { revision }: Session): StreamPolicy {
  const { closeStreamsAfter, retry = closeStreamsAfter === undefined ? undefined : RETRY_MS } = legacy
  const polls = revision >= POLLING_SINCE
  return { primes: polls, closeAfter: polls ? closeStreamsAfter : undefined, retry }
}

/** What a client waits whose stream was closed for it to come back, unless the config says more. */
const RETRY_MS = 1000
