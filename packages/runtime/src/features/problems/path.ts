/** Places inside a JSON value: JSON pointers (RFC 6901) read and written for people. */
import { quote } from './values.ts'

/** @returns the pointer's reference tokens, unescaped. */
export function segmentsOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at a place; undefined where there is none. Never reads an inherited property. */
export function valueAt(root: unknown, segments: readonly string[]): unknown {
  let value = root
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<string, unknown>)[segment]
  }
  return value
}

/** `items[2].price`, `headers["x y"]`; the empty string for the root. */
export function pathText(root: unknown, segments: readonly string[]): string {
  return segments.map((segment, i) => step(segment, valueAt(root, segments.slice(0, i)), i === 0)).join('')
}

function step(segment: string, container: unknown, first: boolean): string {
  if (Array.isArray(container)) return `[${segment}]`
  if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(segment)) return first ? segment : `.${segment}`
  return `[${quote(segment)}]`
}
