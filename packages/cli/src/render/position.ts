/** Lines and columns of offsets in a text, as editors count them. */

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

export interface Lines {
  /** The text of a line, counted from 1, without its end. */
  text(line: number): string
  /** Where an offset stands; one beyond the text stands at its end. */
  at(offset: number): Position
}

const LINE_END = /\r\n|\r|\n/g

export function linesOf(text: string): Lines {
  const starts = [0]
  for (const end of text.matchAll(LINE_END)) starts.push(end.index + end[0].length)
  return {
    text(line) {
      const start = starts[line - 1] ?? text.length
      return text.slice(start, starts[line] ?? text.length).replace(/[\r\n]+$/, '')
    },
    at(offset) {
      const place = Math.max(0, Math.min(offset, text.length))
      const line = lastAtMost(starts, place)
      return { line: line + 1, column: place - (starts[line] ?? 0) + 1 }
    },
  }
}

/** The index of the last number that is not above the limit, in a sorted list that begins with 0. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
