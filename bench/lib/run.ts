/** Runs a command to its end and says what it cost. */
import { spawn } from 'node:child_process'
import { endedChildrenCpuTime, peakResidentSize } from './process.ts'

export interface Cost {
  /** Milliseconds from start to end. */
  readonly wall: number
  /** Milliseconds, of the command and all it started. */
  readonly cpu: number | undefined
  /** Bytes, of the largest process. */
  readonly peak: number | undefined
}

export interface Run extends Cost {
  readonly status: number | null
  readonly output: string
}

const LOOK_EVERY = 15

/** One at a time: CPU is what all ended children of this process used. */
export async function run(command: readonly string[], cwd: string): Promise<Run> {
  const [program = '', ...args] = command
  const cpuBefore = endedChildrenCpuTime()
  const started = performance.now()
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let peak: number | undefined
  const look = setInterval(() => {
    peak = Math.max(peak ?? 0, peakResidentSize(child.pid ?? 0) ?? 0) || undefined
  }, LOOK_EVERY)
  const parts: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => parts.push(part))
  const ended = Promise.withResolvers<number | null>()
  child.on('error', ended.reject)
  child.on('close', ended.resolve)
  const status = await ended.promise.finally(() => clearInterval(look))
  const cpuAfter = endedChildrenCpuTime()
  const cpu = cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000
  return { wall: performance.now() - started, cpu, peak, status, output: Buffer.concat(parts).toString('utf8') }
}
