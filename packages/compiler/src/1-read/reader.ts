/** The state of one reading: the checker, where findings go, and how a node becomes a span. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ts } from 'ts-morph'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'

export interface Reader {
  /** Absolute, with `/`. */
  readonly root: string
  readonly program: ts.Program
  readonly checker: ts.TypeChecker
  readonly allowedTags: ReadonlySet<string>
  /** Keeps a finding, once for each code and place. */
  report(diagnostic: Diagnostic): void
  /** Finds the place of a node, or of offsets in its file. */
  span(node: ts.Node, range?: { readonly start: number; readonly end: number }): Span
  /** A file's path as spans write it. */
  pathOf(file: ts.SourceFile): string
  /** Whether a file is the user's to change: below the root and no dependency. */
  isOwn(file: ts.SourceFile): boolean
  /** The name in the `package.json` next above a file. */
  packageOf(file: ts.SourceFile): string | undefined
}

export interface ReaderState {
  readonly reader: Reader
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
}

export function createReader(root: string, program: ts.Program, allowedTags: ReadonlySet<string>): ReaderState {
  const diagnostics = new Map<string, Diagnostic>()
  const sources = new Map<string, string>()
  const packages = new Map<string, string | undefined>()
  const paths = new Map<ts.SourceFile, string>()
  const reader: Reader = {
    root,
    program,
    checker: program.getTypeChecker(),
    allowedTags,
    report(diagnostic) {
      const { code, span } = diagnostic
      const key =
        span === undefined ? `${code} ${diagnostic.message}` : `${code} ${span.file} ${span.start} ${span.end}`
      if (!diagnostics.has(key)) diagnostics.set(key, diagnostic)
    },
    span(node, range) {
      const source = node.getSourceFile()
      const file = reader.pathOf(source)
      sources.set(file, source.text)
      return { file, start: range?.start ?? node.getStart(source, false), end: range?.end ?? node.end }
    },
    pathOf(file) {
      const path = paths.get(file) ?? relativePath(root, file.fileName)
      paths.set(file, path)
      return path
    },
    isOwn: file => isBelow(root, file.fileName) && !file.fileName.includes('/node_modules/'),
    packageOf: file => packageName(path.posix.dirname(file.fileName), packages),
  }
  return {
    reader,
    get diagnostics() {
      return [...diagnostics.values()]
    },
    sources,
  }
}

/** A path as spans write it: relative to the root, with `/`. */
export function relativePath(root: string, file: string): string {
  return path.posix.relative(root, file)
}

export function isBelow(folder: string, file: string): boolean {
  return file.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function packageName(folder: string, known: Map<string, string | undefined>): string | undefined {
  if (known.has(folder)) return known.get(folder)
  const above = path.posix.dirname(folder)
  const name = declaredName(`${folder}/package.json`) ?? (above === folder ? undefined : packageName(above, known))
  known.set(folder, name)
  return name
}

function declaredName(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}
