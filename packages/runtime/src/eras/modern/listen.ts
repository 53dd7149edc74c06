/** `subscriptions/listen` (2026-07-28 basic/patterns/subscriptions): a stream of what changes, for as long as the client stays. */
import { type Change, isWatched, type ListName, LONGEST_WATCHED } from '../../features/changes.ts'
import type { Principal } from '../../features/context.ts'
import { ownerOf } from '../../features/principal.ts'
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'
import { INTERNAL_ERROR, INVALID_PARAMS, INVALID_REQUEST, type RequestId } from '../../protocol/jsonrpc.ts'
import { type Fault, resultAnswer } from '../answer.ts'
import { type Capabilities, capabilitiesOf } from '../capabilities.ts'
import type { Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { tell } from '../tell.ts'
import type { Encoder } from './encode.ts'
import { type Topic, taskFault, topicOf, wantedTasks } from './listen-tasks.ts'
import { type Outlet, outletOf } from './outlet.ts'
import { SUBSCRIPTION_ID } from './subscription-id.ts'

export interface Listening {
  /** Whether there is anything to subscribe to. */
  readonly isOffered: boolean
  /** Opens a subscription; says why not where it can't. */
  listen(request: ListenRequest, exchange: Exchange): Refusal | undefined | Promise<Refusal | undefined>
  /** Ends every subscription with its result. */
  endAll(): void
}

export interface ListenRequest {
  readonly id: RequestId
  readonly params: JsonObject
}

export interface Refusal {
  readonly fault: Fault
  readonly status: number
}

/** What a client wants to hear of, as far as it can be had. */
interface Filter {
  readonly lists: ReadonlySet<ListName>
  readonly uris: readonly string[]
  /** As the acknowledgement says it. */
  readonly honoured: JsonObject
}

const FLAGS: Readonly<Record<ListName, string>> = {
  tools: 'toolsListChanged',
  prompts: 'promptsListChanged',
  resources: 'resourcesListChanged',
}

/** Resources of one subscription, and tasks. */
const MAX_URIS = 1000

/** The part of all streams that one named caller may have. */
const SHARE = 100

interface State {
  readonly served: Served
  /** What ends each subscription, and whose it is. */
  readonly open: Map<() => void, string | undefined>
}

export function createListening(served: Served, encoder: Encoder): Listening {
  const capabilities = capabilitiesOf(served)
  const state: State = { served, open: new Map() }
  return {
    isOffered:
      served.mode === 'stateful' &&
      (served.features.tasks !== undefined || Object.values(capabilities).some(isSubscribable)),
    listen({ id, params }, exchange) {
      const wanted = wantedTasks(params, served)
      const ids = textsOf(wanted)
      const filter = filterOf(params, capabilities)
      if (filter === undefined || ids === undefined) return refusal(INVALID_PARAMS, `Invalid params: ${WANTED}`, 200)
      if (wanted === undefined) return start(state, { id, exchange }, { filter })
      const fault = taskFault(params)
      if (fault !== undefined) return { fault, status: 400 }
      return topicOf(ids, exchange.principal, { served, encoder }).then(topic =>
        'code' in topic ? { fault: topic, status: 200 } : start(state, { id, exchange }, { filter, topic }),
      )
    },
    endAll() {
      for (const end of [...state.open.keys()]) end()
    },
  }
}

/** Sends the acknowledgement, and what changes from then on. */
function start(
  { served, open }: State,
  { id, exchange }: { id: RequestId; exchange: Exchange },
  { filter, topic }: { filter: Filter; topic?: Topic },
): Refusal | undefined {
  const owner = ownerOf(exchange.principal)
  if (!hasRoom(open, owner, served.limits.streams)) {
    return refusal(INTERNAL_ERROR, 'Too many subscriptions are open', 503)
  }
  const outlet = outletOf(id, exchange, served)
  if (outlet === undefined) {
    return refusal(INVALID_REQUEST, 'Invalid request: Accept must take text/event-stream', 406)
  }
  const notifications = { ...filter.honoured, ...(topic?.ids.length && { taskIds: [...topic.ids] }) }
  outlet.send('notifications/subscriptions/acknowledged', { notifications })
  const unsubscribe = subscribe(served, filter, { outlet, principal: exchange.principal })
  const unfollow = topic?.follow(outlet)
  const close = () => {
    unsubscribe()
    unfollow?.()
    open.delete(end)
  }
  const end = () => {
    close()
    const _meta = { 'io.modelcontextprotocol/serverInfo': served.info, [SUBSCRIPTION_ID]: id }
    outlet.end(resultAnswer(id, JSON.stringify({ resultType: 'complete', _meta })))
  }
  outlet.onGone(close)
  open.set(end, owner)
  return undefined
}

function hasRoom(open: State['open'], owner: string | undefined, streams: number): boolean {
  const own = owner === undefined ? 0 : [...open.values()].filter(other => other === owner).length
  return open.size < streams && own < Math.max(1, streams / SHARE)
}

const WANTED =
  '"notifications" must be an object with toolsListChanged, promptsListChanged, resourcesListChanged (true or false) ' +
  `and resourceSubscriptions (a list of at most ${MAX_URIS} URIs, of at most ${LONGEST_WATCHED} characters each)`

function subscribe(
  served: Served,
  filter: Filter,
  { outlet, principal }: { outlet: Outlet; principal: Principal | undefined },
): () => void {
  return served.features.changes.subscribe(change => {
    const watched = watchedBy(filter, change)
    if (watched !== undefined) tell(served, { change, watched, principal }, () => send(outlet, change))
  })
}

function refusal(code: number, message: string, status: number): Refusal {
  return { fault: { code, message }, status }
}

function isSubscribable(capability: object): boolean {
  return 'listChanged' in capability
}

/** Undefined for a filter that is malformed. What is not known, or not had here, is left out. */
function filterOf({ notifications }: JsonObject, capabilities: Capabilities): Filter | undefined {
  if (!isObject(notifications)) return undefined
  const lists = new Set<ListName>()
  for (const [list, flag] of Object.entries(FLAGS) as [ListName, string][]) {
    const wanted = notifications[flag]
    if (wanted !== undefined && typeof wanted !== 'boolean') return undefined
    if (wanted === true && capabilities[list] !== undefined) lists.add(list)
  }
  const uris = textsOf(notifications['resourceSubscriptions'])
  if (uris === undefined) return undefined
  const watched = capabilities.resources === undefined ? [] : uris
  const flags = Object.fromEntries([...lists].map(list => [FLAGS[list], true]))
  return { lists, uris: watched, honoured: { ...flags, ...(watched.length > 0 && { resourceSubscriptions: watched }) } }
}

function textsOf(value: JsonValue | undefined): string[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > MAX_URIS) return undefined
  return value.every(isShortText) ? [...new Set(value)] : undefined
}

function isShortText(value: JsonValue): value is string {
  return typeof value === 'string' && value.length <= LONGEST_WATCHED
}

/** The URIs that a change belongs to, none for a list's; undefined where nothing of it is wanted. */
function watchedBy({ lists, uris }: Filter, change: Change): readonly string[] | undefined {
  if (change.kind === 'list') return lists.has(change.list) ? [] : undefined
  const watched = uris.filter(uri => isWatched(change.uri, uri))
  return watched.length > 0 ? watched : undefined
}

function send(outlet: Outlet, change: Change): void {
  if (change.kind === 'list') outlet.send(`notifications/${change.list}/list_changed`, {})
  else outlet.send('notifications/resources/updated', { uri: change.uri })
}
