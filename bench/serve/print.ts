/** Grids as tables. */
import { number, ratio, table } from '../lib/format.ts'
import { median } from '../lib/stats.ts'
import { type Cell, cpuOf, type Grid, ratioOf, rowOf } from './grid.ts'

/** A row for each server, two columns for each cell: CPU in microseconds, and its ratio to the base in the same rounds. */
export function printCpu(grid: Grid, cells: readonly Cell[], base: string, label: (cell: Cell) => string): string {
  const head = ['', ...cells.flatMap(cell => [`${label(cell)}: µs (best)`, `× ${base}`])]
  const rows = grid.rows.map(row => [
    row.competitor.name,
    ...cells.flatMap(cell => {
      const cpu = cpuOf(row, cell)
      const share = ratioOf(row, rowOf(grid, base), cell)
      return [cpu ? `${number(cpu.median)} (${number(cpu.best)})` : '–', share ? ratio(share) : '–']
    }),
  ])
  return table(head, rows)
}

/** Requests a second and waiting times: they swing with whatever else the machine does. */
export function printTimes(grid: Grid, cell: Cell, base: string): string {
  const rows = grid.rows.flatMap(row => {
    const samples = row.samples.get(cell) ?? []
    const share = ratioOf(row, rowOf(grid, base), cell, 'perSecond')
    if (samples.length === 0 || share === undefined) return []
    const middle = (figure: 'perSecond' | 'p50' | 'p99') => number(median(samples.map(sample => sample[figure])))
    return [[row.competitor.name, middle('perSecond'), ratio(share), middle('p50'), middle('p99')]]
  })
  return table(['', 'requests/s', `× ${base}`, 'p50 ms', 'p99 ms'], rows)
}

export function inWords({ connections }: Cell): string {
  return connections === 1 ? '1 connection' : `${connections} connections`
}

export function printFailures(failures: readonly string[]): string {
  return [...new Set(failures)].map(failure => `Not measured: ${failure.replaceAll('\n', ' ')}`).join('\n\n')
}

export function join(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('\n\n')
}
