import type { Principal } from '../features/context.ts'

/** A principal who is nothing more than was said. */
export function somebody(said: (Partial<Principal> & { readonly id: string }) | undefined): Principal | undefined {
  return said && { staff: false, admin: false, permissions: [], scopes: [], claims: {}, ...said }
}
