/** How often a caller may do something: a bucket of tokens for each, refilled as time goes by. */
import type { Call } from './call.ts'
import { dropFirst } from './drop-first.ts'

export interface RateLimit {
  /** Takes a token; false when the caller has none left. A caller of whom nothing is known is not limited. */
  take(call: Pick<Call, 'principal' | 'request'>): boolean
}

interface Bucket {
  tokens: number
  filledAt: number
}

/** Callers remembered at once; of whom is forgotten the bucket is full again. */
const MAX_CALLERS = 10_000

const MINUTE_MS = 60_000

export function createRateLimit(perMinute: number, clock: () => number): RateLimit {
  /** In the order of their last use. */
  const buckets = new Map<string, Bucket>()
  return {
    take(call) {
      const now = clock()
      const caller = callerOf(call)
      if (caller === undefined) return true
      const known = buckets.get(caller)
      const bucket = known ?? { tokens: perMinute, filledAt: now }
      bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.filledAt) * perMinute) / MINUTE_MS)
      bucket.filledAt = now
      buckets.delete(caller)
      buckets.set(caller, bucket)
      if (buckets.size > MAX_CALLERS) dropFirst(buckets)
      if (bucket.tokens < 1) return false
      bucket.tokens -= 1
      return true
    },
  }
}

/**
 * Who is known by name counts by it, wherever they call from. Of an anonymous caller on this machine, as on stdio, the
 * address says nothing: it may be a proxy's, who calls for everybody. Of any other it is the network that counts.
 */
export function callerOf({ principal, request }: Pick<Call, 'principal' | 'request'>): string | undefined {
  if (principal !== undefined) return `${principal.issuer ?? ''} ${principal.id}`
  const address = request?.remoteAddress
  return address === undefined || LOOPBACK.test(address) ? undefined : `@${networkOf(address)}`
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/

/** IPv4 that was mapped into IPv6 (RFC 4291 §2.5.5.2). */
const MAPPED = /^::ffff:(?=\d+\.)/i

/**
 * What belongs to one caller: an address of IPv4, and of IPv6 the first 64 bits, since whoever has one address there has
 * all that begin so (RFC 6177 §2, RFC 4291 §2.5.4).
 */
function networkOf(address: string): string {
  const plain = address.replace(MAPPED, '')
  if (!plain.includes(':')) return plain
  const [front = [], back = []] = plain.split('::').map(part => (part === '' ? [] : part.split(':')))
  // A `::` stands for as many groups of zeros as there is room for; a scope (`%eth0`) stands behind the last.
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  const groups = [...front, ...zeros, ...back].slice(0, 4)
  return `${groups.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
