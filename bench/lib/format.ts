/** Numbers and tables as they stand in `results.md`. */
import type { Ratio } from './stats.ts'

/** Three significant digits, without an exponent: `1,490`, `52.1`, `0.061`. */
export function number(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–'
  return new Intl.NumberFormat('en', { maximumSignificantDigits: value >= 1000 ? 4 : 3 }).format(value)
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : number(bytes / 1e6)
}

/** `1.04 (0.98–1.11)` */
export function ratio({ median, low, high }: Ratio): string {
  return low === high ? number(median) : `${number(median)} (${number(low)}–${number(high)})`
}

/** A Markdown table, laid out as a formatter would; the first column is text, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => width(row[column]))))
  const rule = widths.map((size, column) => (column === 0 ? '-'.repeat(size) : `${'-'.repeat(size - 1)}:`))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => pad(cell, column, widths)).join(' | ')} |`
  return [head, rule, ...rows].map(line).join('\n')
}

function pad(cell: string, column: number, widths: readonly number[]): string {
  const blank = ' '.repeat((widths[column] ?? 0) - width(cell))
  return column === 0 ? cell + blank : blank + cell
}

function width(cell = ''): number {
  return [...cell].length
}
