/** Bearer tokens that were found good are not checked again before they expire. */
import type { Principal } from '../features/context.ts'
import type { Caller, Opened } from './authenticator.ts'
import type { GoodClaims } from './claims.ts'
import type { BearerToken } from './credentials.ts'
import { expires } from './expiry.ts'
import { type ClaimsOptions, principalOf } from './principal.ts'
import { invalidToken } from './refusal.ts'
import { createTokenCache } from './token-cache.ts'

export interface BearerOptions extends ClaimsOptions {
  /**
   * Finds out what a token says; undefined for a token of another kind.
   *
   * @throws {Refusal} or rejects with one.
   */
  verify(token: BearerToken, url: string): Promise<GoodClaims> | undefined
  /** Throws where the token is good, and not good enough. */
  check?(principal: Principal): void
  /** Milliseconds after which a token is asked about again, whenever it expires; 0 asks each time. */
  readonly maxAge: number
  /** Seconds that clocks may differ by. */
  readonly tolerance: number
  readonly urlOf: (req: Parameters<Opened['identify']>[1]) => string
  readonly now: () => number
}

export function createBearer(options: BearerOptions): Opened['identify'] {
  const { verify, now, revoked, maxAge, tolerance } = options
  const cache = createTokenCache<Principal>(now)
  /** Many requests with one new token make one question. */
  const asking = new Map<string, Promise<Principal>>()

  const admit = (principal: Principal): Caller | Promise<Caller> => {
    options.check?.(principal)
    const answer = revoked?.(principal.claims)
    return answer instanceof Promise
      ? answer.then(is => unlessRevoked(principal, is))
      : unlessRevoked(principal, answer)
  }

  const learn = async (key: string, found: Promise<GoodClaims>): Promise<Principal> => {
    const claims = await found
    const principal = principalOf(claims, options.principal)
    const { exp = Number.POSITIVE_INFINITY } = claims
    const expiry = (exp + tolerance) * 1000
    expires(principal, expiry)
    if (maxAge > 0) cache.keep(key, principal, Math.min(now() + maxAge, expiry))
    return principal
  }

  return (token, req) => {
    if (token === undefined) return undefined
    const { hash: key } = token
    const known = cache.get(key)
    if (known !== undefined) return admit(known)
    const asked = asking.get(key)
    if (asked !== undefined) return asked.then(admit)
    const found = verify(token, options.urlOf(req))
    if (found === undefined) return undefined
    const learning = learn(key, found).finally(() => asking.delete(key))
    asking.set(key, learning)
    return learning.then(admit)
  }
}

function unlessRevoked(principal: Principal, isRevoked: boolean | undefined): Principal {
  if (isRevoked) throw invalidToken('The token has been revoked')
  return principal
}
