/** `mcpgen dev`: builds and serves, and does both again at every change, behind the same address. */
import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Build, type Builder, openBuilder } from '@mcpgen/compiler/build'
import { openStage, type Play } from '../dev/stage.ts'
import { type Batch, type Watch, watch } from '../dev/watch.ts'
import { CommandError } from '../errors.ts'
import { reportFailure } from '../failure.ts'
import { spareMemory, spendMemory } from '../project/memory.ts'
import { type PlaceOptions, placeOf } from '../project/place.ts'
import { shown } from '../project/root.ts'
import { registerTypeScript } from '../project/typescript.ts'
import { contents, hasErrors, reportOf } from '../render/build.ts'
import { paintFor } from '../render/paint.ts'
import { renderText, tally } from '../render/text.ts'
import { createNews } from '../render/type-errors.ts'

export interface DevOptions extends PlaceOptions {
  readonly port?: number
}

interface Project {
  readonly root: string
  readonly port: number | undefined
  readonly builder: Builder
  /** Files with another text than the application on show was made of. */
  readonly pending: Set<string>
  /** What is watched already of what stands outside of the sources. */
  readonly strange: Set<string>
  readonly news: ReturnType<typeof createNews>
  /** Ends the search for type errors in the last build. */
  looking: AbortController
  /** Since there has been something to serve. */
  play?: Play
  url?: string
  /** Whether the sources, as they are now, could not be served. */
  broken: boolean
  watched: boolean
  /** When its modules began to load, as files are dated. */
  loadedAt: number
}

/** Resolves when the server is closed, after SIGINT or SIGTERM. */
export async function dev(src: string | undefined, options: DevOptions): Promise<void> {
  const { port, ...where } = options
  const place = placeOf(src, where)
  const ended = untilSignal()
  await registerTypeScript()
  const builder = openBuilder({ ...place, typeErrors: true }, { again: true, loaded: spareMemory })
  const project: Project = { root: place.root, port, builder, ...initialState() }
  const first = await round(project, { changed: new Set(), more: false })
  const watching = await watchProject(project, first)
  project.watched = true
  spendMemory()
  announce(project)
  await ended
  project.looking.abort()
  await watching.close()
  await project.play?.stage.close()
  // Then the next build finds that nothing has changed.
  await builder.typeErrors(AbortSignal.timeout(MOMENT_MS))
  builder.keep()
}

const initialState = () => ({
  pending: new Set<string>(),
  strange: new Set<string>(),
  news: createNews(),
  looking: new AbortController(),
  broken: false,
  watched: false,
  loadedAt: 0,
})

async function watchProject(project: Project, { src, out }: Build): Promise<Watch> {
  const [sources, generated] = [join(project.root, src), join(project.root, out)]
  let last: Promise<unknown> = Promise.resolve()
  const again = (batch: Batch) => {
    last = last
      .then(() => round(project, batch))
      .then(() => watching.add(strangers(project)))
      .catch(reportFailure)
  }
  // Whoever has saved a file waits for it.
  const onStir = () => project.looking.abort()
  const watching = await watch({ root: project.root, src: sources, out: generated, onStir, onChange: again })
  // What changed before the watch was ready has not been seen.
  const missed = project.play?.modules.writtenSince(project.loadedAt).filter(file => !file.startsWith(generated + sep))
  again({ changed: new Set(missed), more: true })
  await last
  return watching
}

/** What stands outside of the sources: packages of the same workspace, a shared tsconfig, modules that were compiled. */
function strangers({ builder, play, strange }: Project): string[] {
  const files = new Set([...builder.asked().files, ...(play?.modules.files() ?? [])])
  const found = [...files].filter(file => !strange.has(file) && !file.includes('/node_modules/') && existsSync(file))
  for (const file of found) strange.add(file)
  return found
}

/** Builds; where that succeeds, serves what has come of it. Then there is time for what TypeScript says. */
async function round(project: Project, batch: Batch): Promise<Build> {
  project.looking.abort()
  project.looking = new AbortController()
  const build = await buildAndServe(project, batch)
  lookForTypeErrors(project, project.looking.signal).catch(reportFailure)
  return build
}

/** What may be waited for when all has ended. */
const MOMENT_MS = 500

/** By then whoever waited for the new code has it. */
const REST_MS = 100

async function lookForTypeErrors(project: Project, signal: AbortSignal): Promise<void> {
  await delay(REST_MS)
  const build = signal.aborted ? undefined : await project.builder.typeErrors(signal)
  if (build === undefined) return
  const { fresh, summary } = project.news(build)
  if (summary !== '') print(`${findings(project, { ...build, diagnostics: fresh })}${summary}\n`)
}

async function buildAndServe(project: Project, { changed, more }: Batch): Promise<Build> {
  const started = performance.now()
  const { builder, pending } = project
  for (const file of changed) pending.add(file)
  builder.changed(more ? undefined : [...changed].map(file => file.split(sep).join('/')))
  const build = await builder.build()
  if (hasErrors(build.diagnostics)) {
    project.broken = true
    print(findings(project, build) + standing(project, tally(build.diagnostics)))
    return build
  }
  for (const { path } of build.changes) pending.add(join(project.root, build.out, path))
  const isLoaded = (file: string) => project.play?.modules.has(file) ?? true
  const isNews = project.broken || build.changes.length > 0 || [...pending].some(isLoaded)
  if (isNews || project.url === undefined) await serve(project, build, started)
  return build
}

async function serve(project: Project, build: Build, started: number): Promise<void> {
  const play = project.play ?? (await openStage(join(project.root, build.out)))
  project.play = play
  play.modules.changed(project.pending)
  project.pending.clear()
  project.loadedAt = Date.now() - CLOCK_MS
  try {
    await play.show()
  } catch (error) {
    project.broken = true
    return print(`${failure(error)}\n${standing(project, 'The application cannot be loaded')}`)
  }
  const mended = project.broken && project.url !== undefined
  project.broken = false
  const milliseconds = Math.round(performance.now() - started)
  print(`${findings(project, build)}${mended ? 'Mended. ' : ''}${contents(build)}   ${milliseconds} ms\n`)
  if (project.url === undefined) await listen(project, play)
}

/** By so much the system's dates of files may be behind. */
const CLOCK_MS = 10

async function listen(project: Project, { stage }: Play): Promise<void> {
  const { url } = await stage.listen(project.port).catch((cause: Error) => {
    throw new CommandError(cause.message, { cause })
  })
  project.url = url
  announce(project)
}

/** When both are true: what is said is taken at its word. */
function announce({ url, watched }: Project): void {
  if (url !== undefined && watched) print(`Serving ${url} and watching for changes. Ctrl-C ends it.\n`)
}

function findings({ root }: Project, build: Pick<Build, 'diagnostics' | 'sources'>): string {
  const paint = paintFor(process.stdout)
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined
  const report = reportOf(build, file => shown(join(root, file)))
  return renderText(report, { paint, ...(columns !== undefined && { columns }) })
}

function standing({ url }: Project, what: string): string {
  const meanwhile = url === undefined ? 'Nothing is served yet.' : 'The last good build is served on.'
  return `${paintFor(process.stdout)('strong', what)}. ${meanwhile}\n`
}

/** What a module threw while it was loaded is the author's, so its stack is shown. */
function failure(error: unknown): string {
  const { cause = error, message } = error instanceof Error ? error : { message: String(error) }
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  return `${paintFor(process.stdout)('error', 'error:')} ${cause === error ? text : `${message}\n${text}`}\n`
}

function print(text: string): void {
  process.stdout.write(text)
}

function untilSignal(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
