/** The source lines of a place, with its exact range marked. */
import type { Paint, Style } from './paint.ts'
import type { Place } from './report.ts'
import { clip, clipStart, visible, width } from './width.ts'

export interface FrameOptions {
  readonly paint: Paint
  readonly style: Style
  /** Columns of the line numbers. */
  readonly gutter: number
  /** Columns that a source line may take; a longer one is cut around its mark. */
  readonly columns: number
}

/** Lines of a span that are all shown; of a longer one the first and the last. */
const WHOLE = 4
/** What stays of a cut line before its mark. */
const LEAD = 24

/** The frame's rows below its header: each line of the source and the mark under it, the label behind the last mark. */
export function frame(place: Place, label: string | undefined, options: FrameOptions): string[] {
  const rows: string[] = []
  for (const line of shownLines(place)) {
    if (line === undefined) rows.push(options.paint('faint', `${' '.repeat(options.gutter)} ┆`))
    else rows.push(...markedLine(place, line, line === place.end.line ? label : undefined, options))
  }
  return rows
}

/** The greatest line number that `frame` shows. */
export function lastLine(place: Place): number {
  return place.end.line
}

function shownLines({ start, end }: Place): (number | undefined)[] {
  const all = Array.from({ length: Math.min(end.line - start.line + 1, WHOLE + 1) }, (_, index) => start.line + index)
  return all.length <= WHOLE ? all : [start.line, undefined, end.line]
}

function markedLine(place: Place, line: number, label: string | undefined, options: FrameOptions): string[] {
  const { paint, gutter } = options
  const text = place.lines.text(line)
  const indent = line === place.start.line ? place.start.column - 1 : text.length - text.trimStart().length
  const end = line === place.end.line ? place.end.column - 1 : text.trimEnd().length
  const cut = around(
    {
      before: visible(text.slice(0, indent)),
      marked: visible(text.slice(indent, end)),
      after: visible(text.slice(end)),
    },
    options.columns,
  )
  const bar = paint('faint', '│')
  const source = `${paint('faint', String(line).padStart(gutter))} ${bar} ${cut.before}${cut.marked}${cut.after}`
  const under = ' '.repeat(gutter)
  return [source.trimEnd(), ...markRows(cut, label, options).map(row => `${under} ${bar} ${row}`)]
}

/** The mark with the label behind it, or below it where the line has no room left. */
function markRows(
  { before, marked }: Parts,
  label: string | undefined,
  { paint, style, columns }: FrameOptions,
): string[] {
  const start = width(before)
  const mark = '─'.repeat(Math.max(1, width(marked)))
  if (label === undefined) return [' '.repeat(start) + paint(style, mark)]
  const said = visible(label)
  if (start + mark.length + 1 + width(said) <= columns) return [' '.repeat(start) + paint(style, `${mark} ${said}`)]
  const room = Math.max(0, Math.min(start, columns - width(said)))
  return [' '.repeat(start) + paint(style, mark), ' '.repeat(room) + paint(style, said)]
}

interface Parts {
  readonly before: string
  readonly marked: string
  readonly after: string
}

/** Cuts a line that is too long so that the marked part, or its beginning, stays in sight. */
function around({ before, marked, after }: Parts, columns: number): Parts {
  if (width(before) + width(marked) + width(after) <= columns) return { before, marked, after }
  const excess = width(before) - LEAD
  const lead = excess > 1 && width(before) + width(marked) > columns ? `…${clipStart(before, excess + 1)}` : before
  const room = Math.max(columns - width(lead), LEAD)
  if (width(marked) > room) return { before: lead, marked: `${clip(marked, room - 1)}…`, after: '' }
  const rest = room - width(marked)
  return { before: lead, marked, after: width(after) > rest ? `${clip(after, Math.max(0, rest - 1))}…` : after }
}
