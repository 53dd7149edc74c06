/** Events that were sent, kept for clients that lost the connection; bounded for each session, and for all together. */
import type { JsonText } from '../../protocol/json.ts'

/** One event of a stream. */
export interface StoredEvent {
  readonly id: number
  readonly json: JsonText
  /** Takes the event off its stream: the store has given it up. */
  readonly forget: () => void
}

export interface SessionEvents {
  add(event: StoredEvent): void
  /** Gives up everything. */
  clear(): void
}

export interface EventStore {
  open(): SessionEvents
}

export interface Bounds {
  /** Of one session. */
  readonly count: number
  readonly bytes: number
  /** Of all sessions. */
  readonly totalBytes: number
}

const BOUNDS: Bounds = { count: 1000, bytes: 4 * 1024 * 1024, totalBytes: 256 * 1024 * 1024 }

/** An event in two chains: of its session, and of all. Removing one costs the same however many there are. */
interface Link {
  readonly event: StoredEvent
  readonly session: Chain
  /** In the session. */
  next: Link | undefined
  /** In all. */
  older: Link | undefined
  newer: Link | undefined
}

/** Events in the order of their arrival. */
interface Chain {
  oldest: Link | undefined
  newest: Link | undefined
  count: number
  bytes: number
}

export function createEventStore(bounds: Bounds = BOUNDS): EventStore {
  const all = emptyChain()
  /** The oldest event of all is the oldest of its session, too. */
  const removeOldest = ({ oldest }: Chain) => {
    if (oldest === undefined) return
    unlink(oldest, all)
    oldest.event.forget()
  }
  return {
    open() {
      const session = emptyChain()
      return {
        add(event) {
          link({ event, session, next: undefined, older: all.newest, newer: undefined }, all)
          while (session.count > bounds.count || session.bytes > bounds.bytes) removeOldest(session)
          while (all.bytes > bounds.totalBytes) removeOldest(all)
        },
        clear() {
          while (session.count > 0) removeOldest(session)
        },
      }
    },
  }
}

function emptyChain(): Chain {
  return { oldest: undefined, newest: undefined, count: 0, bytes: 0 }
}

function link(added: Link, all: Chain): void {
  const { session } = added
  if (session.newest === undefined) session.oldest = added
  else session.newest.next = added
  if (all.newest === undefined) all.oldest = added
  else all.newest.newer = added
  for (const chain of [session, all]) {
    chain.newest = added
    chain.count += 1
    chain.bytes += sizeOf(added.event)
  }
}

/** @param first The oldest of its session. */
function unlink(first: Link, all: Chain): void {
  const { session, next, older, newer } = first
  session.oldest = next
  if (next === undefined) session.newest = undefined
  if (older === undefined) all.oldest = newer
  else older.newer = newer
  if (newer === undefined) all.newest = older
  else newer.older = older
  for (const chain of [session, all]) {
    chain.count -= 1
    chain.bytes -= sizeOf(first.event)
  }
}

/** In memory, roughly: a text's characters take two bytes at most, and shared bytes are there anyway. */
function sizeOf({ json }: StoredEvent): number {
  return (typeof json === 'string' ? json : json.head).length * 2
}
