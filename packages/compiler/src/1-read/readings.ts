/** Reads one file after the other, and keeps what was read of each until something changes that it could depend on. */
import type { Files } from '../files/files.ts'
import { hashOf } from '../files/trace.ts'
import type { Declaration } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { NamedType } from '../ir/type.ts'
import { readDeclarations } from './declarations.ts'
import type { Opened } from './project.ts'
import { createPackages, createReader, newGathered } from './reader.ts'
import { createTypes, type Types } from './type.ts'
import type { NamedRecord } from './type-reader.ts'
import type { ts } from './typescript.js'
import { reachedFrom, seenFromAll } from './visible.ts'

/** What one file declares, and everything that this needs. */
export interface FileReading {
  readonly declarations: readonly Declaration[]
  /** With all that they refer to. */
  readonly named: readonly NamedType[]
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: ReadonlyMap<string, string>
  /** What was read of files that are no sources. */
  readonly texts: ReadonlyMap<string, string | undefined>
  readonly bytes: ReadonlyMap<string, Buffer | undefined>
}

export interface Readings {
  /** What the opened files declare, in their order. What is the same as before is the same object. */
  of(opened: Opened, root: string, allowedTags: ReadonlySet<string>): FileReading[]
  /** Asks again what is asked of files that are no sources. */
  askAgain(): void
  clear(): void
}

interface Kept {
  /** The versions of everything that the reading could depend on. */
  readonly seen: string
  readonly reading: FileReading
}

export function createReadings(files: Files): Readings {
  const versions = createVersions()
  const isSame = ({ texts, bytes }: FileReading) =>
    [...texts].every(([path, text]) => files.read(path) === text) &&
    [...bytes].every(([path, known]) => hashOf(files.bytes(path)) === hashOf(known))
  let kept: ReadonlyMap<string, Kept> = new Map()
  let packages = createPackages(files)
  /** Whether a file is read as it would be among all others. */
  let settled = true
  return {
    of(opened, root, allowedTags) {
      const seenBy = visibleTo(opened, allowedTags, versions)
      const all = opened.files.map(file => ({ file, seen: seenBy(file), before: kept.get(file.fileName) }))
      const stale = all.filter(({ seen, before }) => before?.seen !== seen || !isSame(before.reading))
      const same = keeper(kept)
      const pass = (some: typeof all) => {
        const types = createTypes(
          createReader({ root, program: opened.program, isOwn: opened.isOwn, allowedTags, packages, files }),
        )
        const read = readFiles(
          types,
          some.map(one => one.file),
        )
        settled = !types.named.unsettled()
        return read
      }
      let read = pass(settled ? stale : all)
      if (!settled && read.size < all.length) read = pass(all)
      kept = new Map(
        all.map(({ file, seen, before }) => {
          const reading = read.get(file)
          return [
            file.fileName,
            reading === undefined ? (before as Kept) : { seen, reading: same(reading, before?.reading) },
          ]
        }),
      )
      return [...kept.values()].map(one => one.reading)
    },
    askAgain() {
      const before = packages
      packages = createPackages(files)
      if (!before.agreesWith(packages)) kept = new Map()
    },
    clear() {
      kept = new Map()
    },
  }
}

/** Reads files together: a type that several of them name is read once. */
function readFiles(types: Types, files: readonly ts.SourceFile[]): ReadonlyMap<ts.SourceFile, FileReading> {
  const named = new Map<NamedRecord, NamedType>()
  const finish = (record: NamedRecord): NamedType => {
    const { ref, text, type = { kind: 'unknown' }, doc, span } = record
    const finished = named.get(record) ?? { name: ref.name, declared: text, type, doc, span }
    named.set(record, finished)
    return finished
  }
  return new Map(files.map(file => [file, readFile(types, file, finish)]))
}

function readFile(types: Types, file: ts.SourceFile, finish: (record: NamedRecord) => NamedType): FileReading {
  const own = newGathered()
  let declarations: readonly Declaration[] = []
  const reached = types.named.reachedIn(() => {
    declarations = types.reader.gather(own, () => readDeclarations(types, file))
  })
  const parts = [own, ...[...reached].map(record => record.gathered)]
  return {
    declarations,
    named: [...reached].map(finish),
    diagnostics: parts.flatMap(part => [...part.diagnostics.values()]),
    sources: new Map(parts.flatMap(part => [...part.sources])),
    texts: new Map(parts.flatMap(part => [...part.texts])),
    bytes: new Map(parts.flatMap(part => [...part.bytes])),
  }
}

/** Puts the objects of an earlier reading in the place of those that say the same. */
function keeper(
  kept: ReadonlyMap<string, Kept>,
): (reading: FileReading, before: FileReading | undefined) => FileReading {
  const named = new Map([...kept.values()].flatMap(({ reading }) => reading.named.map(type => [type.name, type])))
  return (reading, before) => {
    const declarations = new Map(before?.declarations.map(one => [one.export, one]))
    return {
      ...reading,
      declarations: reading.declarations.map(one => earlier(one, declarations.get(one.export))),
      named: reading.named.map(type => earlier(type, named.get(type.name))),
    }
  }
}

function earlier<T extends object>(now: T, before: T | undefined): T {
  return before !== undefined && JSON.stringify(now) === JSON.stringify(before) ? before : now
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

/** What a file's reading could depend on, by versions. */
function visibleTo(
  opened: Opened,
  allowedTags: ReadonlySet<string>,
  versions: Versions,
): (file: ts.SourceFile) => string {
  const everywhere = versions.shared([...allowedTags, ...seenFromAll(opened).map(versions.of)].join(' '))
  return file => `${versionsReached(file, opened, versions)} | ${everywhere}`
}

function versionsReached(start: ts.SourceFile, opened: Opened, versions: Versions): string {
  const words = [...reachedFrom(start, opened)].map(path => {
    const file = opened.program.getSourceFile(path)
    return file === undefined ? path : versions.of(file)
  })
  return words.sort().join(' ')
}
