/** Arguments that stand in a path, one segment each: what they hold never leads to another path. */
import type { Validate, ValidationProblem } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'

/** How often a text is decoded; nobody means one that is encoded more often. */
const MOST_DECODINGS = 4

/**
 * Whether a text is one segment of a path and stays it: not empty, not `.` or `..`, without `/`, `\` and NUL, however often
 * whoever gets it decodes it.
 */
export function isSegment(text: string): boolean {
  let value = text
  for (let n = 0; n < MOST_DECODINGS; n++) {
    if (value === '' || value === '.' || value === '..' || /[/\\\0]/.test(value)) return false
    const decoded = decodeSegment(value)
    if (decoded === undefined || decoded === value) return true
    value = decoded
  }
  return false
}

/** Undefined for what is not rightly encoded. */
export function decodeSegment(raw: string): string | undefined {
  if (!raw.includes('%')) return raw
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

/** The validator, and that these arguments are segments. */
export function withSegments(input: Validate, names: readonly string[]): Validate {
  const validate: Validate = value => {
    const isRight = input(value)
    const args = value as JsonObject
    const climbing = names.filter(name => {
      const text = Object.hasOwn(args, name) ? args[name] : undefined
      return typeof text === 'string' && !isSegment(text)
    })
    validate.errors =
      climbing.length === 0 ? (input.errors ?? null) : [...(input.errors ?? []), ...climbing.map(problem)]
    return isRight && climbing.length === 0
  }
  return validate
}

function problem(name: string): ValidationProblem {
  return { instancePath: `/${name}`, keyword: 'segment', params: {} }
}
