/** `tools/list` of many tools. */
import { printGoals } from '../../lib/goals.ts'
import { FLOOR, MCPGEN } from '../competitors.ts'
import { measureGrid, ratioOf, rowOf } from '../grid.ts'
import { inWords, join, printCpu, printFailures } from '../print.ts'
import type { Mode, Section, Settings } from '../settings.ts'
import { listJob } from '../workload.ts'

const TOOLS = 100

export const lists: Mode = { name: 'lists', title: `\`tools/list\` of ${TOOLS} tools`, run }

async function run(settings: Settings): Promise<Section> {
  const cell = { job: listJob(TOOLS), connections: 16 }
  const grid = await measureGrid(settings, { cells: [cell], tools: TOOLS })
  const own = rowOf(grid, MCPGEN.name)
  const times = (other: string) => own && ratioOf(own, rowOf(grid, other), cell)?.median
  const goals = printGoals([
    { what: 'CPU × floor', atMost: 1.15, measured: times(FLOOR.name) },
    { what: 'times less CPU than SDK 2', atLeast: 100, measured: 1 / (times('SDK 2.4.0') ?? Number.NaN) },
  ])
  const table = printCpu(grid, [cell], FLOOR.name, inWords)
  return { text: join([table, own ? goals : '', printFailures(grid.failures)]) }
}
