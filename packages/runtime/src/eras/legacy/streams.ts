/** The streams of one session, each with what can still be had of it. */
import type { JsonText } from '../../protocol/json.ts'
import type { EventStream } from '../era.ts'
import type { SessionEvents, StoredEvent } from './event-store.ts'

export interface StreamPolicy {
  /** Milliseconds after which a call's stream is closed for the client to come back; undefined for never. */
  readonly closeAfter: number | undefined
  /** Milliseconds that a client is told to wait. */
  readonly retry: number | undefined
  /** Whether streams begin with an event that has an id and no data. */
  readonly primes: boolean
}

export interface Stream {
  readonly id: number
  /** What can still be had of it, in order. */
  readonly events: StoredEvent[]
  /** Of the newest event. */
  last: number
  /** No more will come. */
  finished: boolean
  outlet: EventStream | undefined
  timer: NodeJS.Timeout | undefined
}

export interface Streams {
  create(): Stream
  /** Sends a message, and keeps it. */
  append(stream: Stream, json: JsonText): void
  /** Gives a stream a way out, beginning with what came after an event. */
  attach(stream: Stream, outlet: EventStream, after: number): void
  /** Nothing more will come. */
  finish(stream: Stream): void
  /** The stream of an event id, if nothing that came after the event is lost. */
  find(id: string | null): { readonly stream: Stream; readonly after: number } | undefined
  close(): void
}

export function createStreams(events: SessionEvents, policy: StreamPolicy): Streams {
  const streams = new Map<number, Stream>()
  let count = 0

  const store = (stream: Stream, json: JsonText) => {
    stream.last += 1
    const forget = () => {
      stream.events.shift()
      if (stream.finished && stream.events.length === 0) streams.delete(stream.id)
    }
    const event = { id: stream.last, json, forget }
    stream.events.push(event)
    events.add(event)
  }
  return {
    create() {
      const stream: Stream = { id: count++, events: [], last: 0, finished: false, outlet: undefined, timer: undefined }
      streams.set(stream.id, stream)
      return stream
    },
    append(stream, json) {
      store(stream, json)
      stream.outlet?.event(json, `${stream.id}-${stream.last}`)
    },
    attach(stream, outlet, after) {
      detach(stream)
      stream.outlet = outlet
      outlet.onDisconnect(() => {
        if (stream.outlet === outlet) stream.outlet = undefined
      })
      if (policy.primes) outlet.prime(`${stream.id}-${after}`, policy.retry)
      for (const { id, json } of stream.events) if (id > after) outlet.event(json, `${stream.id}-${id}`)
      if (stream.finished) detach(stream)
    },
    finish(stream) {
      stream.finished = true
      detach(stream)
      if (stream.events.length === 0) streams.delete(stream.id)
    },
    find: id => find(streams, id),
    close() {
      for (const stream of streams.values()) detach(stream)
      events.clear()
      streams.clear()
    },
  }
}

/** Takes a stream its way out: the client may come back for the rest. */
export function detach(stream: Stream): void {
  clearTimeout(stream.timer)
  stream.outlet?.end()
  stream.outlet = undefined
}

function find(streams: ReadonlyMap<number, Stream>, id: string | null): { stream: Stream; after: number } | undefined {
  const [, number, event] = /^(\d{1,15})-(\d{1,15})$/.exec(id ?? '') ?? []
  const stream = number === undefined ? undefined : streams.get(Number(number))
  if (stream === undefined) return undefined
  const after = Number(event)
  const first = stream.events[0]?.id ?? stream.last + 1
  return after <= stream.last && after >= first - 1 ? { stream, after } : undefined
}
