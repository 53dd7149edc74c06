/**
 * Who may reach the server by which name: the defence against DNS rebinding (basic/transports, "Security Warning").
 * Hosts are compared after parsing, never by substring.
 */

export interface HostRules {
  /** The public URL's host, and the one listened on, where they are set. */
  readonly names: readonly string[]
  /** Origins beside the server's own and loopback's. */
  readonly origins: ReadonlySet<string>
}

/** What nearly every request says, told without parsing. */
const COMMON = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/**
 * Whether a `Host` names this server: a loopback host, a configured one, or the very address that the connection came to.
 * A name that an attacker's DNS points here is none of them; ports carry no trust and are not compared.
 */
export function isOwnHost(host: string | undefined, localAddress: string | undefined, { names }: HostRules): boolean {
  if (host === undefined) return false
  if (COMMON.test(host)) return true
  const name = hostnameOf(`http://${host}`)
  if (name === undefined || /[/@?#\\]/.test(host)) return false
  return isLoopback(name) || names.includes(name) || name === bracketed(localAddress)
}

/**
 * Whether a request has two `Host` lines, which is 400 (RFC 9112 §3.2): two servers on the way may each believe another.
 * Node reads the first and drops the rest, except here.
 *
 * @param rawHeaders Names and values in turn.
 */
export function isHostRepeated(rawHeaders: readonly string[] | undefined): boolean {
  if (rawHeaders === undefined) return false
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count > 1
}

/** Whether a browser's page of this origin may call: one of loopback, of the server's own host, or a configured one. */
export function isAllowedOrigin(origin: string, { names, origins }: HostRules): boolean {
  if (origins.has(origin)) return true
  const url = URL.parse(origin)
  if (url === null || url.origin !== origin || !/^https?:$/.test(url.protocol)) return false
  return isLoopback(url.hostname) || names.includes(url.hostname)
}

/** A host as URLs write it: in lower case, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/** The host name of a URL in canonical form, or undefined. */
export function hostnameOf(url: string): string | undefined {
  return URL.parse(url)?.hostname || undefined
}

/** A socket's address as a URL writes it; an IPv4 address mapped into IPv6 is the IPv4 address. */
export function bracketed(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return plain.includes(':') ? hostnameOf(`http://[${plain}]`) : plain
}
