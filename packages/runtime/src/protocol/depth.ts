/** How deep a JSON value is nested. */
import type { JsonObject } from './json.ts'

/**
 * Goes no deeper than the limit, so that no input can exhaust the stack. Arrays are walked by index: a `for…in` makes
 * each index a string, which took a tenth of a request of nested arguments.
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (limit === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeperThan(item, limit - 1)) return true
    return false
  }
  for (const key in value) if (isDeeperThan((value as JsonObject)[key], limit - 1)) return true
  return false
}
