/** From the start of the process to the first right answer. */
import { setTimeout as wait } from 'node:timers/promises'
import { megabytes, number, ratio, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import { cpuTime, residentSize } from '../../lib/process.ts'
import { median, pairedRatio } from '../../lib/stats.ts'
import { type Competitor, FLOOR, MCPGEN, MCPGEN_COMPILED } from '../competitors.ts'
import { type Connection, connect } from '../connection.ts'
import { join, printFailures } from '../print.ts'
import { createRequest } from '../request.ts'
import { freePort, launch, stop } from '../server.ts'
import { type Mode, type Section, type Settings, variants } from '../settings.ts'
import { ADD } from '../workload.ts'

interface Start {
  /** Milliseconds. */
  readonly wall: number
  readonly cpu: number
  /** Bytes. */
  readonly memory: number
}

/** By number of tools and name, one a round. */
type Starts = ReadonlyMap<number, ReadonlyMap<string, Start[]>>

export const start: Mode = { name: 'start', title: 'Cold start', run }

async function run(settings: Settings): Promise<Section> {
  const counts = variants(settings, [4, 1000]).map(count => (settings.quick ? Math.min(count, 100) : count))
  const who = settings.competitors
    .filter(one => one.sessions === undefined)
    .flatMap(one => (one === MCPGEN ? [MCPGEN_COMPILED, MCPGEN] : [one]))
  const starts: Starts = new Map(counts.map(count => [count, new Map(who.map(one => [one.name, []]))]))
  const failures = new Set<string>()
  for (let round = 0; round <= settings.rounds; round++)
    for (const count of counts)
      for (const one of who) {
        const sample = await startOnce(one, count).catch(error => void failures.add(`${one.name}: ${error.message}`))
        // The first round reads from a cold disk.
        if (sample && round > 0) starts.get(count)?.get(one.name)?.push(sample)
      }
  const tables = counts.map(count => join([`With ${number(count)} tools:`, print(starts, count)]))
  return { text: join([...tables, goals(starts, counts), printFailures([...failures])]) }
}

async function startOnce(competitor: Competitor, tools: number): Promise<Start> {
  const port = await freePort()
  const started = performance.now()
  const child = launch(competitor, port, tools)
  try {
    const connection = await connectWhenOpen(port, started + 60_000)
    const request = createRequest(ADD, { era: competitor.era })
    request.check(await connection.send(request.next()))
    const wall = performance.now() - started
    const pid = child.pid ?? 0
    connection.close()
    return { wall, cpu: (cpuTime(pid) ?? Number.NaN) / 1000, memory: residentSize(pid) ?? Number.NaN }
  } finally {
    await stop(child)
  }
}

async function connectWhenOpen(port: number, until: number): Promise<Connection> {
  for (;;) {
    try {
      return await connect(port)
    } catch (error) {
      if (performance.now() > until) throw error
      await wait(1)
    }
  }
}

function print(starts: Starts, count: number): string {
  const of = starts.get(count) ?? new Map<string, Start[]>()
  const base = of.get(FLOOR.name)?.map(one => one.wall) ?? []
  const rows = [...of].flatMap(([name, samples]) => {
    if (samples.length === 0) return []
    const share =
      base.length === samples.length
        ? ratio(
            pairedRatio(
              samples.map(one => one.wall),
              base,
            ),
          )
        : '–'
    const middle = (figure: keyof Start) => median(samples.map(one => one[figure]))
    return [[name, number(middle('wall')), share, number(middle('cpu')), megabytes(middle('memory'))]]
  })
  return table(['', 'ms', `× ${FLOOR.name}`, 'CPU ms', 'RSS then, MB'], rows)
}

function goals(starts: Starts, counts: readonly number[]): string {
  const wall = (name: string, count: number | undefined) => {
    const samples = starts.get(count ?? 0)?.get(name) ?? []
    return samples.length > 0 ? median(samples.map(one => one.wall)) : Number.NaN
  }
  /** Of the same round, as in the table. */
  const paired = (name: string, count: number | undefined) => {
    const of = (who: string) => (starts.get(count ?? 0)?.get(who) ?? []).map(one => one.wall)
    return of(name).length === of(FLOOR.name).length ? pairedRatio(of(name), of(FLOOR.name)).median : Number.NaN
  }
  const [few, most] = [counts.at(0), counts.at(-1)]
  const { name } = MCPGEN_COMPILED
  if (Number.isNaN(wall(name, few))) return ''
  const memory =
    starts
      .get(few ?? 0)
      ?.get(name)
      ?.map(one => one.memory / 1_000_000) ?? []
  return printGoals([
    { what: 'compiled × floor', atMost: 0.75, measured: paired(name, few) },
    { what: 'compiled, with most tools × with few', atMost: 1.3, measured: wall(name, most) / wall(name, few) },
    { what: 'compiled, RSS with few, MB', atMost: 60, measured: median(memory) },
  ])
}
