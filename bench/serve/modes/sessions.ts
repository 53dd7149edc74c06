/** What a session of the legacy era costs a server that keeps it, without a stream and with an open GET stream. */
import { connect as connectSocket, type Socket } from 'node:net'
import { number, table } from '../../lib/format.ts'
import { cpuTime, residentSize } from '../../lib/process.ts'
import { median } from '../../lib/stats.ts'
import type { Competitor } from '../competitors.ts'
import { connect } from '../connection.ts'
import { join, printFailures } from '../print.ts'
import { getStream } from '../request.ts'
import { openSession, type Running, start } from '../server.ts'
import type { Mode, Section, Settings } from '../settings.ts'

interface Cost {
  /** Milliseconds of the server's CPU to open one. */
  readonly cpu: number
  /** Bytes of memory for each, garbage included. */
  readonly memory: number
  /** The same with an open stream besides; NaN where the server gives none. */
  readonly streaming: number
}

/** Enough for the growth that any load brings to weigh little; with the streams below mcpgen's default limit of 10,000. */
const SESSIONS = 5000
const STREAMS = 1000

/** Opening them takes some of the others half a minute. */
const MOST_ROUNDS = 2

export const sessions: Mode = { name: 'sessions', title: 'Sessions', run }

async function run(settings: Settings): Promise<Section> {
  const [count, streams] = settings.quick ? [500, 100] : [SESSIONS, STREAMS]
  const who = settings.competitors.filter(one => one.sessions === true)
  const costs = new Map<string, Cost[]>(who.map(one => [one.name, []]))
  const failures = new Set<string>()
  const rounds = Math.min(settings.rounds, MOST_ROUNDS)
  for (let round = 0; round < rounds; round++)
    for (const one of who) {
      const cost = await measure(one, count, streams).catch(error => void failures.add(`${one.name}: ${error.message}`))
      if (cost) costs.get(one.name)?.push(cost)
    }
  const head = ['', 'CPU ms to open', 'KB each', 'KB each with an open stream']
  const middle = (name: string, figure: keyof Cost) => {
    const values = costs.get(name)?.map(cost => cost[figure]) ?? []
    return values.length > 0 ? median(values) : undefined
  }
  const kilobytes = (bytes: number | undefined) => number(bytes && bytes / 1000)
  const rows = who.map(({ name }) => [
    name,
    number(middle(name, 'cpu')),
    kilobytes(middle(name, 'memory')),
    kilobytes(middle(name, 'streaming')),
  ])
  const note = `Growth of RSS over ${number(count)} sessions, and over ${number(streams)} more that each hold a stream open.`
  return { rounds, text: join([note, table(head, rows), printFailures([...failures])]) }
}

async function measure(competitor: Competitor, count: number, streams: number): Promise<Cost> {
  const server = await start(competitor)
  const open: Socket[] = []
  try {
    // What the first requests load and compile is no session's cost.
    await openSessions(server, 100)
    const [cpu, memory] = [cpuTime(server.pid), residentSize(server.pid)]
    await openSessions(server, count)
    const [cpuThen, memoryThen] = [cpuTime(server.pid), residentSize(server.pid)]
    const given = await openStreams(server, streams, open)
    const memoryLast = given ? residentSize(server.pid) : undefined
    return {
      cpu: ((cpuThen ?? Number.NaN) - (cpu ?? Number.NaN)) / count / 1000,
      memory: ((memoryThen ?? Number.NaN) - (memory ?? Number.NaN)) / count,
      streaming: ((memoryLast ?? Number.NaN) - (memoryThen ?? Number.NaN)) / streams,
    }
  } finally {
    for (const socket of open) socket.destroy()
    await server.stop()
  }
}

async function openSessions({ port }: Running, count: number): Promise<string[]> {
  const connection = await connect(port)
  const ids: string[] = []
  for (let index = 0; index < count; index++) ids.push(await openSession(connection))
  connection.close()
  return ids
}

async function openStreams(server: Running, count: number, open: Socket[]): Promise<boolean> {
  try {
    for (const session of await openSessions(server, count)) open.push(await openStream(server.port, session))
    return true
  } catch (error) {
    console.error(`${server.competitor.name}: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

/** Resolves when the head of the answer is there. */
async function openStream(port: number, session: string): Promise<Socket> {
  const socket = connectSocket({ port, host: '127.0.0.1' })
  const answered = Promise.withResolvers<void>()
  socket.once('error', answered.reject)
  socket.once('data', data => {
    const head = data.toString('latin1')
    if (/^HTTP\/1\.1 200/.test(head)) answered.resolve()
    else answered.reject(new Error(`No stream was opened: ${head.slice(0, 300)}`))
  })
  socket.write(getStream(session))
  await answered.promise
  return socket
}
