/** One HTTP request's way back: JSON, or an event stream that opens with the first message ahead of the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Exchange, StreamUse } from '../eras/era.ts'
import type { Principal } from '../features/context.ts'
import type { Answers } from '../http/accept.ts'
import { type Burst, createBurst } from '../http/burst.ts'
import { type Reply, replyEmpty, replyJson } from '../http/reply.ts'
import { isBackedUp, openStream } from '../http/sse.ts'
import { createEventStream } from './event-stream.ts'
import { requestOf } from './request-of.ts'

export interface HttpExchangeOptions {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly principal: Principal | undefined
  readonly challenge: Exchange['challenge']
  /** Headers that hold credentials, in lower case: no function gets to see them. */
  readonly secrets: readonly string[]
  /** Whether the server streams at all. */
  readonly streams: boolean
  readonly answers: Answers
  /** Headers of every answer, those for cross-origin requests. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** Runs when the response has become a stream; undefined where nobody has to know. */
  readonly opened: ((use: StreamUse) => void) | undefined
  /** Runs once, when the exchange is over in whichever way. */
  readonly over: () => void
}

export function createHttpExchange(options: HttpExchangeOptions): Exchange {
  const { req, res, answers, headers, over, principal, challenge, secrets, opened } = options
  const streams = options.streams && answers !== 'json'
  let burst: Burst | undefined
  let ended = false

  const open = (use: StreamUse, more?: Headers) => {
    const isNew = openStream(res, more === undefined ? headers : { ...headers, ...more })
    if (isNew || use === 'listening') opened?.(use)
  }
  /** False when there is nothing left to end. */
  const end = () => {
    if (ended) return false
    ended = true
    over()
    return true
  }

  return {
    transport: 'http',
    principal,
    challenge,
    request: requestOf(req, secrets),
    streams,
    header: name => singleHeader(req, name),
    send(message) {
      if (!streams || ended || res.destroyed) return
      open('call')
      burst ??= createBurst(res)
      burst.write(JSON.stringify(message))
    },
    isBackedUp: () => isBackedUp(res),
    connection: undefined,
    stream(use) {
      if (!streams || ended || res.destroyed) return undefined
      ended = true
      open(use)
      return createEventStream(res, over)
    },
    respond(json, status = 200, more) {
      if (!end() || res.destroyed) return
      if (streams && answers === 'stream' && status === 200) open('call', more)
      if (res.headersSent) (burst ?? createBurst(res)).end(json)
      else replyJson(res, { status, headers: more === undefined ? headers : { ...headers, ...more }, body: json })
    },
    accept(status = 202) {
      if (end() && !res.destroyed) endEmpty(res, burst, { status, headers })
    },
    onDisconnect: whenGone(res, end),
  }
}

function endEmpty(res: ServerResponse, burst: Burst | undefined, reply: Reply): void {
  if (burst !== undefined) burst.end()
  else if (res.headersSent) res.end()
  else replyEmpty(res, reply)
}

/** @param end False when it had ended before: then nobody has to know. */
function whenGone(res: ServerResponse, end: () => boolean): Exchange['onDisconnect'] {
  let gone = false
  return listener =>
    whenClosed(res, () => {
      gone ||= end()
      if (gone) listener()
    })
}

function whenClosed(res: ServerResponse, listener: () => void): void {
  if (res.destroyed) listener()
  else res.once('close', listener)
}

type Headers = Readonly<Record<string, string>>

/** Node joins a header that came twice by a comma, or keeps the first; only a value with a comma can be such a one. */
function singleHeader(req: IncomingMessage, name: string): string | null | undefined {
  const value = req.headers[name]
  if (typeof value !== 'string' || !value.includes(',')) return value as string | undefined
  return req.headersDistinct[name]?.length === 1 ? value : null
}
