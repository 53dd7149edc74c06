/** A host that has authenticated already: a session, a gateway. */
import type { IncomingMessage } from 'node:http'
import { type PrincipalInit, principalFrom } from '../features/principal.ts'
import { isThenable } from '../features/thenable.ts'
import type { Authenticator } from './authenticator.ts'

/** What a host's middleware has left on the request. */
// biome-ignore lint/suspicious/noExplicitAny: each host leaves something else.
export type HostRequest = IncomingMessage & Record<string, any>

/**
 * Takes the host's word for who is calling.
 *
 * @param identify Gets `node:http`'s request, with what the host has put on it; null is an anonymous caller.
 */
export function hostAuth(
  identify: (req: HostRequest) => PrincipalInit | null | undefined | Promise<PrincipalInit | null | undefined>,
): Authenticator {
  const open = () => ({
    header: undefined,
    identify(_token: unknown, req: IncomingMessage) {
      const found = identify(req)
      return isThenable(found) ? Promise.resolve(found).then(principalOrNobody) : principalOrNobody(found)
    },
  })
  return { open }
}

function principalOrNobody(found: PrincipalInit | null | undefined) {
  return found ? principalFrom(found) : undefined
}
