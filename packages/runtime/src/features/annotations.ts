/** Annotations of content (server/resources, "Annotations"): a client that finds a wrong one refuses the whole answer. */
import { describeValue } from './problems/values.ts'

/** ISO 8601 with a time and its offset, as RFC 3339 has it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

const CHECKS: readonly (readonly [name: string, must: string, isRight: (value: unknown) => boolean])[] = [
  ['audience', "be a list of 'user' and 'assistant'", value => Array.isArray(value) && value.every(isRole)],
  ['priority', 'be a number from 0 to 1', value => typeof value === 'number' && value >= 0 && value <= 1],
  ['lastModified', 'be a time such as "2026-07-28T12:00:00Z"', isTime],
]

/**
 * Returns what carries them.
 *
 * @throws {TypeError} that says what is wrong.
 */
export function withRightAnnotations<T extends object>(carrier: T): T {
  const { annotations } = carrier as { annotations?: unknown }
  if (annotations === undefined) return carrier
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) {
    throw wrong('annotations', 'be an object', annotations)
  }
  for (const [name, must, isRight] of CHECKS) {
    const value = (annotations as Record<string, unknown>)[name]
    if (value !== undefined && !isRight(value)) throw wrong(`annotations.${name}`, must, value)
  }
  return carrier
}

function isRole(value: unknown): boolean {
  return value === 'user' || value === 'assistant'
}

/** What JSON makes a text of counts as that. */
function isTime(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime())
  return typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))
}

function wrong(place: string, must: string, value: unknown): TypeError {
  return new TypeError(`Returned content whose ${place} must ${must}, got ${describeValue(value)}`)
}
