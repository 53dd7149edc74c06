/** What it costs to show each caller the tools that they may see: a list whose tools have guards, and one whose have none. */
import { printGoals } from '../../lib/goals.ts'
import { MCPGEN, MCPGEN_GUARDED, MCPGEN_JWT } from '../competitors.ts'
import { measureGrid, ratioOf, rowOf } from '../grid.ts'
import { inWords, join, printCpu, printFailures } from '../print.ts'
import type { Mode, Section, Settings } from '../settings.ts'
import { listJob } from '../workload.ts'

const TOOLS = 100

export const filtered: Mode = { name: 'filtered', title: `\`tools/list\` of ${TOOLS} tools, by caller`, run }

const NOTE =
  'To everybody on a server without `auth`; to a caller with a token, where no tool has a guard; and to the same caller ' +
  'where each tool asks for one of seven permissions, which the caller has: the answer has the same tools.'

async function run(settings: Settings): Promise<Section> {
  const cell = { job: listJob(TOOLS), connections: 16 }
  const grid = await measureGrid(settings, { cells: [cell], tools: TOOLS, who: [MCPGEN, MCPGEN_JWT, MCPGEN_GUARDED] })
  const own = rowOf(grid, MCPGEN_GUARDED.name)
  const times = (other: string) => own && ratioOf(own, rowOf(grid, other), cell)?.median
  const goals = printGoals([
    { what: 'a list by caller, CPU × the whole list to the same caller', atMost: 2, measured: times(MCPGEN_JWT.name) },
    { what: 'the same, CPU × the whole list to everybody', atMost: 2, measured: times(MCPGEN.name) },
  ])
  return { text: join([NOTE, printCpu(grid, [cell], MCPGEN.name, inWords), goals, printFailures(grid.failures)]) }
}
