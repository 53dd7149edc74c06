/** Functions behind keywords of JSON Schema 2020-12. */
import type { ValidationProblem } from '../manifest.ts'

/** Validation §6.3: the length of a string is its number of code points. */
export function codePoints(text: string): number {
  let count = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      count--
      at++
    }
  }
  return count
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Validation §6.4.3: the positions of the first two items that are equal. */
export function duplicate(items: readonly unknown[]): readonly [number, number] | undefined {
  const seen = new Map<unknown, number>()
  for (const [at, item] of items.entries()) {
    const id = typeof item === 'object' && item !== null ? `json ${canonical(item)}` : scalar(item)
    const before = seen.get(id)
    if (before !== undefined) return [before, at]
    seen.set(id, at)
  }
  return undefined
}

/** Strings are kept apart from the text of objects. */
function scalar(item: unknown): unknown {
  return typeof item === 'string' ? `text ${item}` : item
}

/** Core §4.2.2: objects are equal whatever the order of their properties. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`
}

/** Validation §6.2.1, of the numbers as they are written: 19.99 is a multiple of 0.01. */
export function isMultiple(value: number, of: number): boolean {
  const quotient = value / of
  if (Number.isSafeInteger(quotient) && quotient * of === value) return true
  const [a, b] = [decimal(value), decimal(of)]
  const exponent = Math.min(a.exponent, b.exponent)
  return scaled(a, exponent) % scaled(b, exponent) === 0n
}

interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** The number that its shortest text is: `1.5e-7` is 15 · 10⁻⁸. */
function decimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to)
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** RFC 4648 §4, with padding or without, of so many bytes. */
export function isBase64(text: string, least: number, most = Infinity): boolean {
  const bytes = base64Size(text)
  return bytes !== undefined && bytes >= least && bytes <= most
}

/** How many bytes base64 text stands for; undefined for text that is none. */
export function base64Size(text: string): number | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  if (digits % 4 === 1 || (padding > 0 && text.length % 4 !== 0) || !BASE64.test(text)) return undefined
  return Math.floor((digits * 3) / 4)
}

/** Adds a problem to a list that begins as `null`. */
export function report(problems: ValidationProblem[] | null, problem: ValidationProblem): ValidationProblem[] {
  if (problems === null) return [problem]
  problems.push(problem)
  return problems
}

/** Adds the problems that the check of a part found, at the part's place. */
export function nested(
  problems: ValidationProblem[] | null,
  found: readonly ValidationProblem[] | null | undefined,
  place: string,
): ValidationProblem[] {
  const moved = (found ?? []).map(problem => ({ ...problem, instancePath: place + problem.instancePath }))
  return problems === null ? moved : problems.concat(moved)
}
