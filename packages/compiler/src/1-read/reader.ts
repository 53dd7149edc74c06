/** The state of one reading: the checker, where findings go, and how a node becomes a span. */
import path from 'node:path'
import type { Files } from '../files/files.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { packagePlace } from './package-place.ts'
import type { ts } from './typescript.js'

export interface Reader {
  /** Absolute, with `/`. */
  readonly root: string
  readonly program: ts.Program
  readonly checker: ts.TypeChecker
  readonly allowedTags: ReadonlySet<string>
  /** Has what is found while an action runs gathered there. */
  gather<T>(into: Gathered, action: () => T): T
  /** Keeps a finding, once for each code and place. */
  report(diagnostic: Diagnostic): void
  /** Finds the place of a node, or of offsets in its file. */
  span(node: ts.Node, range?: { readonly start: number; readonly end: number }): Span
  /** A file's path as spans write it. */
  pathOf(file: ts.SourceFile): string
  /** Whether a file is the user's to change. */
  isOwn(file: ts.SourceFile): boolean
  /** The text of a file that is no source, which the reading depends on from then on. */
  readText(path: string): string | undefined
  /** The same for its bytes. */
  readBytes(path: string): Buffer | undefined
  /** The name in the `package.json` next above a file. */
  packageOf(file: ts.SourceFile): string | undefined
}

/** What was found while a part of the program was read. */
export interface Gathered {
  readonly diagnostics: Map<string, Diagnostic>
  /** The texts of the user's files that spans point into. */
  readonly sources: Map<string, string>
  /** What was read of files that are no sources. */
  readonly texts: Map<string, string | undefined>
  readonly bytes: Map<string, Buffer | undefined>
}

export function newGathered(): Gathered {
  return { diagnostics: new Map(), sources: new Map(), texts: new Map(), bytes: new Map() }
}

export interface ReaderOptions extends Pick<Reader, 'root' | 'program' | 'allowedTags' | 'isOwn'> {
  readonly packages: Packages
  readonly files: Files
}

export function createReader({ root, program, allowedTags, isOwn, packages, files }: ReaderOptions): Reader {
  const paths = new Map<ts.SourceFile, string>()
  let gathered = newGathered()
  const reader: Reader = {
    root,
    program,
    checker: program.getTypeChecker(),
    allowedTags,
    gather(into, action) {
      const outer = gathered
      gathered = into
      try {
        return action()
      } finally {
        gathered = outer
      }
    },
    report(diagnostic) {
      const key = placeKey(diagnostic)
      if (!gathered.diagnostics.has(key)) gathered.diagnostics.set(key, diagnostic)
    },
    span(node, range) {
      const source = node.getSourceFile()
      const file = reader.pathOf(source)
      const place = { file, start: range?.start ?? node.getStart(source, false), end: range?.end ?? node.end }
      if (reader.isOwn(source)) gathered.sources.set(file, source.text)
      const declared = packagePlace(reader, node)
      return declared === undefined ? place : { ...place, declared }
    },
    pathOf(file) {
      const path = paths.get(file) ?? relativePath(root, file.fileName)
      paths.set(file, path)
      return path
    },
    isOwn,
    readText(path) {
      const text = files.read(path)
      gathered.texts.set(path, text)
      return text
    },
    readBytes(path) {
      const bytes = files.bytes(path)
      gathered.bytes.set(path, bytes)
      return bytes
    },
    packageOf: file => packages.above(path.posix.dirname(file.fileName)),
  }
  return reader
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
  /** Whether others say the same of every folder that was asked for. */
  agreesWith(others: Packages): boolean
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
  return { above, agreesWith: others => [...known].every(([folder, name]) => others.above(folder) === name) }
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
