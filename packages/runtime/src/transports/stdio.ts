/** Standard input and output: one message a line, both eras beside each other (basic/transports/stdio). */
import type { Readable, Writable } from 'node:stream'
import { errorAnswer } from '../eras/answer.ts'
import type { Door } from '../eras/door.ts'
import type { Connection, Exchange } from '../eras/era.ts'
import { type JsonText, wholeText } from '../protocol/json.ts'
import { INVALID_REQUEST, PARSE_ERROR } from '../protocol/jsonrpc.ts'
import { isUtf8 } from '../protocol/utf8.ts'
import { createLineReader } from './lines.ts'

export interface StdioOptions {
  readonly door: Door
  readonly input: Readable
  readonly output: Writable
  /** Bytes of a line. */
  readonly limit: number
  /** Milliseconds that running calls get at the end of input. */
  readonly grace: number
  /** Runs at the end of input. */
  readonly onEnd: () => void
}

/** Unsent bytes past which messages ahead of an answer are dropped. */
const MAX_BACKLOG = 1024 * 1024

/** Serves until the input ends or the output breaks, and the running calls were answered or the grace is over. */
export function serveStdio({ door, input, output, limit, grace, onEnd }: StdioOptions): Promise<void> {
  const open = new Set<Exchange>()
  const { promise, resolve } = Promise.withResolvers<void>()
  let ending = false

  const write = (json: JsonText) => {
    if (!output.writable) return
    // A client that does not read its answers gets no further messages read.
    if (!output.write(`${wholeText(json)}\n`)) input.pause()
  }
  const over = (exchange: Exchange) => {
    open.delete(exchange)
    if (ending && open.size === 0) resolve()
  }
  const finish = () => {
    ending = true
    onEnd()
    if (open.size === 0) resolve()
    else setTimeout(resolve, grace).unref()
  }
  const connection: Connection = {
    send: message => write(JSON.stringify(message)),
    isBackedUp: () => output.writableLength > MAX_BACKLOG,
    onDrain: listener => void output.once('drain', listener),
  }
  const lines = createLineReader(limit, {
    line(bytes) {
      const exchange = createExchange({ write, connection, over })
      open.add(exchange)
      if (isUtf8(bytes)) door.receiveText(bytes.toString(), exchange)
      else exchange.respond(errorAnswer(undefined, { code: PARSE_ERROR, message: 'Parse error: not UTF-8' }))
    },
    tooLong() {
      write(errorAnswer(undefined, { code: INVALID_REQUEST, message: `Invalid request: longer than ${limit} bytes` }))
    },
  })

  output.on('drain', () => input.resume())
  // Nobody reads the answers any more (EPIPE): nothing is left to do.
  output.on('error', () => resolve())
  input.on('data', lines.take)
  input.on('error', finish)
  input.on('end', () => {
    lines.end()
    finish()
  })
  return promise
}

interface ExchangeParts {
  readonly write: (json: JsonText) => void
  readonly connection: Connection
  readonly over: (exchange: Exchange) => void
}

function createExchange({ write, connection, over }: ExchangeParts): Exchange {
  let ended = false
  const exchange: Exchange = {
    transport: 'stdio',
    principal: undefined,
    request: undefined,
    streams: true,
    header: () => undefined,
    send(message) {
      if (!ended) write(JSON.stringify(message))
    },
    isBackedUp: connection.isBackedUp,
    stream: () => undefined,
    connection,
    respond(json) {
      if (ended) return
      ended = true
      write(json)
      over(exchange)
    },
    accept() {
      if (ended) return
      ended = true
      over(exchange)
    },
    // The end of the input ends the process; what runs is aborted as by any shutdown.
    onDisconnect() {},
  }
  return exchange
}
