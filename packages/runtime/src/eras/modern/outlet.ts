/** Where a subscription's messages go out: a stream of its own on HTTP, lines among others on stdio. */
import type { JsonObject, JsonText } from '../../protocol/json.ts'
import type { JsonRpcNotification, RequestId } from '../../protocol/jsonrpc.ts'
import type { Connection, EventStream, Exchange } from '../era.ts'
import type { Served } from '../served.ts'
import { SUBSCRIPTION_ID } from './subscription-id.ts'

export interface Outlet {
  /** Sends a notification of the subscription; while the client reads too slowly, each only once. */
  send(method: string, params: JsonObject): void
  /** Sends the result and ends. */
  end(answer: JsonText): void
  /** Runs when the client has turned away. */
  onGone(listener: () => void): void
}

/** Different messages that wait for a client which reads too slowly, before it is cut off. */
const MAX_WAITING = 1000

/** Undefined when the response can't be a stream. */
export function outletOf(id: RequestId, exchange: Exchange, served: Served): Outlet | undefined {
  const { connection } = exchange
  if (connection !== undefined) return lines(id, exchange, { connection, served })
  const stream = exchange.stream('listening')
  return stream === undefined ? undefined : events(id, stream)
}

function events(id: RequestId, stream: EventStream): Outlet {
  const send = createSender(id, {
    send: message => stream.event(JSON.stringify(message)),
    isBackedUp: stream.isBackedUp,
    onDrain: stream.onDrain,
    overflow: stream.cut,
  })
  return {
    send,
    end(answer) {
      stream.event(answer)
      stream.end()
    },
    onGone: stream.onDisconnect,
  }
}

/** The result ends it for the client, and the cancellation says that the server did (basic/patterns/cancellation). */
function lines(
  id: RequestId,
  exchange: Exchange,
  { connection, served }: { connection: Connection; served: Served },
): Outlet {
  let gone: (() => void) | undefined
  let ended = false
  const cancel = () => {
    ended = true
    if (served.stdioCalls.get(id) === cancel) served.stdioCalls.delete(id)
    gone?.()
    exchange.accept()
  }
  served.stdioCalls.set(id, cancel)
  const send = createSender(id, {
    send: message => {
      if (!ended) connection.send(message)
    },
    isBackedUp: connection.isBackedUp,
    onDrain: connection.onDrain,
    overflow: () => {},
  })
  return {
    send,
    end(answer) {
      ended = true
      if (served.stdioCalls.get(id) === cancel) served.stdioCalls.delete(id)
      exchange.respond(answer)
      connection.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
    },
    onGone(listener) {
      gone = listener
    },
  }
}

interface Way {
  send(message: JsonRpcNotification): void
  isBackedUp(): boolean
  onDrain(listener: () => void): void
  /** Too much waits. */
  overflow(): void
}

function createSender(id: RequestId, way: Way): Outlet['send'] {
  const waiting = new Map<string, JsonRpcNotification>()
  const flush = () => {
    const messages = [...waiting.values()]
    waiting.clear()
    for (const message of messages) way.send(message)
  }
  return (method, params) => {
    const message = { jsonrpc: '2.0' as const, method, params: { ...params, _meta: { [SUBSCRIPTION_ID]: id } } }
    if (!way.isBackedUp()) return way.send(message)
    if (waiting.size === 0) way.onDrain(flush)
    if (waiting.size < MAX_WAITING) waiting.set(JSON.stringify([method, params]), message)
    else way.overflow()
  }
}
