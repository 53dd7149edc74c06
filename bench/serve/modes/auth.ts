/** What it costs to know the caller: the same call with a signed token, and without anybody asking for one. */
import { printGoals } from '../../lib/goals.ts'
import { MCPGEN, MCPGEN_JWT } from '../competitors.ts'
import { measureGrid, ratioOf, rowOf } from '../grid.ts'
import { inWords, join, printCpu, printFailures } from '../print.ts'
import { type Mode, type Section, type Settings, variants } from '../settings.ts'
import { ADD } from '../workload.ts'

export const auth: Mode = { name: 'auth', title: 'Tokens', run }

const NOTE =
  '`add`, called by everybody on a server without `auth`, and with a token signed by ES256 on one with `jwt()`, which ' +
  'verifies a token once and then knows it by its hash. Each connection is one caller’s, as those of clients are.'

async function run(settings: Settings): Promise<Section> {
  const cells = variants(settings, [1, 16, 64]).map(connections => ({ job: ADD, connections }))
  const grid = await measureGrid(settings, { cells, who: [MCPGEN, MCPGEN_JWT] })
  const [own, last] = [rowOf(grid, MCPGEN_JWT.name), cells.at(-1)]
  const measured = own && last && ratioOf(own, rowOf(grid, MCPGEN.name), last)?.median
  const goal = printGoals([{ what: 'a call with a token, CPU × an open one', atMost: 1.5, measured }])
  return { text: join([NOTE, printCpu(grid, cells, MCPGEN.name, inWords), goal, printFailures(grid.failures)]) }
}
