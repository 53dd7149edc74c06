/** From the start of the process to the first right answer. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { megabytes, number, ratio, table } from '../../lib/format.ts'
import { printGoals } from '../../lib/goals.ts'
import { cpuTime, privateSize, residentSize } from '../../lib/process.ts'
import { median, pairedRatio } from '../../lib/stats.ts'
import { type Competitor, FLOOR, MCPGEN, MCPGEN_SOURCES } from '../competitors.ts'
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
  /** Bytes; `own` are those that are no pages of Node's own program. */
  readonly memory: number
  readonly own: number
}

/** By number of tools and name, one a round. */
type Starts = ReadonlyMap<number, ReadonlyMap<string, Start[]>>

export const start: Mode = { name: 'start', title: 'Cold start', run }

async function run(settings: Settings): Promise<Section> {
  const counts = variants(settings, [4, 1000]).map(count => (settings.quick ? Math.min(count, 100) : count))
  const who = settings.competitors
    .filter(one => one.sessions === undefined)
    .flatMap(one => (one === MCPGEN ? [MCPGEN, MCPGEN_SOURCES] : [one]))
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
  return { text: join([...tables, await printEmptyNode(), goals(starts, counts), printFailures([...failures])]) }
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
    const cpu = (cpuTime(pid) ?? Number.NaN) / 1000
    return { wall, cpu, memory: residentSize(pid) ?? Number.NaN, own: privateSize(pid) ?? Number.NaN }
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
  const rows = [...of].flatMap(([name, samples]) => {
    if (samples.length === 0) return []
    const middle = (figure: keyof Start) => median(samples.map(one => one[figure]))
    const share = (figure: keyof Start) => printShare(samples, of.get(FLOOR.name) ?? [], figure)
    return [
      [
        name,
        number(middle('wall')),
        share('wall'),
        number(middle('cpu')),
        share('cpu'),
        megabytes(middle('memory')),
        megabytes(middle('own')),
      ],
    ]
  })
  return table(['', 'ms', `× ${FLOOR.name}`, 'CPU ms', `× ${FLOOR.name}`, 'RSS then, MB', 'of it private, MB'], rows)
}

function printShare(samples: readonly Start[], base: readonly Start[], figure: keyof Start): string {
  if (base.length !== samples.length) return '–'
  const [values, bases] = [samples, base].map(starts => starts.map(one => one[figure]))
  return ratio(pairedRatio(values ?? [], bases ?? []))
}

/** What no server can be below: the pages of Node's program that the system maps count as every process's own. */
async function printEmptyNode(): Promise<string> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' })
  await wait(500)
  const sizes = [residentSize(child.pid ?? 0), privateSize(child.pid ?? 0)].map(megabytes)
  await stop(child)
  return `A Node that does nothing has an RSS of ${sizes.join(' MB here, of it private ')} MB.`
}

function goals(starts: Starts, counts: readonly number[]): string {
  const wall = (name: string, count: number | undefined) => {
    const samples = starts.get(count ?? 0)?.get(name) ?? []
    return samples.length > 0 ? median(samples.map(one => one.wall)) : Number.NaN
  }
  /** Of the same round, as in the table. */
  const paired = (name: string, count: number | undefined, figure: keyof Start = 'wall') => {
    const of = (who: string) => (starts.get(count ?? 0)?.get(who) ?? []).map(one => one[figure])
    return of(name).length === of(FLOOR.name).length ? pairedRatio(of(name), of(FLOOR.name)).median : Number.NaN
  }
  const [few, most] = [counts.at(0), counts.at(-1)]
  const { name } = MCPGEN
  if (Number.isNaN(wall(name, few))) return ''
  const memory =
    starts
      .get(few ?? 0)
      ?.get(name)
      ?.map(one => one.memory / 1_000_000) ?? []
  return printGoals([
    { what: 'with few × floor', atMost: 0.75, measured: paired(name, few) },
    { what: 'with most tools × with few', atMost: 1.3, measured: wall(name, most) / wall(name, few) },
    { what: 'RSS with few, MB', atMost: 60, measured: median(memory) },
    { what: 'RSS with few × floor', atMost: 0.95, measured: paired(name, few, 'memory') },
  ])
}
