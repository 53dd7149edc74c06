/** Events that are written in one turn of the event loop go out as one chunk: each chunk is three writes to the socket. */
import type { ServerResponse } from 'node:http'
import { eventText, writeEvent } from './sse.ts'

/** Characters that are not kept back any longer, so that a backlog is seen as one. */
const LARGE = 16 * 1024

export interface Burst {
  /** Writes a message before the turn ends. */
  write(json: string): void
  /** Ends the response with what waits, and a last message if there is one. */
  end(json?: string | Buffer): void
}

export function createBurst(res: ServerResponse): Burst {
  let waiting = ''
  const flush = () => {
    if (waiting !== '' && !res.destroyed) res.write(waiting)
    waiting = ''
  }
  return {
    write(json) {
      if (waiting === '') process.nextTick(flush)
      waiting += eventText(json)
      if (waiting.length > LARGE) flush()
    },
    end(json) {
      if (typeof json === 'string') waiting += eventText(json)
      if (!(json instanceof Buffer)) {
        res.end(waiting)
        waiting = ''
        return
      }
      flush()
      writeEvent(res, json)
      res.end()
    },
  }
}
