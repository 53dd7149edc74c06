/** `mcpgen start`: serves what was built, over HTTP or standard input and output. */
import type { Application } from '@mcpgen/runtime'
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

/**
 * Resolves once the server listens, or, on stdio, at the end of input. The application ends itself on SIGINT and SIGTERM.
 *
 * @throws {CommandError} when it cannot listen, or with `--eager` cannot load.
 */
export async function start(options: StartOptions): Promise<void> {
  const app = await loadApplication(options.project)
  await (options.stdio ? serveStdio(app, options) : serveHttp(app, options))
}

/** Modules are loaded at the first call, or beside it: a client on stdio waits for its answers alone. */
async function serveStdio(app: Application, { eager }: StartOptions): Promise<void> {
  await Promise.all([app.stdio(), eager ? load(app) : undefined])
}

async function serveHttp(app: Application, { stdio: _, project: __, eager, ...options }: StartOptions): Promise<void> {
  if (eager) await load(app)
  const { url } = await app.listen(options).catch((cause: unknown) => {
    throw new CommandError(messageOf(cause), { cause })
  })
  process.stderr.write(`${app.name} ${app.version}   ${url}\n`)
}

/** Loads every module; the error says which declaration could not be, and why. */
async function load(app: Application): Promise<void> {
  await app.load().catch((error: unknown) => {
    const reason = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : ''
    throw new CommandError(messageOf(error) + reason, { cause: error })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
