/** `mcpgen start`: serves what was built, over HTTP or standard input and output. */
import type { Application, ListenOptions } from '@mcpgen/runtime'
import { CommandError } from '../errors.ts'
import { loadApplication } from '../project/application.ts'

export interface StartOptions {
  readonly stdio?: true
  readonly host?: string
  readonly port?: number
  readonly eager?: true
  readonly unsafePublic?: true
  readonly project?: string
}

/** Resolves once the server has stopped. */
export async function start(options: StartOptions): Promise<number> {
  if (options.stdio) keepStdoutClean()
  const app = await loadApplication(options.project)
  const stopped = stopOnSignal(app)
  if (options.stdio) return serveStdio(app, options, stopped)
  const { stdio: _, project: __, ...listen } = options
  const { url } = await app.listen(listen).catch((error: unknown) => refuse(error, listen))
  process.stderr.write(`${app.name} ${app.version}   ${url}\n`)
  return stopped
}

async function serveStdio(app: Application, { eager }: StartOptions, stopped: Promise<number>): Promise<number> {
  if (eager) await app.load().catch((error: unknown) => refuse(error, {}))
  return Promise.race([app.stdio().then(() => app.close().then(() => 0)), stopped])
}

/** On stdio the protocol owns standard output: what the user's code prints goes to standard error. */
function keepStdoutClean(): void {
  for (const method of ['log', 'info', 'debug', 'dir', 'table'] as const) {
    console[method] = (...values: unknown[]) => console.error(...values)
  }
}

/** The first signal lets running calls end; a second one ends the process at once. */
function stopOnSignal(app: Application): Promise<number> {
  return new Promise((resolve, reject) => {
    let stopping = false
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(code)
        stopping = true
        app.close().then(() => resolve(0), reject)
      })
    }
  })
}

const REASONS: Readonly<Record<string, (where: string) => [message: string, help: string]>> = {
  EADDRINUSE: where => [`${where} is in use`, 'stop what listens there, or choose another with --port'],
  EACCES: where => [`${where} may not be listened on by this user`, 'choose a port from 1024 on with --port'],
  ENOTFOUND: where => [`${where} is not an address of this machine`, 'choose another with --host'],
  EADDRNOTAVAIL: where => [`${where} is not an address of this machine`, 'choose another with --host'],
}

function refuse(error: unknown, { host }: ListenOptions): never {
  const { code = '', port, message } = error as { code?: string; port?: number; message: string }
  const where = port === undefined ? (host ?? 'the address') : `port ${port}${host === undefined ? '' : ` of ${host}`}`
  const [said, help] = REASONS[code]?.(where) ?? [message, undefined]
  throw new CommandError(said, { ...(help !== undefined && { help }), cause: error })
}
