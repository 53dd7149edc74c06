/** The state of one reading: the checker, where findings go, and how a node becomes a span. */
import path from 'node:path'
import type { ts } from 'ts-morph'
import type { Files } from '../files/files.ts'
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
  /** The text of a file that is no source, which the reading depends on from then on. */
  readText(path: string): string | undefined
  /** The same for its bytes. */
  readBytes(path: string): Buffer | undefined
  /** The name in the `package.json` next above a file. */
  packageOf(file: ts.SourceFile): string | undefined
}

export interface ReaderState {
  readonly reader: Reader
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
}

export interface ReaderOptions extends Pick<Reader, 'root' | 'program' | 'allowedTags' | 'readText' | 'readBytes'> {
  readonly packages: Packages
}

export function createReader({ packages, ...options }: ReaderOptions): ReaderState {
  const { root, program } = options
  const diagnostics = new Map<string, Diagnostic>()
  const sources = new Map<string, string>()
  const paths = new Map<ts.SourceFile, string>()
  const reader: Reader = {
    ...options,
    checker: program.getTypeChecker(),
    report(diagnostic) {
      const key = placeKey(diagnostic)
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
    packageOf: file => packages.above(path.posix.dirname(file.fileName)),
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

/** The same finding is made for each declaration that reaches it, and shown once. */
export function placeKey({ code, span, message }: Diagnostic): string {
  return span === undefined ? `${code} ${message}` : `${code} ${span.file} ${span.start} ${span.end}`
}

/** The names of packages by folder. */
export interface Packages {
  /** The name in the `package.json` next above. */
  above(folder: string): string | undefined
}

export function createPackages(files: Files): Packages {
  const known = new Map<string, string | undefined>()
  const above = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder)
    const next = path.posix.dirname(folder)
    const name = declaredName(files.read(`${folder}/package.json`)) ?? (next === folder ? undefined : above(next))
    known.set(folder, name)
    return name
  }
  return { above }
}

function declaredName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    const { name } = JSON.parse(text) as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}
