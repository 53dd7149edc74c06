/** Starts a server in a process of its own, on a core of its own where that can be said. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import type { Competitor } from './competitors.ts'
import { type Connection, connect } from './connection.ts'
import { type Dialect, post } from './request.ts'

export interface Running {
  readonly competitor: Competitor
  readonly pid: number
  readonly port: number
  readonly dialect: Dialect
  stop(): Promise<void>
}

const SERVER_CORE = '0'
const LOAD_CORE = '1'
/** A container may have other cores than the first two. */
const PINNED =
  availableParallelism() > 1 &&
  [SERVER_CORE, LOAD_CORE].every(core => spawnSync('taskset', ['-c', core, process.execPath, '-v']).status === 0)

/** Keeps this process, which makes the load, off the servers' core. */
export function pinLoad(): boolean {
  if (PINNED) spawnSync('taskset', ['-cp', LOAD_CORE, String(process.pid)])
  return PINNED
}

/** Starts the process and does not wait for it. */
export function launch(competitor: Competitor, port: number, tools: number): ChildProcess {
  const [program = '', ...args] = [...(PINNED ? ['taskset', '-c', SERVER_CORE] : []), ...competitor.command(tools)]
  const env = { ...process.env, PORT: String(port), TOOLS: String(tools), NODE_ENV: 'production' }
  return spawn(program, args, { cwd: competitor.folder?.(tools), env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/**
 * Starts a server and waits until it says `ready`.
 *
 * @throws {Error} with what it wrote instead.
 */
export async function start(competitor: Competitor, tools = 0): Promise<Running> {
  const port = await freePort()
  const child = launch(competitor, port, tools)
  await saysReady(child, competitor.name)
  const pid = child.pid ?? 0
  const session = competitor.sessions ? await openFirstSession(port) : undefined
  const token = competitor.token?.()
  const dialect = { era: competitor.era, ...(session && { session }), ...(token && { token }) }
  return { competitor, pid, port, dialect, stop: () => stop(child) }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  const closed = once(probe, 'close')
  probe.close()
  await closed
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

async function saysReady(child: ChildProcess, name: string): Promise<void> {
  let said = ''
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => {
      if (said.length < 10_000) said += chunk
      if (/^ready$/m.test(said)) ready.resolve()
    })
  child.once('error', ready.reject)
  child.once('exit', () => ready.reject(new Error(`${name} did not start:\n${said}`)))
  const late = setTimeout(() => ready.reject(new Error(`${name} did not start within a minute:\n${said}`)), 60_000)
  await ready.promise.finally(() => clearTimeout(late))
}

/** The handshake of the legacy era; the id of the session that it opens. */
export async function openSession(connection: Connection): Promise<string> {
  const clientInfo = { name: 'bench', version: '1.0.0' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  const { head } = await connection.send(post({ id: 1, method: 'initialize', params }, { era: 'legacy' }))
  const session = /\nmcp-session-id: *(\S+)/i.exec(head)?.[1]
  if (session === undefined) throw new Error(`No session was opened: ${head}`)
  await connection.send(post({ method: 'notifications/initialized' }, { era: 'legacy', session }))
  return session
}

async function openFirstSession(port: number): Promise<string> {
  const connection = await connect(port)
  const session = await openSession(connection)
  connection.close()
  return session
}
