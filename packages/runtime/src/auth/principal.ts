/** Who a token's claims speak of. */
import type { Principal } from '../features/context.ts'
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import type { Claims, GoodClaims } from './claims.ts'
import { invalidToken } from './refusal.ts'

export interface ClaimsOptions {
  /**
   * Who the claims speak of; null refuses the token. Default: `sub` is the id, `is_staff`, `is_superuser`, `permissions`
   * and `scope` say the rest.
   */
  principal?: ((claims: Claims) => PrincipalInit | null) | undefined
  /** Whether a token is no good any more. Asked on every request, so a `Set` of ids does better than a database. */
  revoked?: ((claims: Claims) => boolean | Promise<boolean>) | undefined
}

/** @throws {Refusal} 401 for claims that name nobody. */
export function principalOf(claims: GoodClaims, map: ClaimsOptions['principal'] = fromClaims): Principal {
  const said = map(claims)
  if (said === null) throw invalidToken('The token names nobody who may call')
  const { iss, client_id, azp } = claims
  return principalFrom({
    ...(typeof iss === 'string' && { issuer: iss }),
    ...clientOf(client_id ?? azp),
    claims: frozen(claims),
    ...said,
  })
}

function fromClaims({ sub, is_staff, is_superuser, permissions, scope }: Claims): PrincipalInit {
  if (typeof sub !== 'string' || sub === '') throw invalidToken('The token names nobody')
  return {
    id: sub,
    staff: is_staff === true,
    admin: is_superuser === true,
    permissions: textsOf(permissions),
    scopes: scopesOf(scope),
  }
}

/** RFC 6749 §3.3: "a list of space-delimited, case-sensitive strings". */
function scopesOf(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(one => one !== '') : textsOf(scope)
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : []
}

function clientOf(clientId: unknown): { clientId?: string } {
  return typeof clientId === 'string' ? { clientId } : {}
}

/** Many calls share the claims of one token. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
