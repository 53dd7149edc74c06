/**
 * Streams stay open for as long as their callers would be let in: authorization is of every request, and a stream that
 * never asked again would be a request without end (basic/authorization, "Access Token Usage").
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Authentication } from '../auth/authentication.ts'
import { expiryOf } from '../auth/expiry.ts'
import type { StreamUse } from '../eras/era.ts'
import type { Principal } from '../features/context.ts'
import { ownerOf } from '../features/principal.ts'

export interface Watched {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly principal: Principal | undefined
}

/** Asks about the caller of an open stream again, and ends the stream when they are not let in any more. */
export type Vigil = (stream: Watched, use: StreamUse) => void

/** How often is asked, at least: a token can be revoked long before it expires. */
const LOOK_MS = 60_000

/** What a call gets to end by itself: it began when its caller was let in, and its answer can't be had again. */
const GRACE_MS: Readonly<Record<StreamUse, number>> = { call: 5 * 60_000, listening: 0 }

export function createVigil({ authenticate }: Pick<Authentication, 'authenticate'>): Vigil {
  return ({ req, res, principal }, use) => {
    // Who came without a name is let in without one.
    if (principal === undefined) return
    const owner = ownerOf(principal)
    let timer: NodeJS.Timeout | undefined
    const wait = (milliseconds: number, then: () => void) => {
      if (!res.closed) timer = setTimeout(then, milliseconds).unref()
    }
    const look = async () => {
      const caller = await askAgain(authenticate, req)
      if (caller !== undefined && ownerOf(caller) === owner) wait(untilNextLook(caller), look)
      else wait(GRACE_MS[use], () => void res.end())
    }
    wait(untilNextLook(principal), look)
    res.once('close', () => clearTimeout(timer))
  }
}

/** Undefined for whoever would be refused, or can't be told at the moment. */
async function askAgain(
  authenticate: Authentication['authenticate'],
  req: IncomingMessage,
): Promise<Principal | undefined> {
  try {
    return await authenticate(req)
  } catch {
    return undefined
  }
}

/** Never more than a timer takes, however late the token expires. */
function untilNextLook(principal: Principal): number {
  return Math.min(LOOK_MS, Math.max(0, expiryOf(principal) - Date.now()))
}
