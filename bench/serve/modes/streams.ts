/** A call that tells of ten steps before it answers. */
import { printGoals } from '../../lib/goals.ts'
import { FLOOR, MCPGEN } from '../competitors.ts'
import { measureGrid, ratioOf, rowOf } from '../grid.ts'
import { inWords, join, printCpu, printFailures } from '../print.ts'
import type { Mode, Section, Settings } from '../settings.ts'
import { streamJob } from '../workload.ts'

const STEPS = 10

export const streams: Mode = { name: 'streams', title: `A stream of ${STEPS} notifications and a result`, run }

async function run(settings: Settings): Promise<Section> {
  const cell = { job: streamJob(STEPS), connections: 64 }
  const who = settings.competitors.map(one => ({ ...one, command: one.streaming ?? one.command }))
  const grid = await measureGrid(settings, { cells: [cell], who })
  const own = rowOf(grid, MCPGEN.name)
  const times = (other: string) => own && ratioOf(own, rowOf(grid, other), cell)?.median
  const goals = printGoals([
    { what: 'CPU × floor', atMost: 2.2, measured: times(FLOOR.name) },
    { what: 'times less CPU than SDK 2', atLeast: 12, measured: 1 / (times('SDK 2.4.0') ?? Number.NaN) },
  ])
  const table = printCpu(grid, [cell], FLOOR.name, inWords)
  return { text: join([table, own ? goals : '', printFailures(grid.failures)]) }
}
