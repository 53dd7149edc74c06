/** Tier 1: tokens that you, or somebody you trust, have signed (RFC 7519). */
import type { JWK, JWTVerifyGetKey } from 'jose'
import type { Authenticator, Opened, Site } from './authenticator.ts'
import { createBearer } from './bearer.ts'
import { checkClaims } from './claims.ts'
import type { BearerToken } from './credentials.ts'
import { isJws, type Signed, verifyJws } from './jws.ts'
import { checkAlgorithms, DEFAULT_ALGORITHMS, publicKey, remoteKeys, secretKey } from './keys.ts'
import { checkedUrl } from './outbound.ts'
import type { ClaimsOptions } from './principal.ts'

/** One of `secret`, `publicKey` and `jwksUri`, and what tokens must say. */
export interface JwtOptions extends ClaimsOptions {
  /** Shared with whoever signs: 32 bytes or more. */
  secret?: string | Uint8Array | undefined
  /** As PEM or JWK. */
  publicKey?: string | JWK | undefined
  /** Where the keys are published, and changed: https, or http on loopback. */
  jwksUri?: string | undefined
  /** `iss` of every token. Left out only with `secret` or `publicKey`, whose holder alone can sign. */
  issuer?: string | readonly string[]
  /** `aud` of every token. Left out only with `secret`, for tokens without one. */
  audience?: string
  /** Audiences that a token may have beside that one. */
  otherAudiences?: readonly string[]
  /** Default: HS256 with a secret, else ES256, EdDSA, RS256 and PS256. */
  algorithms?: readonly string[]
  /** Seconds that clocks may differ by. Default 5. */
  clockTolerance?: number
}

const TOLERANCE = 5
/** Keys that were published may be withdrawn. */
const MAX_AGE = { remote: 600_000, own: Number.POSITIVE_INFINITY }

/** RFC 8725 §3.11: whatever says that it is something else is something else. */
const TYPES: Signed['types'] = [undefined, 'jwt', 'at+jwt']

/**
 * Knows callers by signed tokens; who brings none is anonymous.
 *
 * @throws {TypeError} for options that don't belong together, or are not set.
 */
export function jwt(options: JwtOptions): Authenticator {
  const { kind, keysFor } = keysOf(options)
  checkExpectations(options)
  const { issuer, audience, otherAudiences = [], clockTolerance: tolerance = TOLERANCE } = options
  const algorithms = options.algorithms ?? DEFAULT_ALGORITHMS[kind]
  checkAlgorithms('jwt', algorithms, kind)
  const issuers = issuer === undefined ? undefined : [issuer].flat()
  const isOurs = (one: unknown) => one === audience

  const open = (site: Site): Opened => {
    const signed: Signed = { keys: keysFor(site), algorithms, types: TYPES }
    const verify = async (token: BearerToken) => {
      const claims = await verifyJws(token, signed)
      return checkClaims(claims, {
        issuers,
        isOurs,
        otherAudiences,
        mustExpire: true,
        tolerance,
        now: site.now() / 1000,
      })
    }
    const maxAge = options.jwksUri === undefined ? MAX_AGE.own : MAX_AGE.remote
    const { principal, revoked } = options
    const rest = { ...site, principal, revoked, maxAge, tolerance }
    return {
      header: 'authorization',
      identify: createBearer({ ...rest, verify: token => (isJws(token) ? verify(token) : undefined) }),
    }
  }
  return { open }
}

interface Keys {
  readonly kind: keyof typeof DEFAULT_ALGORITHMS
  keysFor(site: Site): JWTVerifyGetKey
}

function keysOf(options: JwtOptions): Keys {
  const given = (['secret', 'publicKey', 'jwksUri'] as const).filter(name => Object.hasOwn(options, name))
  const [name, ...more] = given
  if (name === undefined || more.length > 0) throw new TypeError('jwt takes one of "secret", "publicKey" and "jwksUri"')
  const { secret, publicKey: key, jwksUri } = options
  if (secret !== undefined) return { kind: 'secret', keysFor: always(secretKey('jwt', secret)) }
  if (key !== undefined) return { kind: 'public', keysFor: always(publicKey('jwt', key)) }
  if (jwksUri === undefined) throw new TypeError(`jwt: "${name}" is not set`)
  const url = checkedUrl('jwt: "jwksUri"', jwksUri)
  return { kind: 'public', keysFor: site => remoteKeys(url, site) }
}

function always<T>(value: T): () => T {
  return () => value
}

/** Whose keys sign for others too says little by itself. */
function checkExpectations({ jwksUri, publicKey, issuer, audience }: JwtOptions): void {
  if ((jwksUri ?? publicKey) !== undefined && audience === undefined) {
    throw new TypeError('jwt: "audience" must be set: the same issuer signs for other servers')
  }
  if (jwksUri !== undefined && issuer === undefined) throw new TypeError('jwt: "issuer" must be set')
}
