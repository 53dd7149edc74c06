/** Says what has changed on disk, once for what changes together. */
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, sep } from 'node:path'
import { watch as open } from 'chokidar'

export interface Batch {
  /** Files with another text. */
  readonly changed: ReadonlySet<string>
  /** Whether something came, went, or is read by more than the sources. */
  readonly more: boolean
}

export interface Watch {
  /** Watches these files as well. */
  add(files: readonly string[]): void
  close(): Promise<void>
}

export interface WatchOptions {
  readonly root: string
  /** The folder of sources. */
  readonly src: string
  /** The folder of generated files. */
  readonly out: string
  /** At the first sign of a change. */
  onStir(): void
  onChange(batch: Batch): void
}

/** Long enough for what an editor or a formatter writes in one go. */
const TOGETHER_MS = 15

/** What in the root's own folder is more than a source. */
const SETTINGS = /^(?:package\.json|tsconfig.*\.json|mcpgen\.config\.[cm]?[jt]s|.*[-.]lock(?:\.json|\.yaml)?)$/

/** Resolves when everything that changes from now on will be seen. */
export async function watch({ root, src, out, onStir, onChange }: WatchOptions): Promise<Watch> {
  const collect = collector(onChange)
  const isSkipped = (path: string) => path === out || path.startsWith(out + sep) || SKIPPED.has(basename(path))
  const sources = open(src, { ignoreInitial: true, ignored: isSkipped })
  const settings = open(root, {
    ignoreInitial: true,
    depth: 0,
    ignored: path => path !== root && !isSetting(root, path),
  })
  const others = open([], { ignoreInitial: true })
  const all = [sources, settings, others]
  const ready = [sources, settings].map(watcher => new Promise<void>(resolve => watcher.once('ready', resolve)))
  for (const watcher of all) {
    // A folder that is gone, or too many watches for the system: what else there is, is watched still.
    watcher.on('error', error => process.emitWarning(error instanceof Error ? error : String(error)))
    watcher.on('all', (event, path) => {
      if (event === 'addDir') return
      onStir()
      if (event === 'unlinkDir' && path === src) again = comesBack(src, () => sources.add(src) && collect(src, true))
      const isMore = event !== 'change' || watcher === settings
      collect(path, isMore)
      if (event === 'change') lookAgain(path, () => collect(path, isMore))
    })
  }
  let again: NodeJS.Timeout | undefined
  await Promise.all(ready)
  const isWatched = (file: string) => file.startsWith(src + sep) || isSetting(root, file)
  return {
    add: files => void others.add(files.filter(file => !isWatched(file) && !isSkipped(file))),
    async close() {
      clearInterval(again)
      await Promise.all(all.map(watcher => watcher.close()))
    },
  }
}

/** A folder that goes takes its watch with it, and may be back a moment later: with another branch, for instance. */
function comesBack(folder: string, then: () => void): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (!existsSync(folder)) return
    clearInterval(timer)
    then()
  }, BACK_MS)
  return timer
}

const BACK_MS = 100

/** chokidar tells nothing of a change that follows another of the same file within 50 ms: a formatter may be as quick. */
function lookAgain(file: string, then: () => void): void {
  const seen = modifiedAt(file)
  setTimeout(() => {
    if (modifiedAt(file) !== seen) then()
  }, DEAF_MS).unref()
}

/** A little longer, so that what comes later is told. */
const DEAF_MS = 60

function modifiedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}

const SKIPPED = new Set(['node_modules', '.git', '.mcpgen'])

function isSetting(root: string, path: string): boolean {
  return dirname(path) === root && SETTINGS.test(basename(path))
}

function collector(onChange: (batch: Batch) => void): (path: string, more: boolean) => void {
  let changed = new Set<string>()
  let more = false
  let timer: NodeJS.Timeout | undefined
  return (path, isMore) => {
    changed.add(path)
    more ||= isMore
    clearTimeout(timer)
    timer = setTimeout(() => {
      const batch = { changed, more }
      changed = new Set()
      more = false
      onChange(batch)
    }, TOGETHER_MS)
  }
}
