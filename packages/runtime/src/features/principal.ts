/** Who is calling, as one whole and fixed value. */
import type { Principal } from './context.ts'

/** What has to be said of a principal, and what may be. */
export type PrincipalInit = Partial<Principal> & { readonly id: string }

/** A principal who is nothing more than was said. Frozen, because many calls share it. */
export function principalFrom(said: PrincipalInit): Principal {
  const { id, permissions = [], scopes = [] } = said
  if (typeof id !== 'string' || id === '') throw new TypeError('A principal needs an "id": a text that names it')
  const lists = { permissions: Object.freeze([...permissions]), scopes: Object.freeze([...scopes]) }
  return Object.freeze({ staff: false, admin: false, claims: {}, ...said, ...lists })
}

/** What sessions, streams and states are bound to: the same person by another client is another owner. */
export function ownerOf(principal: Principal | undefined): string | undefined {
  return principal && JSON.stringify([principal.issuer ?? null, principal.clientId ?? null, principal.id])
}
