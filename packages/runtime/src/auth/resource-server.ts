/** Tier 2: tokens that an authorization server elsewhere has issued for this server (MCP 2026-07-28 basic/authorization). */
import type { Principal } from '../features/context.ts'
import { canonicalUrl } from '../http/canonical.ts'
import type { Authenticator, Opened, ProtectedResource, Site } from './authenticator.ts'
import { createBearer } from './bearer.ts'
import { type Claims, checkClaims } from './claims.ts'
import type { BearerToken } from './credentials.ts'
import { type IntrospectionOptions, introspectionOf } from './introspection.ts'
import { isJws, verifyJws } from './jws.ts'
import { checkAlgorithms, DEFAULT_ALGORITHMS, remoteKeys } from './keys.ts'
import { checkedUrl } from './outbound.ts'
import type { ClaimsOptions } from './principal.ts'
import { insufficientScope, invalidToken } from './refusal.ts'

type MaybePromise<T> = T | Promise<T>

/** The authorization servers, and one of `verify`, `jwks` and `introspection`. */
export interface ResourceServerOptions extends ClaimsOptions {
  /** Their issuer identifiers, just as they write them. */
  authorizationServers: readonly string[]
  /**
   * Says what a token says, or null for one that is no good. Asked on every request. What it returns must name this server
   * in `aud`: `resource` is its URL.
   */
  verify?: (token: string, server: { readonly resource: string }) => MaybePromise<Claims | null | undefined>
  /** Where the keys of tokens are published (RFC 9068): https, or http on loopback. */
  jwks?: string | undefined
  /** Asks about each token (RFC 7662). */
  introspection?: IntrospectionOptions
  /** What clients are told to ask for. Default: what every declaration needs. */
  scopes?: readonly string[]
  /** What every token must have. */
  requiredScopes?: readonly string[]
  /** What tokens are issued for. Default: this server's URL. */
  resource?: string
  /** `optional` lets callers without a token use what has no guard. Default `required`. */
  access?: 'required' | 'optional'
  /** Audiences that a token may have beside this server. */
  otherAudiences?: readonly string[]
  /** `typ` of signed tokens. Default `at+jwt`; some authorization servers write `JWT`, into ID tokens as well. */
  tokenType?: string
  /** Default: ES256, EdDSA, RS256 and PS256. */
  algorithms?: readonly string[]
  /** Seconds that clocks may differ by. Default 5. */
  clockTolerance?: number
  /** A page about the server, for developers. */
  documentation?: string
}

/** Finds out what a token says, and for how many milliseconds that holds. */
interface Source {
  ask(site: Site): (token: BearerToken, resource: string) => Promise<unknown> | undefined
  readonly maxAge: number
  readonly mustExpire: boolean
}

const TOLERANCE = 5

/**
 * Makes this server an OAuth 2.1 resource server: clients learn where to get a token, and bring it.
 *
 * @throws {TypeError} for options that don't belong together, or are not set.
 */
export function resourceServer(options: ResourceServerOptions): Authenticator {
  const source = sourceOf(options)
  checkServers(options)
  const { authorizationServers: issuers, otherAudiences = [], clockTolerance: tolerance = TOLERANCE } = options
  const { mustExpire, maxAge } = source
  const resource = resourceOf(options)
  const open = (site: Site): Opened => {
    const ask = source.ask(site)
    const verify = (token: BearerToken, url: string) => {
      const identifier = resource.identifier ?? url
      const isOurs = (audience: unknown) => isSame(audience, identifier)
      const found = ask(token, identifier)
      return found?.then(claims => {
        const expected = { issuers, isOurs, otherAudiences, mustExpire, tolerance, now: site.now() / 1000 }
        return checkClaims(claims, expected)
      })
    }
    const { principal, revoked, requiredScopes = [] } = options
    const isGranted = site.demandsOf(requiredScopes)
    const check = (caller: Principal) => checkScopes(isGranted?.(caller), requiredScopes)
    const rest = { ...site, principal, revoked, maxAge, tolerance }
    return { header: 'authorization', identify: createBearer({ ...rest, verify, check }), resource }
  }
  return { open }
}

function sourceOf(options: ResourceServerOptions): Source {
  const given = (['verify', 'jwks', 'introspection'] as const).filter(name => Object.hasOwn(options, name))
  const [name, ...more] = given
  if (name === undefined || more.length > 0) {
    throw new TypeError('resourceServer takes one of "verify", "jwks" and "introspection"')
  }
  if (options[name] === undefined) throw new TypeError(`resourceServer: "${name}" is not set`)
  return SOURCES[name](options)
}

const SOURCES = {
  verify: ({ verify, authorizationServers }: ResourceServerOptions): Source => ({
    ask: () => async (token, resource) => fromServer(await verify?.(token.text, { resource }), authorizationServers),
    maxAge: 0,
    mustExpire: false,
  }),
  jwks: ({
    jwks = '',
    algorithms = DEFAULT_ALGORITHMS.public,
    tokenType = 'at+jwt',
  }: ResourceServerOptions): Source => {
    const url = checkedUrl('resourceServer: "jwks"', jwks)
    checkAlgorithms('resourceServer', algorithms, 'public')
    const types = [tokenType.toLowerCase()]
    const ask = (site: Site) => {
      const signed = { keys: remoteKeys(url, site), algorithms, types }
      return (token: BearerToken) => (isJws(token) ? verifyJws(token, signed) : undefined)
    }
    return { ask, maxAge: 600_000, mustExpire: true }
  },
  introspection: ({ introspection, authorizationServers }: ResourceServerOptions): Source => {
    const introspect = introspectionOf(introspection as IntrospectionOptions)
    const ask = (site: Site) => {
      const answer = introspect(site)
      return async (token: BearerToken) => fromServer(await answer(token), authorizationServers)
    }
    return { ask, maxAge: 60_000, mustExpire: true }
  },
}

/** What is asked of the only authorization server there is has that issuer, said or not. */
function fromServer(claims: Claims | null | undefined, servers: readonly string[]): Claims {
  if (!claims) throw invalidToken('The token is not good here')
  return servers.length === 1 ? { iss: servers[0], ...claims } : claims
}

/** RFC 6750 §3.1 */
function checkScopes(isGranted: boolean | undefined, required: readonly string[]): void {
  if (isGranted === false) throw insufficientScope(required)
}

/** Basic/authorization, "Canonical Server URI": case of scheme and host, and the slash of a root, make no difference. */
function isSame(audience: unknown, identifier: string): boolean {
  if (audience === identifier) return true
  const url = typeof audience === 'string' ? URL.parse(audience) : null
  return url !== null && canonicalUrl(url) === identifier
}

function resourceOf(options: ResourceServerOptions): ProtectedResource {
  const {
    authorizationServers,
    scopes = [],
    requiredScopes = [],
    resource,
    access = 'required',
    documentation,
  } = options
  const offered = [...new Set([...scopes, ...requiredScopes])]
  return {
    identifier: resource === undefined ? undefined : canonicalUrl(checkedUrl('resourceServer: "resource"', resource)),
    authorizationServers,
    scopes: offered.length > 0 ? offered : undefined,
    required: access === 'required',
    documentation,
  }
}

/** SEP-2207: "offline_access" is between client and authorization server. RFC 9728 §2: at least one server. */
function checkServers({ authorizationServers, scopes = [], requiredScopes = [] }: ResourceServerOptions): void {
  if (authorizationServers.length === 0) throw new TypeError('resourceServer: "authorizationServers" must name one')
  for (const server of authorizationServers) checkedUrl('resourceServer: "authorizationServers"', server)
  if ([...scopes, ...requiredScopes].includes('offline_access')) {
    throw new TypeError('resourceServer: "offline_access" is nothing that a resource server asks for')
  }
}
