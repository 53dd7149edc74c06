/** Asking the authorization server about a token (RFC 7662). */
import type { Site } from './authenticator.ts'
import { createBreaker } from './breaker.ts'
import type { Claims } from './claims.ts'
import type { BearerToken } from './credentials.ts'
import { checkedUrl, fetchJson, StatusError } from './outbound.ts'
import { invalidToken, Refusal, undecided } from './refusal.ts'
import { createTokenCache } from './token-cache.ts'

export interface IntrospectionOptions {
  /** The introspection endpoint: https, or http on loopback. */
  url: string
  /** What this server is known by there. */
  clientId: string
  clientSecret: string | undefined
}

/** How long it is believed that a token is not active. */
const INACTIVE_MS = 5000

export type Introspect = (token: BearerToken) => Promise<Claims>

/** @throws {TypeError} for options that are wrong or not set. */
export function introspectionOf(options: IntrospectionOptions): (site: Site) => Introspect {
  const url = checkedUrl('resourceServer: "introspection.url"', options.url)
  const headers = { ...FORM, Authorization: basic(options) }
  return ({ now, report }) => {
    const breaker = createBreaker(now)
    const inactive = createTokenCache<true>(now)
    return async token => {
      if (inactive.get(token.hash)) throw notActive()
      const claims = await breaker
        .run(async () => checkResponse(await fetchJson(url, { headers, body: formOf(token) }).catch(refused)))
        .catch((error: unknown) => {
          if (error instanceof Refusal) throw error
          report(new Error(`${url} can't be asked about tokens`, { cause: error }))
          throw undecided()
        })
      if (claims['active'] !== true) inactive.keep(token.hash, true, now() + INACTIVE_MS)
      checkActive(claims)
      checkTokenType(claims)
      return claims
    }
  }
}

/** Some servers answer 400 for what is no token of theirs at all: whoever presents that must not stop the others. */
function refused(error: unknown): unknown {
  if (error instanceof StatusError && error.status === 400) return { active: false }
  throw error
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

/** §2.1 */
function formOf({ text }: BearerToken): string {
  return new URLSearchParams({ token: text, token_type_hint: 'access_token' }).toString()
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basic({ clientId, clientSecret }: IntrospectionOptions): string {
  if (!clientSecret) throw new TypeError('resourceServer: "introspection.clientSecret" is not set')
  const [id, secret] = [clientId, clientSecret].map(part =>
    new URLSearchParams({ part }).toString().slice('part='.length),
  )
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

/** §2.2: "a JSON object … active REQUIRED. Boolean". */
function checkResponse(value: unknown): Claims {
  if (typeof value === 'object' && value !== null && 'active' in value && typeof value.active === 'boolean') {
    return value as Claims & { active: boolean }
  }
  throw new Error('The answer is not one of RFC 7662')
}

/** §2.2: what is not active is not explained. */
function checkActive({ active }: Claims): void {
  if (active !== true) throw notActive()
}

/** §2.2, RFC 6749 §7.1: "The client MUST NOT use an access token if it does not understand the token type." */
function checkTokenType({ token_type: type }: Claims): void {
  if (type === undefined || (typeof type === 'string' && type.toLowerCase() === 'bearer')) return
  throw invalidToken('The token is no bearer token')
}

function notActive(): Refusal {
  return invalidToken('The token is not active')
}
