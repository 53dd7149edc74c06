/** Loads the project's modules anew when they have changed, or something that they import, near or far. */
import { readFileSync, statSync } from 'node:fs'
import { createRequire, type LoadFnOutput, registerHooks } from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface Modules {
  /** Imports a module as it is now; what has not changed stays the module that it was. */
  import(file: string): Promise<unknown>
  /** Whether a file has been loaded. */
  has(file: string): boolean
  /** All of them. */
  files(): string[]
  /** The loaded files that were written after a time, in milliseconds of the clock. */
  writtenSince(time: number): string[]
  /** The next import loads these files again, and all that import them. */
  changed(files: Iterable<string>): void
}

/**
 * A module's URL is its identity to Node: a changed one gets a new URL, by a number behind it.
 *
 * @param generated The folder of generated modules, which are JavaScript already.
 */
export function trackModules(generated: string): Modules {
  const versions = new Map<string, number>()
  const importers = new Map<string, Set<string>>()
  /** Files with an import that led nowhere: it may lead somewhere next time. */
  const broken = new Set<string>()
  const { cache } = createRequire(import.meta.url)
  const { load, forget } = createLoads()
  let last = 0

  const renew = (file: string): void => {
    versions.set(file, ++last)
    forget(file)
    delete cache[file]
  }

  registerHooks({
    resolve(specifier, context, next) {
      const from = fileOf(context.parentURL)
      const found = attempt(
        () => next(specifier, context),
        () => from && broken.add(from),
      )
      const file = fileOf(found.url)
      if (file === undefined) return found
      if (from !== undefined && from !== import.meta.filename)
        importers.set(file, (importers.get(file) ?? new Set()).add(from))
      const version = versions.get(file)
      if (version === undefined) versions.set(file, 0)
      return version && !context.conditions.includes('require')
        ? { ...found, url: withVersion(found.url, version) }
        : found
    },
    load: (url, context, next) => sourceOf(generated, url) ?? next(url, context),
  })

  return {
    import: load,
    has: file => versions.has(file),
    files: () => [...versions.keys()],
    writtenSince: time => [...versions.keys()].filter(file => (statSync(file, QUIET)?.mtimeMs ?? 0) >= time),
    changed(files) {
      const renewed = new Set([...files, ...broken].filter(file => versions.has(file)))
      broken.clear()
      for (const file of renewed) {
        renew(file)
        for (const importer of importers.get(file) ?? []) renewed.add(importer)
      }
    },
  }
}

/** Node would look for a module again at each import of it. */
function createLoads() {
  const loaded = new Map<string, Promise<unknown>>()
  return {
    load(file: string): Promise<unknown> {
      const known = loaded.get(file)
      if (known !== undefined) return known
      const module = import(pathToFileURL(file).href)
      loaded.set(file, module)
      module.catch(() => loaded.delete(file))
      return module
    },
    forget: (file: string) => void loaded.delete(file),
  }
}

/** A generated module's text: what loads TypeScript would look through it all the same, and write a source map. */
function sourceOf(generated: string, url: string): LoadFnOutput | undefined {
  const file = fileOf(url)
  if (!file?.startsWith(generated + sep) || !file.endsWith('.mjs')) return undefined
  return { format: 'module', source: readFileSync(file, 'utf8'), shortCircuit: true }
}

const QUIET = { throwIfNoEntry: false } as const

/** The path of a module that may change: a file outside of `node_modules`. */
function fileOf(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:') || url.includes('/node_modules/')) return undefined
  return fileURLToPath(url.replace(/[?#].*$/, ''))
}

function withVersion(href: string, version: number): string {
  const url = new URL(href)
  url.searchParams.set('v', String(version))
  return url.href
}

function attempt<T>(action: () => T, failed: () => unknown): T {
  try {
    return action()
  } catch (error) {
    failed()
    throw error
  }
}
