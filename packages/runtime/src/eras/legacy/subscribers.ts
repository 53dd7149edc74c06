/** Who is told of changes: sessions, on the stream that a GET opened, and the one client on stdio. */
import { type Change, isWatched, LONGEST_WATCHED } from '../../features/changes.ts'
import { RpcError } from '../../features/errors.ts'
import type { JsonValue } from '../../protocol/json.ts'
import { INVALID_PARAMS, INVALID_REQUEST, type JsonRpcNotification } from '../../protocol/jsonrpc.ts'
import { prepared } from '../answer.ts'
import { type Capabilities, capabilitiesOf } from '../capabilities.ts'
import type { Methods } from '../dispatch.ts'
import type { Served } from '../served.ts'
import { tell } from '../tell.ts'
import type { Session } from './session.ts'

/** Resources that one session may subscribe to. */
const MAX_URIS = 1000

const EMPTY = prepared('{}')

/** `resources/subscribe` and `resources/unsubscribe` (2025-11-25 server/resources, "Subscriptions"). */
export const SUBSCRIPTION_METHODS: Methods<Session> = {
  'resources/subscribe': ({ params }, { subscriptions }) => {
    const uri = uriOf(params['uri'])
    if (subscriptions.size >= MAX_URIS && !subscriptions.has(uri)) {
      throw new RpcError(INVALID_REQUEST, `Invalid request: at most ${MAX_URIS} resources can be subscribed to`)
    }
    subscriptions.add(uri)
    return EMPTY
  },
  'resources/unsubscribe': ({ params }, { subscriptions }) => {
    subscriptions.delete(uriOf(params['uri']))
    return EMPTY
  },
}

function uriOf(value: JsonValue | undefined): string {
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST_WATCHED) return value
  throw new RpcError(INVALID_PARAMS, `Invalid params: "uri" must be a URI of at most ${LONGEST_WATCHED} characters`)
}

/** Tells every session of what changes from now on. */
export function tellSessions(served: Served, each: (tell: (session: Session) => void) => void): void {
  const capabilities = capabilitiesOf(served)
  served.features.changes.subscribe(change => {
    const message = messageOf(change, capabilities)
    if (message === undefined) return
    each(session => {
      const watched = watchedBy(session, change)
      if (watched === undefined) return
      tell(served, { change, watched, principal: session.principal }, () => push(session, message))
    })
  })
}

function messageOf(change: Change, capabilities: Capabilities): JsonRpcNotification | undefined {
  if (change.kind === 'resource') {
    return { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: change.uri } }
  }
  if (capabilities[change.list] === undefined) return undefined
  return { jsonrpc: '2.0', method: `notifications/${change.list}/list_changed` }
}

/** What a session watches that the change belongs to; undefined where it wants to hear nothing of it. */
function watchedBy({ subscriptions }: Session, change: Change): readonly string[] | undefined {
  if (change.kind === 'list') return []
  const watched = [...subscriptions].filter(uri => isWatched(change.uri, uri))
  return watched.length > 0 ? watched : undefined
}

/** On stdio not before the client is ready (basic/lifecycle), and not while it reads nothing. */
function push({ connection, streams, ready }: Session, message: JsonRpcNotification): void {
  if (connection === undefined) streams?.push(message)
  else if (ready && !connection.isBackedUp()) connection.send(message)
}
