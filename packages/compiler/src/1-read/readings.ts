/** Reads one file after the other, and keeps what was read of each until something changes that it could depend on. */
import { ts } from 'ts-morph'
import type { Files } from '../files/files.ts'
import { hashOf } from '../files/trace.ts'
import type { Declaration } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { readDeclarations } from './declarations.ts'
import type { Opened } from './project.ts'
import { createPackages, createReader, type Packages } from './reader.ts'
import { createTypes } from './type.ts'
import type { NamedRecord } from './type-reader.ts'

/** What one file declares. Its types are its own: nothing of it depends on which other files were read. */
export interface FileReading {
  readonly declarations: readonly Declaration[]
  readonly named: readonly NamedRecord[]
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
  /** What was read of files that are no sources. */
  readonly texts: ReadonlyMap<string, string | undefined>
  readonly bytes: ReadonlyMap<string, Buffer | undefined>
  /** The same for the same declarations, wherever in the file they stand. */
  readonly fingerprint: string
}

export interface Readings {
  /** What the opened files declare, in their order. */
  of(opened: Opened, root: string, allowedTags: ReadonlySet<string>): FileReading[]
  /** Reads everything again. */
  clear(): void
}

export function createReadings(files: Files): Readings {
  const kept = new Map<string, { readonly seen: string; readonly reading: FileReading }>()
  const versions = createVersions()
  const isSame = ({ texts, bytes }: FileReading) =>
    [...texts].every(([path, text]) => files.read(path) === text) &&
    [...bytes].every(([path, known]) => hashOf(files.bytes(path)) === hashOf(known))
  let packages = createPackages(files)
  return {
    of(opened, root, allowedTags) {
      const everywhere = [...allowedTags, ...opened.program.getSourceFiles().filter(reachesAll).map(versions.of)].join(
        ' ',
      )
      return opened.files.map(file => {
        const seen = `${versionsReached(file, opened, versions)} | ${versions.shared(everywhere)}`
        const known = kept.get(file.fileName)
        if (known?.seen === seen && isSame(known.reading)) return known.reading
        const reading = readFile(file, { opened, root, allowedTags, packages, files })
        kept.set(file.fileName, { seen, reading })
        return reading
      })
    },
    clear() {
      kept.clear()
      packages = createPackages(files)
    },
  }
}

interface Versions {
  of(file: ts.SourceFile): string
  /** A short word for a long one. */
  shared(text: string): string
}

function createVersions(): Versions {
  const ofFile = new WeakMap<ts.SourceFile, string>()
  let next = 0
  let last = { text: '', name: '' }
  return {
    of(file) {
      const version = ofFile.get(file) ?? String(next++)
      ofFile.set(file, version)
      return version
    },
    shared(text) {
      if (last.text !== text) last = { text, name: String(next++) }
      return last.name
    },
  }
}

/** Whether a file can change what is meant in files that do not import it: ambient declarations, augmentations. */
function reachesAll(file: ts.SourceFile): boolean {
  const { moduleAugmentations = [] } = file as { moduleAugmentations?: readonly unknown[] }
  return file.isDeclarationFile || !ts.isExternalModule(file) || moduleAugmentations.length > 0
}

/** The versions of a file and of everything it imports, near and far, and the imports that lead nowhere. */
function versionsReached(start: ts.SourceFile, { program, host }: Opened, versions: Versions): string {
  const reached = new Set([start.fileName])
  for (const path of reached) for (const imported of host.importsOf(path)) reached.add(imported)
  const words = [...reached].map(path => {
    const file = program.getSourceFile(path)
    return file === undefined ? path : versions.of(file)
  })
  return words.sort().join(' ')
}

interface Surroundings {
  readonly opened: Opened
  readonly root: string
  readonly allowedTags: ReadonlySet<string>
  readonly packages: Packages
  readonly files: Files
}

function readFile(file: ts.SourceFile, { opened, root, allowedTags, packages, files }: Surroundings): FileReading {
  const texts = new Map<string, string | undefined>()
  const readText = (path: string): string | undefined => {
    texts.set(path, files.read(path))
    return texts.get(path)
  }
  const bytes = new Map<string, Buffer | undefined>()
  const readBytes = (path: string): Buffer | undefined => {
    bytes.set(path, files.bytes(path))
    return bytes.get(path)
  }
  const state = createReader({ root, program: opened.program, allowedTags, packages, readText, readBytes })
  const types = createTypes(state.reader)
  const declarations = readDeclarations(types, file)
  const named = types.named.records()
  const { diagnostics, sources } = state
  return {
    declarations,
    named,
    diagnostics,
    sources,
    texts,
    bytes,
    fingerprint: fingerprintOf({ declarations, named, sources }),
  }
}

/** References stand by the number of their type, since names are settled when all files have been read. */
function fingerprintOf({
  declarations,
  named,
  sources,
}: Pick<FileReading, 'declarations' | 'named' | 'sources'>): string {
  const numbers = new Map<unknown, number>(named.map(({ ref }, n) => [ref, n]))
  const types = named.map(({ text, type, doc, span }) => [text, type, doc, span.file])
  const isSpan = (value: Partial<Span> | undefined): boolean =>
    value?.start !== undefined && sources.has(value.file ?? '')
  const json = JSON.stringify([declarations, types], (key, value) =>
    key === 'span' && isSpan(value) ? undefined : (numbers.get(value) ?? value),
  )
  return hashOf(json)
}
