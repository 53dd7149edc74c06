/** Requests that are not looked at any further. */
import type { IncomingMessage } from 'node:http'
import { type HostRules, isAllowedOrigin, isHostRepeated, isOwnHost } from '../http/hosts.ts'

/** Why a request is refused: it has no one host, or a page of somebody else may have sent it. Undefined for any other. */
export function refusalOf(
  { headers, rawHeaders, socket }: IncomingMessage,
  host: string | undefined,
  hosts: HostRules,
): { readonly status: number; readonly message: string } | undefined {
  if (isHostRepeated(rawHeaders)) return { status: 400, message: 'Invalid request: Host came more than once' }
  if (!isOwnHost(host, socket.localAddress, hosts)) {
    return { status: 403, message: 'Host not allowed: set "url" in the config to the address that clients use' }
  }
  if (headers.origin === undefined || isAllowedOrigin(headers.origin, hosts)) return undefined
  return { status: 403, message: 'Origin not allowed: list it as one of "origins" in the config' }
}
