/** The three plain tools at several numbers of connections. */
import { megabytes, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import { FLOOR, MCPGEN, WORKFLOOR } from '../competitors.ts'
import { type Cell, cpuOf, type Grid, measureGrid, ratioOf, rowOf } from '../grid.ts'
import { plot } from '../plot.ts'
import { inWords, join, printCpu, printFailures, printTimes } from '../print.ts'
import { type Mode, type Section, type Settings, variants } from '../settings.ts'
import { ADD, ECHO, type Job, SEARCH_JOB } from '../workload.ts'

/** What each is compared with: the floor answers a constant, the workfloor does the work that `search` is. */
const JOBS: readonly (readonly [Job, base: string, about: string])[] = [
  [ADD, FLOOR.name, 'two numbers in, one out'],
  [ECHO, FLOOR.name, '1 KB of text in and out'],
  [SEARCH_JOB, WORKFLOOR.name, '1 KB of nested arguments in, 2 KB of structured content out'],
]

export const calls: Mode = { name: 'calls', title: 'Calls', run }

async function run(settings: Settings): Promise<Section> {
  const cells = variants(settings, [1, 16, 64]).flatMap(connections => JOBS.map(([job]) => ({ job, connections })))
  const grid = await measureGrid(settings, { cells })
  const sections = JOBS.map(([job, base, about]) => {
    const own = cells.filter(cell => cell.job === job)
    const last = own.at(-1)
    return join([
      `### \`${job.name}\`: ${about}`,
      printCpu(grid, own, base, inWords),
      ...(last ? [`With ${inWords(last)}:`, printTimes(grid, last, base)] : []),
    ])
  })
  const memory = join(['### Memory', printMemory(grid)])
  return {
    text: join([...sections, memory, goals(grid, cells), printFailures(grid.failures)]),
    plot: picture(grid, cells),
  }
}

function printMemory(grid: Grid): string {
  const rows = grid.rows.map(({ competitor, memory: [idle, after] }) => [
    competitor.name,
    megabytes(idle),
    megabytes(after),
  ])
  return table(['', 'RSS before the load, MB', 'RSS after it, MB'], rows)
}

function goals(grid: Grid, cells: readonly Cell[]): string {
  const own = rowOf(grid, MCPGEN.name)
  if (own === undefined) return ''
  const cpu = (job: Job, other: string) => {
    const cell = cells.findLast(one => one.job === job)
    return cell && ratioOf(own, rowOf(grid, other), cell)?.median
  }
  const less = (job: Job, other: string) => 1 / (cpu(job, other) ?? Number.NaN)
  return printGoals([
    { what: '`add`, CPU × floor', atMost: 1.15, measured: cpu(ADD, FLOOR.name) },
    { what: '`echo`, CPU × floor', atMost: 1.15, measured: cpu(ECHO, FLOOR.name) },
    { what: '`search`, CPU × workfloor', atMost: 1.15, measured: cpu(SEARCH_JOB, WORKFLOOR.name) },
    { what: '`add`, times less CPU than SDK 2', atLeast: 15, measured: less(ADD, 'SDK 2.4.0') },
    { what: '`echo`, times less CPU than SDK 2', atLeast: 15, measured: less(ECHO, 'SDK 2.4.0') },
    { what: '`search`, times less CPU than SDK 2', atLeast: 10, measured: less(SEARCH_JOB, 'SDK 2.4.0') },
    { what: '`add`, times less CPU than tmcp', atLeast: 3, measured: less(ADD, 'tmcp 1.20.0') },
    { what: '`search`, times less CPU than tmcp', atLeast: 3, measured: less(SEARCH_JOB, 'tmcp 1.20.0') },
  ])
}

function picture(grid: Grid, cells: readonly Cell[]) {
  const groups = JOBS.map(([job]) => {
    const cell = cells.findLast(one => one.job === job)
    const bars = grid.rows.flatMap(row => {
      const cpu = cell && cpuOf(row, cell)
      const strong = [FLOOR, WORKFLOOR, MCPGEN].includes(row.competitor)
      return cpu ? [{ label: row.competitor.name, value: cpu.median, strong }] : []
    })
    return { title: job.name, bars }
  })
  return { file: 'calls.svg', svg: plot('CPU of the server in µs a call (logarithmic)', groups) }
}
