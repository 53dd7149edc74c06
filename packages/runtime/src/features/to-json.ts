/** Any value as JSON, for a log: what JSON cannot carry is described instead of thrown. */
import type { JsonValue } from '../protocol/json.ts'

/** Never throws. */
export function toJson(value: unknown): JsonValue {
  try {
    const text = JSON.stringify(value, withoutCycles())
    return text === undefined ? String(value) : JSON.parse(text)
  } catch {
    return '[not serializable]'
  }
}

/** A replacer that knows the objects above the one being written. */
function withoutCycles(): (this: unknown, key: string, value: unknown) => unknown {
  const above: unknown[] = []
  return function (_key, value) {
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return value
    // `this` holds the value: what was entered after it has been left.
    while (above.length > 0 && above.at(-1) !== this) above.pop()
    if (above.includes(value)) return '[circular]'
    above.push(value)
    return value instanceof Error ? { name: value.name, message: value.message } : value
  }
}
