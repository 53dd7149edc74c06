/** A response that is written event by event. */
import type { ServerResponse } from 'node:http'
import type { EventStream } from '../eras/era.ts'
import { createBurst } from '../http/burst.ts'
import { isBackedUp } from '../http/sse.ts'

/** @param over Runs once, when the stream is over in whichever way. */
export function createEventStream(res: ServerResponse, over: () => void): EventStream {
  const burst = createBurst(res)
  burst.open()
  let ended = false
  const end = () => {
    if (ended) return false
    ended = true
    over()
    return true
  }
  return {
    event(json, id) {
      if (!ended && !res.destroyed) burst.write(json, id)
    },
    prime(id, retry) {
      if (!ended && !res.destroyed) burst.prime(id, retry)
    },
    isBackedUp: () => isBackedUp(res),
    onDrain: listener => void res.once('drain', listener),
    end() {
      if (end()) burst.end()
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
