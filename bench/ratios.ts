/**
 * Fails when a request has become dearer by about a third: mcpgen's CPU beside the workfloor's, which runs the same tools by
 * hand and checks nothing. Noise only adds to a figure, so the least of several interleaved rounds counts on both sides, and
 * there are more rounds, up to a limit, while a ratio is too high. Less than a minute; nothing is installed for it.
 *
 *     node scripts/bring.mjs bench/ratios.ts
 */
import { join } from 'node:path'
import { BENCH } from './lib/folders.ts'
import { number, table } from './lib/format.ts'
import { cpuTime } from './lib/process.ts'
import type { Competitor } from './serve/competitors.ts'
import { load } from './serve/load.ts'
import { linkedFolder } from './serve/prepare.ts'
import { pinLoad, type Running, start } from './serve/server.ts'
import { ADD, ECHO, type Job, listJob, SEARCH_JOB, streamJob } from './serve/workload.ts'

const BASE: Competitor = {
  name: 'workfloor',
  era: 'modern',
  command: () => [process.execPath, join(BENCH, 'serve', 'peers', 'workfloor.ts')],
}
const OWN: Competitor = {
  name: 'mcpgen',
  era: 'modern',
  command: () => [process.execPath, 'start.mjs'],
  folder: linkedFolder,
}

/** Of a list of this many, and among as many. */
const TOOLS = 100
const CONNECTIONS = 32
const WARMUP_MS = 1000
const WINDOW_MS = 250
const LEAST_ROUNDS = 5
const MOST_ROUNDS = 30

/** What each costs at most, × workfloor: a quarter above what it was when this was written. */
const LIMITS: readonly (readonly [Job, limit: number])[] = [
  [ADD, 1.25],
  [ECHO, 1.2],
  [SEARCH_JOB, 1.35],
  [streamJob(10), 1.4],
  [listJob(TOOLS), 0.63],
]

interface Figure {
  readonly job: Job
  readonly limit: number
  /** The least of all rounds, in microseconds. */
  own: number
  base: number
}

if (cpuTime(process.pid) === undefined)
  console.log('This system does not say what a process costs: nothing was compared.')
else process.exitCode = await compare()

async function compare(): Promise<number> {
  pinLoad()
  const servers: Running[] = []
  try {
    const base = await start(BASE, TOOLS)
    servers.push(base)
    const own = await start(OWN, TOOLS)
    servers.push(own)
    const figures: Figure[] = LIMITS.map(([job, limit]) => ({ job, limit, own: Infinity, base: Infinity }))
    for (const { job } of figures)
      for (const server of servers) await load(server, { job, connections: CONNECTIONS, milliseconds: WARMUP_MS })
    let round = 0
    while (round < LEAST_ROUNDS || (round < MOST_ROUNDS && figures.some(isTooHigh))) {
      round += 1
      for (const figure of figures) if (round <= LEAST_ROUNDS || isTooHigh(figure)) await measure(figure, base, own)
    }
    return report(figures, round)
  } finally {
    await Promise.all(servers.map(server => server.stop()))
  }
}

async function measure(figure: Figure, base: Running, own: Running): Promise<void> {
  const request = { job: figure.job, connections: CONNECTIONS, milliseconds: WINDOW_MS }
  figure.base = Math.min(figure.base, (await load(base, request)).cpu)
  figure.own = Math.min(figure.own, (await load(own, request)).cpu)
}

function isTooHigh({ own, base, limit }: Figure): boolean {
  return !(own / base <= limit)
}

function report(figures: readonly Figure[], rounds: number): number {
  const rows = figures.map(figure => {
    const { job, limit, own, base } = figure
    return [job.name, number(own), number(own / base), number(limit), isTooHigh(figure) ? 'too much' : 'ok']
  })
  console.log(`The least CPU of ${rounds} rounds:\n\n${table(['', 'µs', '× workfloor', 'at most', ''], rows)}`)
  if (!figures.some(isTooHigh)) return 0
  console.error('\nSomething on the path of a request costs more than it did. docs/performance.md says how to find it.')
  return 1
}
