/** `subscriptions/listen` (2026-07-28 basic/patterns/subscriptions): a stream of what changes, for as long as the client stays. */
import { type Change, isWatched, type ListName } from '../../features/changes.ts'
import { ownerOf } from '../../features/principal.ts'
import type { JsonObject, JsonValue } from '../../protocol/json.ts'
import { INTERNAL_ERROR, INVALID_PARAMS, INVALID_REQUEST, type RequestId } from '../../protocol/jsonrpc.ts'
import { type Fault, resultAnswer } from '../answer.ts'
import { type Capabilities, capabilitiesOf } from '../capabilities.ts'
import type { Exchange } from '../era.ts'
import { isObject } from '../request.ts'
import type { Served } from '../served.ts'
import { tell } from '../tell.ts'
import { type Outlet, outletOf } from './outlet.ts'
import { SUBSCRIPTION_ID } from './subscription-id.ts'

export interface Listening {
  /** Whether there is anything to subscribe to. */
  readonly isOffered: boolean
  /** Opens a subscription; says why not where it can't. */
  listen(request: ListenRequest, exchange: Exchange): Refusal | undefined
  /** Ends every subscription with its result. */
  endAll(): void
}

export interface ListenRequest {
  readonly id: RequestId
  readonly params: JsonObject
}

interface Refusal {
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

/** Resources of one subscription. */
const MAX_URIS = 1000

/** The part of all streams that one named caller may have. */
const SHARE = 100

export function createListening(served: Served): Listening {
  const capabilities = capabilitiesOf(served)
  const open = new Map<() => void, string | undefined>()
  const { streams } = served.limits

  const refusalFor = (owner: string | undefined): Refusal | undefined => {
    const own = owner === undefined ? 0 : [...open.values()].filter(other => other === owner).length
    if (open.size < streams && own < Math.max(1, streams / SHARE)) return undefined
    return refusal(INTERNAL_ERROR, 'Too many subscriptions are open', 503)
  }

  return {
    isOffered: served.mode === 'stateful' && Object.values(capabilities).some(isSubscribable),
    listen({ id, params }, exchange) {
      const filter = filterOf(params, capabilities)
      if (filter === undefined) return refusal(INVALID_PARAMS, `Invalid params: ${WANTED}`, 200)
      const owner = ownerOf(exchange.principal)
      const refused = refusalFor(owner)
      if (refused !== undefined) return refused
      const outlet = outletOf(id, exchange, served)
      if (outlet === undefined) {
        return refusal(INVALID_REQUEST, 'Invalid request: Accept must take text/event-stream', 406)
      }
      outlet.send('notifications/subscriptions/acknowledged', { notifications: filter.honoured })
      const { principal } = exchange
      const unsubscribe = served.features.changes.subscribe(change => {
        const watched = watchedBy(filter, change)
        if (watched !== undefined) tell(served, { change, watched, principal }, () => send(outlet, change))
      })
      const close = () => {
        unsubscribe()
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
    },
    endAll() {
      for (const end of [...open.keys()]) end()
    },
  }
}

const WANTED =
  '"notifications" must be an object with toolsListChanged, promptsListChanged, resourcesListChanged (true or false) ' +
  `and resourceSubscriptions (a list of at most ${MAX_URIS} URIs)`

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
  const uris = urisOf(notifications['resourceSubscriptions'])
  if (uris === undefined) return undefined
  const watched = capabilities.resources === undefined ? [] : uris
  const flags = Object.fromEntries([...lists].map(list => [FLAGS[list], true]))
  return { lists, uris: watched, honoured: { ...flags, ...(watched.length > 0 && { resourceSubscriptions: watched }) } }
}

function urisOf(value: JsonValue | undefined): string[] | undefined {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > MAX_URIS) return undefined
  return value.every(uri => typeof uri === 'string') ? [...new Set(value)] : undefined
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
