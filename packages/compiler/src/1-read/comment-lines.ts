/** The lines of a comment's text: without its asterisks, fences told from the rest, open braces closed. */
import { takeInline } from './inline-tags.ts'

export interface Line {
  readonly text: string
  readonly start: number
}

export function contentLines(raw: string, offset: number): Line[] {
  const body = raw.endsWith('*/') ? raw.slice(0, -2) : raw
  let start = 0
  return body.split('\n').map((line, i) => {
    const margin = (i === 0 ? /^\/\*+ ?/ : /^[ \t]*\*? ?/).exec(line)?.[0].length ?? 0
    const at = offset + start + margin
    start += line.length + 1
    return { text: line.slice(margin).trimEnd(), start: at }
  })
}

/** Lines, with those put together between which braces stay open: a link may go on below. */
export function* blocks(lines: readonly Line[]): Generator<{ line: Line; fenced: boolean }> {
  const fenced = fencedLines(lines.map(line => line.text))
  let open: Line | undefined
  for (const [n, next] of lines.entries()) {
    const line: Line = open === undefined ? next : joined(open, next)
    const below = fenced.has(n) || fenced.has(n + 1) ? undefined : lines[n + 1]
    open = below !== undefined && goesOn(line, below) ? line : undefined
    if (open === undefined) yield { line, fenced: fenced.has(n) }
  }
}

/** No link is longer than this: what stays open is told, and need not be followed. */
const LONGEST = 1000

function goesOn({ text }: Line, below: Line): boolean {
  if (!text.includes('{') || text.length > LONGEST || /^\s*(?:@|$)/.test(below.text)) return false
  return takeInline(text, 0).unclosed.length > 0
}

/** Every character keeps its place in the file. */
function joined(line: Line, next: Line): Line {
  return { text: line.text.padEnd(next.start - line.start) + next.text, start: line.start }
}

/**
 * The numbers of the lines that a fence holds, itself among them. One that is never closed is none: a tag below it that
 * was meant would pass for text.
 */
function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const fenced = new Set<number>()
  const neverClosed = new Set<string>()
  let until = -1
  for (const n of lines.keys()) {
    if (n > until) until = endOfFence(lines, n, neverClosed)
    if (n <= until) fenced.add(n)
  }
  return fenced
}

/** The number of the line that closes a fence opened by this one; -1 if it opens none. */
function endOfFence(lines: readonly string[], n: number, neverClosed: Set<string>): number {
  const fence = /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(lines[n] ?? '')?.[1]
  if (fence === undefined || neverClosed.has(fence)) return -1
  const below = lines.slice(n + 1).findIndex(line => closes(line, fence))
  if (below !== -1) return n + 1 + below
  neverClosed.add(fence)
  return -1
}

function closes(line: string, fence: string): boolean {
  const found = /^\s*(`{3,}|~{3,})\s*$/.exec(line)?.[1]
  return found !== undefined && found.length >= fence.length && found[0] === fence[0]
}
