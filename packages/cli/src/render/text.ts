/** Findings as a person reads them in a terminal: what, where, why, and what to do. */
import type { Diagnostic, Span } from '@mcpgen/compiler/build'
import { frame, lastLine } from './frame.ts'
import { type Paint, plain } from './paint.ts'
import { count, type Place, placeOf, type Report } from './report.ts'
import { visible, width } from './width.ts'

export interface TextOptions {
  readonly paint?: Paint
  /** The terminal's columns; without them text is not wrapped. */
  readonly columns?: number
}

/** A source line is cut at this many columns where the terminal does not say how many it has. */
const LINE = 120

/** One finding, without an empty line at its end. */
function renderDiagnostic(diagnostic: Diagnostic, report: Report, options: TextOptions = {}): string {
  const paint = options.paint ?? plain
  const places = [diagnostic.span, ...(diagnostic.notes ?? []).map(note => note.span)].map(span => place(span, report))
  const gutter = String(Math.max(0, ...places.map(found => (found ? lastLine(found) : 0)))).length
  const frameOptions = {
    paint,
    style: diagnostic.severity,
    gutter,
    columns: Math.max(40, (options.columns ?? LINE + gutter + 3) - gutter - 3),
  } as const
  const rows = [heading(diagnostic, paint)]
  const [first, ...others] = places
  if (first) rows.push(location('╭─', first, gutter, paint), ...framed(first, diagnostic.label, frameOptions))
  for (const [index, other] of others.entries()) {
    const note = { ...frameOptions, style: 'faint' } as const
    if (other)
      rows.push(location('├─', other, gutter, paint), ...framed(other, diagnostic.notes?.[index]?.message, note))
  }
  rows.push(...facts(diagnostic, gutter, { paint, columns: options.columns }))
  return rows.join('\n')
}

/** All findings, an empty line after each. */
export function renderText(report: Report, options: TextOptions = {}): string {
  return report.diagnostics.map(diagnostic => `${renderDiagnostic(diagnostic, report, options)}\n\n`).join('')
}

/** The last line of a build with errors. */
export function closing(diagnostics: readonly Diagnostic[], paint: Paint = plain): string {
  return `${paint('strong', tally(diagnostics))}. Nothing was written.\n`
}

/** `2 errors and 1 warning in 2 files`. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(diagnostic => diagnostic.severity === 'error').length
  const warnings = diagnostics.length - errors
  const counted = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : '']
  const files = new Set(diagnostics.flatMap(diagnostic => diagnostic.span?.file ?? []))
  const where = files.size === 0 ? '' : ` in ${count(files.size, 'file')}`
  return counted.filter(Boolean).join(' and ') + where
}

function heading(diagnostic: Diagnostic, paint: Paint): string {
  const code = paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`)
  return `${code}  ${paint('strong', visible(diagnostic.message))}`
}

function place(span: Span | undefined, report: Report): Place | undefined {
  return span && placeOf(span, report)
}

function location(corner: string, { file, start }: Place, gutter: number, paint: Paint): string {
  return `${' '.repeat(gutter)} ${paint('faint', corner)} ${file}:${start.line}:${start.column}`
}

function framed(found: Place, label: string | undefined, options: Parameters<typeof frame>[2]): string[] {
  const bar = `${' '.repeat(options.gutter)} ${options.paint('faint', '│')}`
  return [bar, ...frame(found, label, options), bar]
}

interface FactOptions {
  readonly paint: Paint
  readonly columns: number | undefined
}

/** The rows under the frame: where inside the type, why it matters, what to write instead. */
function facts({ path, notes = [], why, help }: Diagnostic, gutter: number, { paint, columns }: FactOptions): string[] {
  const rows: [string, string][] = [
    ...notes.flatMap(({ span, message }): [string, string][] => (span === undefined ? [['note', message]] : [])),
    ['why', why],
    ['help', help],
  ]
  if (path !== undefined) rows.unshift(['in', path])
  const start = ' '.repeat(gutter + 1)
  const hang = `\n${start}${' '.repeat(8)}`
  return rows.map(([name, text]) => {
    const lines = text.split('\n').flatMap(line => wrap(visible(line), columns && columns - gutter - 9))
    return `${start}${paint('faint', '=')} ${paint('strong', name.padEnd(4))}  ${lines.join(hang)}`
  })
}

/** Breaks text at spaces; leaves a word that is too long alone. */
function wrap(text: string, columns: number | undefined): string[] {
  if (columns === undefined || width(text) <= columns) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && width(longer) > columns) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
