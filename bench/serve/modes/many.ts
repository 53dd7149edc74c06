/** What a call costs among 10 and among 10,000 tools. */
import { number, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import { type Competitor, MCPGEN } from '../competitors.ts'
import { cpuOf, type Grid, measureGrid, ratioOf, rowOf } from '../grid.ts'
import { join, printFailures } from '../print.ts'
import { type Mode, type Section, type Settings, variants } from '../settings.ts'
import { manyJob, OWN_TOOLS } from '../workload.ts'

/** Above this, a server that makes all tools anew for each request would take the whole time. */
const MOST_TO_REBUILD = 1000

export const many: Mode = { name: 'many', title: 'A call among many tools', run }

async function run(settings: Settings): Promise<Section> {
  const counts = variants(settings, [10, 100, 1000, 10_000]).map(count =>
    settings.quick ? Math.min(count, 100) : count,
  )
  const grids = new Map<number, Grid>()
  for (const count of counts) {
    const cell = { job: manyJob(Math.floor((count - OWN_TOOLS) / 2)), connections: 8 }
    const who = settings.competitors.filter(one => one.rebuilds === undefined || count <= MOST_TO_REBUILD)
    grids.set(count, await measureGrid(settings, { cells: [cell], tools: count, who }))
  }
  const head = ['CPU µs (best)', ...counts.map(count => `${number(count)} tools`)]
  const rows = settings.competitors.map(one => [one.name, ...counts.map(count => print(one, grids.get(count)))])
  const failures = [...grids.values()].flatMap(grid => grid.failures)
  return { text: join([table(head, rows), goals(grids), printFailures(failures)]) }
}

function print({ name }: Competitor, grid: Grid | undefined): string {
  const cpu = medianCpu(name, grid)
  return cpu ? `${number(cpu.median)} (${number(cpu.best)})` : '–'
}

function medianCpu(name: string, grid: Grid | undefined) {
  const row = grid && rowOf(grid, name)
  const [cell] = row?.samples.keys() ?? []
  return row && cell && cpuOf(row, cell)
}

/** Runs with different numbers of tools are not in the same rounds: their least disturbed ones are compared. */
function goals(grids: ReadonlyMap<number, Grid>): string {
  const all = [...grids.values()].map(grid => medianCpu(MCPGEN.name, grid)?.best ?? Number.NaN)
  const thousand = grids.get(1000)
  const own = thousand && rowOf(thousand, MCPGEN.name)
  const [cell] = own?.samples.keys() ?? []
  const share = own && cell && ratioOf(own, rowOf(thousand, 'SDK 2.4.0'), cell)?.median
  if (Number.isNaN(all[0])) return ''
  return printGoals([
    {
      what: 'among the most tools × among 10',
      atMost: 1.5,
      measured: (all.at(-1) ?? Number.NaN) / (all[0] ?? Number.NaN),
    },
    { what: 'among 1,000, times less CPU than SDK 2', atLeast: 100, measured: share && 1 / share },
  ])
}
