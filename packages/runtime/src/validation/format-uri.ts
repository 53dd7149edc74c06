/** RFC 3986 URIs, and the names of hosts and mailboxes inside and outside them. */

const PCHAR = String.raw`[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}`
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/
const PATH = new RegExp(`^(?:/|${PCHAR})*$`)
const QUERY = new RegExp(`^(?:[/?]|${PCHAR})*$`)
const USERINFO = /^(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*$/
const REGISTERED_NAME = /^(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/
const IP_FUTURE = /^v[0-9A-F]+\.[\w.~!$&'()*+,;=:-]+$/i
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

interface Parts {
  scheme: string | undefined
  authority: string | undefined
  path: string
  query: string | undefined
  fragment: string | undefined
}

/** RFC 3986 Appendix B. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

function partsOf(text: string): Parts {
  const [, scheme, authority, path = '', query, fragment] = PARTS.exec(text) ?? []
  return { scheme, authority, path, query, fragment }
}

/** RFC 3986 §3: with a scheme. */
export function isUri(text: string): boolean {
  const parts = partsOf(text)
  return parts.scheme !== undefined && isReference(parts)
}

/** RFC 3986 §4.1. */
export function isUriReference(text: string): boolean {
  return isReference(partsOf(text))
}

function isReference({ scheme, authority, path, query = '', fragment = '' }: Parts): boolean {
  if (scheme !== undefined && !SCHEME.test(scheme)) return false
  if (authority !== undefined && !isAuthority(authority)) return false
  // §4.2: without a scheme the first segment has no colon, or it would read as one.
  if (scheme === undefined && authority === undefined && /^[^/]*:/.test(path)) return false
  return PATH.test(path) && QUERY.test(query) && QUERY.test(fragment)
}

/** RFC 3986 §3.2. */
function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at !== -1 && !USERINFO.test(text.slice(0, at))) return false
  const host = text.slice(at + 1).replace(/:\d*$/, '')
  if (!host.startsWith('[')) return REGISTERED_NAME.test(host)
  const literal = host.slice(1, -1)
  return host.endsWith(']') && (isIpv6(literal) || IP_FUTURE.test(literal))
}

/** RFC 2673 §3.2: four decimal octets, none with a leading zero. */
export function isIpv4(text: string): boolean {
  const octets = text.split('.', 5)
  return octets.length === 4 && octets.every(octet => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
}

/** RFC 4291 §2.2. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::', 3)
  if (halves.length > 2) return false
  const groups = halves.map((half, n) => groupsOf(half, n === halves.length - 1))
  const total = groups.reduce((sum, count) => sum + count, 0)
  return halves.length === 1 ? total === 8 : total <= 7
}

/** How many 16-bit groups a half has; far too many when one is malformed. An IPv4 address may end the last half. */
function groupsOf(half: string, last: boolean): number {
  if (half === '') return 0
  const parts = half.split(':')
  const tail = parts.at(-1) ?? ''
  const ipv4 = last && tail.includes('.')
  if (ipv4 && !isIpv4(tail)) return Number.POSITIVE_INFINITY
  const hex = ipv4 ? parts.slice(0, -1) : parts
  return hex.every(part => /^[0-9A-Fa-f]{1,4}$/.test(part)) ? hex.length + (ipv4 ? 2 : 0) : Number.POSITIVE_INFINITY
}

/** RFC 1123 §2.1. */
export function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every(label => LABEL.test(label))
}

const ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+$/
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/

/** RFC 5321 §4.1.2 `Mailbox`, with the limits of §4.5.3.1. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || text.length > 254) return false
  const local = text.slice(0, at)
  const domain = text.slice(at + 1)
  if (!QUOTED.test(local) && !local.split('.').every(atom => ATOM.test(atom))) return false
  return domain.startsWith('[') ? isAddressLiteral(domain) : isHostname(domain)
}

/** RFC 5321 §4.1.3. */
function isAddressLiteral(text: string): boolean {
  const inside = text.slice(1, -1)
  return text.endsWith(']') && (isIpv4(inside) || (/^IPv6:/i.test(inside) && isIpv6(inside.slice(5))))
}
