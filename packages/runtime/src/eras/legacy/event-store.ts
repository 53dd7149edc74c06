/** Events that were sent, kept for clients that lost the connection; bounded for each session, and for all together. */

/** One event of a stream. */
export interface StoredEvent {
  readonly id: number
  readonly json: string | Buffer
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

/** A set of events in the order of their arrival, with their size. */
interface Queue {
  readonly events: Set<StoredEvent>
  bytes: number
}

export function createEventStore(bounds: Bounds = BOUNDS): EventStore {
  const all: Queue = { events: new Set(), bytes: 0 }
  const owners = new WeakMap<StoredEvent, Queue>()

  const remove = (event: StoredEvent) => {
    const own = owners.get(event)
    for (const queue of own === undefined ? [all] : [all, own]) {
      if (queue.events.delete(event)) queue.bytes -= sizeOf(event)
    }
    event.forget()
  }
  const removeOldest = (queue: Queue) => {
    const [oldest] = queue.events
    if (oldest !== undefined) remove(oldest)
  }

  return {
    open() {
      const own: Queue = { events: new Set(), bytes: 0 }
      return {
        add(event) {
          owners.set(event, own)
          for (const queue of [all, own]) {
            queue.events.add(event)
            queue.bytes += sizeOf(event)
          }
          while (own.events.size > bounds.count || own.bytes > bounds.bytes) removeOldest(own)
          while (all.bytes > bounds.totalBytes) removeOldest(all)
        },
        clear() {
          for (const event of [...own.events]) remove(event)
        },
      }
    },
  }
}

/** In memory, roughly: a text's characters take two bytes at most. */
function sizeOf({ json }: StoredEvent): number {
  return typeof json === 'string' ? json.length * 2 : json.length
}
