/** How the TypeScript compiler reaches files, and what is kept from one program to the next. */
import path from 'node:path'
import type { Files } from '../files/files.ts'
import { getLibFiles, ts } from './typescript.js'

export interface ProgramHost extends ts.CompilerHost {
  /** The files that a file's imports were found to mean; one that means none stands by what it says, behind a `?`. */
  importsOf(file: string): readonly string[]
  /** Forgets what imports were found to mean. */
  resolveAgain(): void
}

/** TypeScript's own declarations stand in no folder: their texts come with the package. */
const LIBRARY = '/node_modules/typescript/lib'
const LIBRARY_TEXTS = new Map(getLibFiles().map(({ fileName, text }) => [`${LIBRARY}/${fileName}`, text]))

/** The library as the last program had it, since parsing it is most of a small build. */
const library = { key: '', files: new Map<string, ts.SourceFile>() }

/** What is asked of the file system while a tsconfig is read. */
export function parseHost(files: Files): ts.ParseConfigHost {
  return {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: files.isFile,
    readFile: files.read,
    readDirectory: (root, extensions, excludes, includes, depth) =>
      matchFiles(
        root,
        extensions,
        excludes,
        includes,
        ts.sys.useCaseSensitiveFileNames,
        root,
        depth,
        folder => {
          const { files: names, folders } = files.list(withoutEnd(folder))
          return { files: names, directories: folders }
        },
        files.realPath,
      ),
  }
}

/** Not in the public types; every host of the compiler's own goes through it. */
const { matchFiles } = ts as unknown as {
  matchFiles(
    path: string,
    extensions: readonly string[],
    excludes: readonly string[] | undefined,
    includes: readonly string[],
    caseSensitive: boolean,
    currentFolder: string,
    depth: number | undefined,
    entriesOf: (folder: string) => { files: readonly string[]; directories: readonly string[] },
    realPath: (path: string) => string,
  ): string[]
}

export function createHost(files: Files, root: string, options: ts.CompilerOptions): ProgramHost {
  const kept = new Map<string, ts.SourceFile>()
  const imports = new Map<string, readonly string[]>()
  const key = JSON.stringify(options)
  let resolutions = newCache(root, options)
  const host: ProgramHost = {
    ...lookups(files, root),
    getSourceFile(path, how) {
      const known = LIBRARY_TEXTS.get(path)
      if (known !== undefined) return once(libraryFor(key), path, () => parse(path, known, how))
      const text = files.read(path)
      if (text === undefined) return undefined
      const before = kept.get(path)
      if (before?.text === text && before.impliedNodeFormat === formatOf(how)) return before
      const file = parse(path, text, how)
      kept.set(path, file)
      return file
    },
    resolveModuleNameLiterals(literals, containing, redirected, settings, source) {
      const found = literals.map(literal => {
        const mode = ts.getModeForUsageLocation(source, literal, settings)
        return ts.resolveModuleName(literal.text, containing, settings, host, resolutions, redirected, mode)
      })
      imports.set(
        containing,
        found.map(
          ({ resolvedModule }, n) =>
            resolvedModule?.resolvedFileName ?? `?${placeOf(literals[n]?.text ?? '', containing)}`,
        ),
      )
      return found
    },
    importsOf: file => imports.get(file) ?? [],
    resolveAgain() {
      resolutions = newCache(root, options)
    },
  }
  return host
}

/** Where an import leads whether there is something or not; that of a package is its name. */
function placeOf(specifier: string, containing: string): string {
  return /^\.\.?(?:\/|$)/.test(specifier) ? path.posix.join(path.posix.dirname(containing), specifier) : specifier
}

function newCache(root: string, options: ts.CompilerOptions): ts.ModuleResolutionCache {
  return ts.createModuleResolutionCache(root, canonical, options)
}

type How = ts.ScriptTarget | ts.CreateSourceFileOptions

/** Comments are read as text where they are wanted, so their nodes are not made; in JavaScript they are the types. */
function parse(path: string, text: string, how: How): ts.SourceFile {
  const options = typeof how === 'object' ? how : { languageVersion: how }
  const { ParseNone, ParseForTypeErrors } = ts.JSDocParsingMode
  const jsDocParsingMode = /\.[cm]?jsx?$/.test(path) ? ParseForTypeErrors : ParseNone
  return ts.createSourceFile(path, text, { ...options, jsDocParsingMode })
}

/** What its package.json makes of a file. */
function formatOf(how: How): ts.ResolutionMode {
  return typeof how === 'object' ? how.impliedNodeFormat : undefined
}

/** Files are bound with the options of their program. */
function libraryFor(key: string): Map<string, ts.SourceFile> {
  if (library.key !== key) Object.assign(library, { key, files: new Map() })
  return library.files
}

function lookups(files: Files, root: string) {
  return {
    fileExists: files.isFile,
    readFile: files.read,
    directoryExists: (path: string) => files.isFolder(withoutEnd(path)),
    getDirectories: (path: string) => [...files.list(withoutEnd(path)).folders],
    realpath: files.realPath,
    getCurrentDirectory: () => root,
    getCanonicalFileName: canonical,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getDefaultLibLocation: () => LIBRARY,
    getDefaultLibFileName: (options: ts.CompilerOptions) => `${LIBRARY}/${ts.getDefaultLibFileName(options)}`,
    getNewLine: () => '\n',
    writeFile: () => {},
  } satisfies Partial<ts.CompilerHost>
}

function canonical(path: string): string {
  return ts.sys.useCaseSensitiveFileNames ? path : path.toLowerCase()
}

function withoutEnd(folder: string): string {
  return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder
}

function once<T>(known: Map<string, T>, path: string, make: () => T): T {
  const value = known.get(path) ?? make()
  known.set(path, value)
  return value
}
