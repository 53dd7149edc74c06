/** JSON inside a string, as deep as a message may be. */
import { isRounded } from './number.ts'

/** The default depth of a message; a string inside it has not been measured. */
const DEEPEST = 64

/** The array or object that a text is; undefined for anything else, for nesting that no type needs, and for lost digits. */
export function parseShallow(text: string): unknown {
  if (!/^\s*[[{]/.test(text) || depthOf(text) > DEEPEST) return undefined
  let rounded = false
  const look = (_: string, value: unknown): unknown => {
    rounded ||= typeof value === 'number' && isRounded(value)
    return value
  }
  try {
    const value: unknown = JSON.parse(text, look)
    return rounded ? undefined : value
  } catch {
    return undefined
  }
}

/** In one pass: a pattern for strings could be made to look at the same text again and again. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const step = STEPS[text[at] ?? '']
    if (step === 0) at = endOfString(text, at)
    else if (step !== undefined) {
      depth += step
      deepest = Math.max(deepest, depth)
    }
  }
  return deepest
}

const STEPS: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1, '"': 0 }

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
