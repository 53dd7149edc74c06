/** What a token says, and what it must say (RFC 7519 §4.1, RFC 9068 §4). */
import { invalidToken } from './refusal.ts'

/** A token's claims, as they were issued. */
export type Claims = Readonly<Record<string, unknown>>

declare const checked: unique symbol

/** Claims that are meant for this server, now. */
export type GoodClaims = Claims & { readonly exp?: number; readonly [checked]: 'claims' }

export interface Expected {
  /** Who may have issued the token; undefined where the key says it. */
  readonly issuers: readonly string[] | undefined
  /** Whether an audience is this server; asked with undefined where a token has none. */
  isOurs(audience: unknown): boolean
  /** Audiences that may stand beside this server's. */
  readonly otherAudiences: readonly string[]
  /** Whether a token that never expires is refused. */
  readonly mustExpire: boolean
  /** Seconds that clocks may differ by. */
  readonly tolerance: number
  /** Seconds since 1970. */
  readonly now: number
}

/**
 * Takes claims whose origin is certain.
 *
 * @throws {Refusal} 401 for what is not for this server, or not for now.
 */
export function checkClaims(value: unknown, expected: Expected): GoodClaims {
  const claims = checkSet(value)
  checkIssuer(claims, expected)
  checkAudience(claims, expected)
  checkExpiration(claims, expected)
  checkNotBefore(claims, expected)
  checkUnbound(claims)
  return claims as GoodClaims
}

/** RFC 7519 §7.2: the claims are one JSON object. */
function checkSet(value: unknown): Claims {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims
  throw invalidToken('The token has no claims')
}

/** RFC 7519 §4.1.1, RFC 9068 §4: "exactly match". */
function checkIssuer({ iss }: Claims, { issuers }: Expected): void {
  if (issuers === undefined || (typeof iss === 'string' && issuers.includes(iss))) return
  throw invalidToken('The token was issued by somebody else')
}

/**
 * RFC 7519 §4.1.3, RFC 8707 §2. A token that others take as well could be sent on by them, so each audience beside ours
 * must have been named.
 */
function checkAudience({ aud }: Claims, { isOurs, otherAudiences }: Expected): void {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud]
  const rest = audiences.filter(one => !otherAudiences.includes(one as string))
  if (rest.length === 1 && isOurs(rest[0])) return
  throw invalidToken('The token was issued for another server')
}

/** RFC 7519 §4.1.4. */
function checkExpiration({ exp }: Claims, { mustExpire, now, tolerance }: Expected): void {
  if (exp === undefined && !mustExpire) return
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw invalidToken('The token does not say when it expires')
  if (exp + tolerance <= now) throw invalidToken('The token has expired')
}

/** RFC 7519 §4.1.5. */
function checkNotBefore({ nbf }: Claims, { now, tolerance }: Expected): void {
  if (nbf === undefined) return
  if (typeof nbf !== 'number' || nbf - tolerance > now) throw invalidToken('The token is not valid yet')
}

/** RFC 7800 §3.1: a token that is bound to a key is worth nothing without the proof, which nobody here asks for. */
function checkUnbound({ cnf }: Claims): void {
  if (cnf !== undefined) throw invalidToken('The token is bound to a key, and proofs of that are not served')
}
