/** Several servers under several loads, in interleaved rounds. */
import { setTimeout as wait } from 'node:timers/promises'
import { cpuTime, residentSize } from '../lib/process.ts'
import { median, pairedRatio, type Ratio } from '../lib/stats.ts'
import type { Competitor } from './competitors.ts'
import { type Load, load, type Sample } from './load.ts'
import { type Running, start } from './server.ts'
import type { Settings } from './settings.ts'
import type { Job } from './workload.ts'

export interface Cell {
  readonly job: Job
  readonly connections: number
}

export interface GridOptions {
  readonly cells: readonly Cell[]
  /** How many tools each server has; default the four. */
  readonly tools?: number
  /** Who takes part; default all. */
  readonly who?: readonly Competitor[]
}

export interface Grid {
  readonly rows: readonly Row[]
  /** Why a competitor is not among the rows, or has no samples for a cell. */
  readonly failures: readonly string[]
}

export interface Row {
  readonly competitor: Competitor
  /** By cell, one a round. */
  readonly samples: ReadonlyMap<Cell, readonly Sample[]>
  /** Bytes before and after the load. */
  readonly memory: readonly [idle: number | undefined, after: number | undefined]
}

interface Seat {
  readonly server: Running
  readonly samples: Map<Cell, Sample[]>
  readonly idle: number | undefined
}

export async function measureGrid(settings: Settings, options: GridOptions): Promise<Grid> {
  const failures: string[] = []
  const seats: Seat[] = []
  const warmup = Math.max(settings.window, settings.warmup / options.cells.length)
  const time = (round: number) => (round === 0 ? warmup : settings.window)
  try {
    for (const competitor of options.who ?? settings.competitors)
      await takeSeat(competitor, options, { seats, failures })
    for (let round = 0; round <= settings.rounds; round++)
      for (const cell of options.cells)
        for (const seat of seats) await sampleSeat(seat, { cell, round, milliseconds: time(round), failures })
    const rows = seats.map(({ server, samples, idle }) => ({
      competitor: server.competitor,
      samples,
      memory: [idle, residentSize(server.pid)] as const,
    }))
    return { rows, failures }
  } finally {
    await Promise.all(seats.map(seat => seat.server.stop()))
  }
}

async function takeSeat(
  competitor: Competitor,
  { cells, tools = 0 }: GridOptions,
  { seats, failures }: { seats: Seat[]; failures: string[] },
): Promise<void> {
  try {
    const server = await start(competitor, tools)
    await quiet(server.pid)
    const samples = new Map<Cell, Sample[]>(cells.map(cell => [cell, []]))
    seats.push({ server, samples, idle: residentSize(server.pid) })
  } catch (error) {
    failures.push(said(competitor.name, error))
  }
}

/** What a server loads behind its listener, such as the modules of thousands of tools, is no request's cost. */
async function quiet(pid: number): Promise<void> {
  const until = performance.now() + 60_000
  for (let before = cpuTime(pid) ?? 0; performance.now() < until; ) {
    await wait(150)
    const now = cpuTime(pid) ?? 0
    if (now - before < 5000) return
    before = now
  }
}

/** Round 0 warms up and is not kept. A cell that failed once is left out from then on. */
async function sampleSeat(
  { server, samples }: Seat,
  { cell, round, milliseconds, failures }: { cell: Cell; round: number; milliseconds: number; failures: string[] },
): Promise<void> {
  const kept = samples.get(cell)
  if (kept === undefined) return
  const request: Load = { ...cell, milliseconds }
  try {
    const sample = await load(server, request)
    if (round > 0) kept.push(sample)
    console.error(
      `${round === 0 ? 'warm-up' : `round ${round}`}, ${cell.job.name} x ${cell.connections}, ${server.competitor.name}: ${sample.cpu.toFixed(1)} us`,
    )
  } catch (error) {
    samples.delete(cell)
    failures.push(said(`${server.competitor.name}, ${cell.job.name}`, error))
  }
}

function said(what: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return `${what}: ${text.split('\n').slice(0, 3).join(' ').slice(0, 300)}`
}

/** The server's CPU a request: median and least of all rounds, in microseconds. */
export function cpuOf(row: Row, cell: Cell): { median: number; best: number } | undefined {
  const values = row.samples.get(cell)?.map(sample => sample.cpu) ?? []
  return values.length > 0 ? { median: median(values), best: Math.min(...values) } : undefined
}

/** Round by round, the row's figure by that of another. */
export function ratioOf(row: Row, base: Row | undefined, cell: Cell, figure: keyof Sample = 'cpu'): Ratio | undefined {
  const values = row.samples.get(cell)?.map(sample => sample[figure]) ?? []
  const bases = base?.samples.get(cell)?.map(sample => sample[figure]) ?? []
  return values.length > 0 && values.length === bases.length ? pairedRatio(values, bases) : undefined
}

export function rowOf(grid: Grid, name: string): Row | undefined {
  return grid.rows.find(row => row.competitor.name === name)
}
