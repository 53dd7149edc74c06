/** The keys that tokens are verified with. */
import type { JWK, JWTVerifyGetKey } from 'jose'
import type { Site } from './authenticator.ts'
import { createBreaker } from './breaker.ts'
import { fetchJson } from './outbound.ts'
import { Refusal, undecided } from './refusal.ts'

const HMAC: readonly string[] = ['HS256', 'HS384', 'HS512']
const ASYMMETRIC: readonly string[] = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
]

/** What is taken unless the config lists others. */
export const DEFAULT_ALGORITHMS = { secret: ['HS256'], public: ['ES256', 'EdDSA', 'Ed25519', 'RS256', 'PS256'] }

/**
 * RFC 8725 §3.1, §3.2: no `none`, and nothing that would take a public key for a secret.
 *
 * @throws {TypeError} for an algorithm that does not belong to that kind of key.
 */
export function checkAlgorithms(
  where: string,
  algorithms: readonly string[],
  kind: keyof typeof DEFAULT_ALGORITHMS,
): void {
  const known = kind === 'secret' ? HMAC : ASYMMETRIC
  const wrong = algorithms.find(algorithm => !known.includes(algorithm))
  if (wrong === undefined && algorithms.length > 0) return
  throw new TypeError(
    `${where}: "algorithms" must be some of ${known.join(', ')}${wrong === undefined ? '' : `; not ${wrong}`}`,
  )
}

/** RFC 7518 §3.2: "A key of the same size as the hash output … or larger MUST be used." */
const LEAST_SECRET = 32

/** @throws {TypeError} for a secret that could be guessed. */
export function secretKey(where: string, secret: string | Uint8Array): JWTVerifyGetKey {
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (key.length < LEAST_SECRET) throw new TypeError(`${where}: "secret" must have ${LEAST_SECRET} bytes or more`)
  return async () => key
}

/** @throws {TypeError} for what is no public key. */
export function publicKey(where: string, key: string | JWK): JWTVerifyGetKey {
  const { createPublicKey } = process.getBuiltinModule('node:crypto')
  try {
    const made = createPublicKey(typeof key === 'string' ? key : { key, format: 'jwk' })
    return async () => made
  } catch (cause) {
    throw new TypeError(`${where}: "publicKey" must be a public key, as PEM or JWK`, { cause })
  }
}

/** Milliseconds after which keys are fetched again, and between two fetches for a `kid` that isn't there. */
const KEYS_MAX_AGE = 600_000
const COOLDOWN = 30_000

/** Keys that their owner publishes (RFC 7517 §5) and changes: fetched with the first token, and for a `kid` that is new. */
export function remoteKeys(url: URL, { now, report }: Pick<Site, 'now' | 'report'>): JWTVerifyGetKey {
  const breaker = createBreaker(now)
  let set: JWTVerifyGetKey | undefined
  return async (header, token) => {
    const { createRemoteJWKSet, customFetch, errors } = await import('jose')
    set ??= createRemoteJWKSet(url, {
      cacheMaxAge: KEYS_MAX_AGE,
      cooldownDuration: COOLDOWN,
      [customFetch]: async (href: string) => Response.json(await breaker.run(() => fetchJson(new URL(href)))),
    })
    try {
      return await set(header, token)
    } catch (error) {
      const isAnswer = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
      if (isAnswer || error instanceof Refusal) throw error
      report(new Error(`The keys of ${url} can't be had`, { cause: error }))
      throw undecided()
    }
  }
}
