/** A closed loop: each connection sends the next request when it has the answer to the last and has checked it. */
import { cpuTime } from '../lib/process.ts'
import { quantile } from '../lib/stats.ts'
import { connect } from './connection.ts'
import { createRequest } from './request.ts'
import type { Running } from './server.ts'
import type { Job } from './workload.ts'

export interface Sample {
  readonly requests: number
  /** Microseconds of the server's CPU a request. */
  readonly cpu: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

export interface Load {
  readonly job: Job
  readonly connections: number
  readonly milliseconds: number
}

/** @throws {Error} for the first wrong answer. */
export async function load(server: Running, { job, connections, milliseconds }: Load): Promise<Sample> {
  const open = await Promise.all(Array.from({ length: connections }, () => connect(server.port)))
  const times: number[] = []
  const cpuBefore = cpuTime(server.pid)
  const started = performance.now()
  const until = started + milliseconds
  await Promise.all(
    open.map(async (connection, lane) => {
      const request = createRequest(job, server.dialect, lane)
      for (let now = performance.now(); now < until; ) {
        request.check(await connection.send(request.next()))
        const then = now
        now = performance.now()
        times.push(now - then)
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  const cpu = (cpuTime(server.pid) ?? Number.NaN) - (cpuBefore ?? Number.NaN)
  for (const connection of open) connection.close()
  const requests = times.length
  return {
    requests,
    cpu: cpu / requests,
    perSecond: requests / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }
}
