/** A response that is written event by event. */
import type { ServerResponse } from 'node:http'
import type { EventStream } from '../eras/era.ts'
import { isBackedUp, writeEvent, writePriming } from '../http/sse.ts'

/** @param over Runs once, when the stream is over in whichever way. */
export function createEventStream(res: ServerResponse, over: () => void): EventStream {
  res.flushHeaders()
  let ended = false
  const end = () => {
    if (ended) return false
    ended = true
    over()
    return true
  }
  return {
    event(json, id) {
      if (!ended && !res.destroyed) writeEvent(res, json, id)
    },
    prime(id, retry) {
      if (!ended && !res.destroyed) writePriming(res, id, retry)
    },
    isBackedUp: () => isBackedUp(res),
    onDrain: listener => void res.once('drain', listener),
    end() {
      if (end()) res.end()
    },
    cut() {
      res.destroy()
    },
    onDisconnect(listener) {
      res.once('close', () => {
        if (end()) listener()
      })
    },
  }
}
