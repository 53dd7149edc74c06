/** Who makes a request, before anything else of it is read. */
import type { Authentication } from '../auth/authentication.ts'
import { Refusal } from '../auth/refusal.ts'
import type { Incoming } from './incoming.ts'

type Unknown = Pick<Incoming, 'req' | 'res' | 'cors' | 'open' | 'refuse' | 'principal'>

/** Goes on with the principal in place, at once where that can be told at once; or refuses the request. */
export function authenticate(incoming: Unknown, auth: Authentication | undefined, next: () => void) {
  if (auth === undefined || incoming.principal !== undefined) return next()
  let caller: ReturnType<Authentication['authenticate']>
  try {
    caller = auth.authenticate(incoming.req)
  } catch (error) {
    return refuse(incoming, auth, error)
  }
  if (caller instanceof Promise) {
    incoming.open.add()
    void go(incoming, auth, { caller, next }).finally(incoming.open.remove)
    return
  }
  incoming.principal = caller
  next()
}

interface Waiting {
  readonly caller: Promise<Incoming['principal']>
  readonly next: () => void
}

async function go(incoming: Unknown, auth: Authentication, { caller, next }: Waiting): Promise<void> {
  try {
    incoming.principal = await caller
  } catch (error) {
    return refuse(incoming, auth, error)
  }
  next()
}

function refuse({ req, res, cors, refuse }: Unknown, auth: Authentication, error: unknown): void {
  if (!(error instanceof Refusal)) throw error
  refuse(res, error.status, error.message, { ...cors, ...auth.refusalHeaders(error, req) })
}
