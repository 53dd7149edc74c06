/** The matrix as text, Markdown and JSON. */
import { CALLERS, type Matrix, type Row } from './matrix.ts'

export const MATRIX_FORMATS: Readonly<Record<string, (matrix: Matrix) => string>> = {
  text: renderText,
  markdown: renderMarkdown,
  json: matrix => `${JSON.stringify(matrix, null, 2)}\n`,
}

const LEGEND = [
  'yes    sees and uses it',
  'with   the same, with whatever else the row asks for',
  'sees   sees it, and cannot use it',
  'no     to this caller it is not there',
  'needs  who has it not sees nothing of it',
  'to use who has it not is asked for a token with it',
]

function renderText(matrix: Matrix): string {
  const lines = [headOf(matrix), ...matrix.rows.map(row => cellsOf(row, matrix))]
  const widths = lines.reduce<number[]>(
    (widest, cells) => cells.map((cell, n) => Math.max(widest[n] ?? 0, cell.length)),
    [],
  )
  const table = lines.map(cells =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${[...table, '', ...LEGEND].join('\n')}\n`
}

function renderMarkdown(matrix: Matrix): string {
  const row = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const head = headOf(matrix)
  const lines = matrix.rows.map(one => {
    const [name = '', ...cells] = cellsOf(one, matrix)
    return row([`\`${name}\``, ...cells])
  })
  return `${[row(head), `|${head.map(() => '---|').join('')}`, ...lines].join('\n')}\n`
}

function headOf({ conditions, scopes }: Matrix): string[] {
  return [
    '',
    ...CALLERS,
    ...conditions.map(condition => shortOf(condition, conditions)),
    ...scopes.map(scope => `scope ${scope}`),
  ]
}

/** A function by its name, unless another file has one that is called the same. */
function shortOf(condition: string, all: readonly string[]): string {
  const short = condition.slice(condition.indexOf('#') + 1)
  const others = all.filter(other => other !== condition && other.slice(other.indexOf('#') + 1) === short)
  return others.length > 0 ? condition : short
}

function cellsOf({ kind, name, callers, guards, scopes }: Row, matrix: Matrix): string[] {
  return [
    `${kind} ${name}`,
    ...CALLERS.map(caller => callers[caller]),
    ...matrix.conditions.map(condition => (guards.includes(condition) ? 'needs' : '')),
    ...matrix.scopes.map(scope => (scopes.includes(scope) ? 'to use' : '')),
  ]
}
