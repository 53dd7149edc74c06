/** Arguments from 16 KB to 1 MB: a text, sent back. */
import { type Goal, printGoals } from '../../lib/goals.ts'
import { MCPGEN, WORKFLOOR } from '../competitors.ts'
import { type Cell, type Grid, measureGrid, ratioOf, rowOf } from '../grid.ts'
import { join, printCpu, printFailures } from '../print.ts'
import { type Mode, type Section, type Settings, variants } from '../settings.ts'
import { echoJob } from '../workload.ts'

export const sizes: Mode = { name: 'sizes', title: 'The size of the arguments', run }

async function run(settings: Settings): Promise<Section> {
  const cells = variants(settings, [16, 128, 1024]).map(size => ({ job: echoJob(size * 1024), connections: 8 }))
  const grid = await measureGrid(settings, { cells })
  const table = printCpu(grid, cells, WORKFLOOR.name, cell => cell.job.name)
  return { text: join([table, printGoals(goals(grid, cells)), printFailures(grid.failures)]) }
}

function goals(grid: Grid, cells: readonly Cell[]): Goal[] {
  const own = rowOf(grid, MCPGEN.name)
  const [small, large] = [cells.at(0), cells.at(-1)]
  if (own === undefined || small === undefined || large === undefined) return []
  const others = grid.rows.filter(row => row.competitor.packages !== undefined && row !== own)
  const shares = others.flatMap(row => ratioOf(own, row, large)?.median ?? [])
  const tmcp = ratioOf(own, rowOf(grid, 'tmcp 1.20.0'), small)?.median
  return [
    { what: '16 KB, times less CPU than tmcp', atLeast: 3, measured: 1 / (tmcp ?? Number.NaN) },
    { what: '1 MB, CPU × workfloor', atMost: 1.15, measured: ratioOf(own, rowOf(grid, WORKFLOOR.name), large)?.median },
    { what: '1 MB, CPU × the best peer', atMost: 1, measured: shares.length > 0 ? Math.max(...shares) : undefined },
  ]
}
