/** Events that are written in one turn of the event loop go out as one chunk: each chunk is three writes to the socket. */
import type { ServerResponse } from 'node:http'
import type { JsonText } from '../protocol/json.ts'
import { eventHead, eventText, primingText } from './sse.ts'

/** Characters that are not kept back any longer, so that a backlog is seen as one. */
const LARGE = 16 * 1024

export interface Burst {
  /** Writes the head, and nothing else, if nothing else is written before the turn ends. */
  open(): void
  /** Writes a message before the turn ends. */
  write(json: JsonText, id?: string): void
  /** Writes an event without data. */
  prime(id: string, retry: number | undefined): void
  /** Ends the response with what waits, and a last message if there is one. */
  end(json?: JsonText): void
}

export function createBurst(res: ServerResponse): Burst {
  let waiting = ''
  let begun = false
  /** Somebody else may have ended the response: nothing can be written any more. */
  const isOpen = () => !res.destroyed && !res.writableEnded
  const flush = () => {
    if (waiting !== '' && isOpen()) res.write(waiting)
    waiting = ''
  }
  const add = (text: string) => {
    begun = true
    if (waiting === '') process.nextTick(flush)
    waiting += text
    if (waiting.length > LARGE) flush()
  }
  const write = (json: JsonText, id?: string) => {
    if (typeof json === 'string') return add(eventText(json, id))
    add(eventHead(id) + json.head)
    flush()
    if (isOpen()) res.write(json.bytes)
    add('\n\n')
  }
  return {
    open: () =>
      process.nextTick(() => {
        if (!begun && isOpen()) res.flushHeaders()
      }),
    write,
    prime: (id, retry) => add(primingText(id, retry)),
    end(json) {
      if (json !== undefined) write(json)
      if (isOpen()) res.end(waiting)
      waiting = ''
    },
  }
}
