/** `30s`: a number and a unit. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** In milliseconds; undefined for what is no duration. */
export function durationOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
  const factor = UNITS[unit]
  return count === undefined || factor === undefined ? undefined : Number(count) * factor
}
