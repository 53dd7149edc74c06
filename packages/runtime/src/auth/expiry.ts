/** Until when a caller's token is good, for those who have to know it without the token: streams that stay open. */
import type { Principal } from '../features/context.ts'

/** By the principal that was made of the token, and forgotten with it. */
const expiries = new WeakMap<Principal, number>()

/** @param at Milliseconds since 1970. */
export function expires(principal: Principal, at: number): void {
  expiries.set(principal, at)
}

/** In milliseconds since 1970; of what never expires, or is another's business, infinity. */
export function expiryOf(principal: Principal): number {
  return expiries.get(principal) ?? Number.POSITIVE_INFINITY
}
