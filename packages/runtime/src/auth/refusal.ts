/** A request that is not let in, and why (RFC 6750 §3.1). */

export type RefusalError = 'invalid_request' | 'invalid_token' | 'insufficient_scope'

/** Thrown by what checks a request; the message is for the client's developer and repeats nothing that was sent. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: 400 | 401 | 403 | 503
  /** Undefined where nothing was presented: such a challenge has no error code. */
  readonly error: RefusalError | undefined
  /** What an access token must be good for. */
  readonly scopes: readonly string[]

  constructor(status: Refusal['status'], message: string, error?: RefusalError, scopes: readonly string[] = []) {
    super(message)
    this.status = status
    this.error = error
    this.scopes = scopes
  }
}

/** RFC 6750 §3.1: "The request is … malformed." */
export function malformed(message: string): Refusal {
  return new Refusal(400, message, 'invalid_request')
}

/** RFC 6750 §3.1: "The access token provided is expired, revoked, malformed, or invalid for other reasons." */
export function invalidToken(message: string): Refusal {
  return new Refusal(401, message, 'invalid_token')
}

/** RFC 6750 §3.1: "The request requires higher privileges than provided by the access token." */
export function insufficientScope(scopes: readonly string[]): Refusal {
  return new Refusal(403, 'The token lacks a scope', 'insufficient_scope', scopes)
}

/** What decides can't be asked now: a 401 would send every client to sign in again. */
export function undecided(): Refusal {
  return new Refusal(503, 'Who is calling cannot be told at the moment')
}
