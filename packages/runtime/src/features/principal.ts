/** Who is calling, as one whole and fixed value. */
import type { Principal } from './context.ts'

/** What has to be said of a principal, and what may be. */
export type PrincipalInit = Partial<Principal> & { readonly id: string }

/** A principal who is nothing more than was said. Frozen, because many calls share it. */
export function principalFrom(said: PrincipalInit): Principal {
  const { id, permissions = [], scopes = [] } = said
  if (typeof id !== 'string' || id === '') throw new TypeError('A principal needs an "id": a text that names it')
  const lists = { permissions: listOf('permissions', permissions), scopes: listOf('scopes', scopes) }
  return Object.freeze({ staff: false, admin: false, claims: {}, ...said, ...lists })
}

/** A text would be taken for the list of its letters. */
function listOf(name: string, texts: readonly string[]): readonly string[] {
  const list = typeof texts === 'string' ? undefined : [...texts]
  if (list?.every(text => typeof text === 'string')) return Object.freeze(list)
  throw new TypeError(`"${name}" of a principal must be a list of texts`)
}

/** What sessions, streams and states are bound to: the same person by another client is another owner. */
export function ownerOf(principal: Principal | undefined): string | undefined {
  return principal && JSON.stringify([principal.issuer ?? null, principal.clientId ?? null, principal.id])
}
