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
  await (options.stdio ? serveStdio(app, options) : serveHttp(app, options)).catch((cause: unknown) => {
    throw new CommandError(cause instanceof Error ? cause.message : String(cause), { cause })
  })
}

/** On stdio a client waits for nothing but its answers: modules are loaded at the first call, or beside it. */
async function serveStdio(app: Application, { eager }: StartOptions): Promise<void> {
  await Promise.all([app.stdio(), eager ? app.load() : undefined])
}

async function serveHttp(app: Application, { stdio: _, project: __, ...options }: StartOptions): Promise<void> {
  const { url } = await app.listen(options)
  process.stderr.write(`${app.name} ${app.version}   ${url}\n`)
}
