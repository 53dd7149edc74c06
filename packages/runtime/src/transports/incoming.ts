/** A request for the endpoint, from the moment that it is known to be one. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Principal } from '../features/context.ts'
import type { Answers } from '../http/accept.ts'
import type { Patience } from '../http/patience.ts'
import type { Count } from './count.ts'
import type { Vigil } from './vigil.ts'

export interface Incoming {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Headers of every answer to a page of another origin. */
  readonly cors: Record<string, string> | undefined
  readonly answers: Answers
  readonly open: Count
  readonly patience: Patience
  /** Undefined where nobody asks who is calling. */
  readonly vigil: Vigil | undefined
  /** Answers with an error, as those who speak what is spoken here read it. */
  readonly refuse: (res: ServerResponse, status: number, message: string, headers?: Record<string, string>) => void
  /** Undefined until the request is authenticated, and for an anonymous caller. */
  principal: Principal | undefined
}
