/**
 * The event streams of a session (2025-11-25 basic/transports, "Resumability and Redelivery"): those of calls, and the one
 * that a GET opens. An event's id names its stream; a client that lost a stream asks for what came after an id.
 */
import type { JsonRpcNotification } from '../../protocol/jsonrpc.ts'
import type { Exchange, StreamUse } from '../era.ts'
import type { SessionEvents } from './event-store.ts'
import { createStreams, detach, type Stream, type StreamPolicy, type Streams } from './streams.ts'

export interface SessionStreams {
  /** The exchange of a request, whose stream, if it opens one, can be resumed. */
  resumable(exchange: Exchange): Exchange
  /** Answers a GET: with the session's own stream, or the rest of the one that `Last-Event-ID` names; says why not. */
  open(exchange: Exchange): string | undefined
  /** Sends a message that belongs to no request; dropped where no client has asked for such. */
  push(message: JsonRpcNotification): void
  /** Whether the session's own stream is open. */
  isOpen(): boolean
  /** Ends the session's own stream, which would never end by itself. */
  endOwn(): void
  close(): void
}

export function createSessionStreams(events: SessionEvents, policy: StreamPolicy): SessionStreams {
  const streams = createStreams(events, policy)
  let own: Stream | undefined
  return {
    resumable: exchange => resumable(exchange, streams, policy),
    open(exchange) {
      const wanted = exchange.header('last-event-id')
      const found = wanted === undefined ? undefined : streams.find(wanted)
      if (wanted !== undefined && found === undefined) return 'Last-Event-ID names no event that is still kept'
      const outlet = exchange.stream(useOf(found?.stream, own))
      // The client has gone already.
      if (outlet === undefined) return void exchange.accept()
      own ??= found === undefined ? streams.create() : undefined
      const { stream, after } = found ?? from(own ?? streams.create())
      streams.attach(stream, outlet, after)
      if (stream !== own) closeLater(stream, policy)
      return undefined
    },
    push(message) {
      if (own === undefined) return
      // Who doesn't read is cut off, and can come back for what is kept.
      if (own.outlet?.isBackedUp()) own.outlet.cut()
      streams.append(own, JSON.stringify(message))
    },
    isOpen: () => own?.outlet !== undefined,
    endOwn() {
      if (own !== undefined) detach(own)
    },
    close() {
      streams.close()
      own = undefined
    },
  }
}

/** Who names no stream of a call listens. */
function useOf(wanted: Stream | undefined, own: Stream | undefined): StreamUse {
  return wanted === undefined || wanted === own ? 'listening' : 'call'
}

function from(stream: Stream): { stream: Stream; after: number } {
  return { stream, after: stream.last }
}

function closeLater(stream: Stream, { closeAfter }: StreamPolicy): void {
  if (closeAfter !== undefined && !stream.finished) stream.timer = setTimeout(detach, closeAfter, stream).unref()
}

/** Nothing is kept of a call that is answered at once: its stream opens with the first message, or when it takes too long. */
function resumable(exchange: Exchange, streams: Streams, { closeAfter }: StreamPolicy): Exchange {
  let stream: Stream | undefined
  let ended = false
  const open = (): Stream => {
    if (stream !== undefined) return stream
    stream = streams.create()
    const outlet = exchange.stream('call')
    if (outlet !== undefined) streams.attach(stream, outlet, 0)
    return stream
  }
  const timer = closeAfter === undefined ? undefined : setTimeout(() => detach(open()), closeAfter).unref()
  const end = () => {
    clearTimeout(timer)
    ended = true
  }
  return {
    transport: exchange.transport,
    principal: exchange.principal,
    request: exchange.request,
    challenge: exchange.challenge,
    header: exchange.header,
    streams: exchange.streams,
    connection: exchange.connection,
    stream: exchange.stream,
    send(message) {
      if (!ended) streams.append(open(), JSON.stringify(message))
    },
    isBackedUp: () => (stream === undefined ? exchange.isBackedUp() : stream.outlet?.isBackedUp() === true),
    respond(json, status, headers) {
      if (ended) return
      end()
      if (stream === undefined) return exchange.respond(json, status, headers)
      streams.append(stream, json)
      streams.finish(stream)
    },
    accept(status) {
      if (ended) return
      end()
      if (stream === undefined) exchange.accept(status)
      else streams.finish(stream)
    },
    // A stream that has begun can be taken up again: its client is not gone.
    onDisconnect(listener) {
      exchange.onDisconnect(() => {
        end()
        listener()
      })
    },
  }
}
