/** Opens a project: its tsconfig, the files that are read, and the program over them. */
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { Project, ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { isBelow, relativePath } from './reader.ts'

export interface ProjectPlace {
  /** Absolute, with `/`. */
  readonly root: string
  /** Below the root, without a slash at the end; empty for the root itself. */
  readonly src: string
  readonly out: string
  readonly tsconfig: string | undefined
}

export interface Opened {
  readonly program: ts.Program
  /** The sources below `src`, by path. */
  readonly files: readonly ts.SourceFile[]
  /** Those with a syntax error. */
  readonly broken: readonly ts.SourceFile[]
}

interface Settings {
  readonly options: ts.CompilerOptions
  readonly files: readonly string[]
}

/** What `tsc --init` would say, for a project that has no tsconfig. */
const DEFAULTS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
}

/** Adds what is wrong to `diagnostics`; nothing is opened where the folder or the tsconfig is missing. */
export function openProject(place: ProjectPlace, diagnostics: Diagnostic[]): Opened | undefined {
  const folder = path.posix.join(place.root, place.src)
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    diagnostics.push(diagnose('no-source-folder', {}, { folder: place.src }))
    return undefined
  }
  const settings = readSettings(place, diagnostics)
  if (settings === undefined) return undefined
  const sources = new Set(settings.files.filter(file => isSource(place, file)))
  const roots = settings.files.filter(file => sources.has(file) || isAmbient(file))
  const program = createProgram(settings.options, roots)
  const files = program
    .getSourceFiles()
    .filter(file => sources.has(file.fileName))
    .sort((a, b) => compare(relativePath(place.root, a.fileName), relativePath(place.root, b.fileName)))
  const broken = files.filter(file => program.getSyntacticDiagnostics(file).length > 0)
  diagnostics.push(...syntaxErrors(place.root, program, broken))
  return { program, files, broken }
}

/** By code unit: the same on every machine and in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function createProgram(options: ts.CompilerOptions, roots: readonly string[]): ts.Program {
  const project = new Project({
    compilerOptions: options,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
  })
  for (const file of roots) project.addSourceFileAtPath(file)
  return project.getProgram().compilerObject
}

function readSettings(place: ProjectPlace, diagnostics: Diagnostic[]): Settings | undefined {
  const file = path.posix.join(place.root, place.tsconfig ?? 'tsconfig.json')
  if (existsSync(file)) return readTsconfig(place, file, diagnostics)
  if (place.tsconfig !== undefined) {
    diagnostics.push(diagnose('no-tsconfig', {}, { file: place.tsconfig }))
    return undefined
  }
  const parsed = ts.parseJsonConfigFileContent({ include: [place.src || '.'] }, ts.sys, place.root, DEFAULTS)
  return { options: withoutEmit(parsed.options), files: parsed.fileNames }
}

function readTsconfig(place: ProjectPlace, file: string, diagnostics: Diagnostic[]): Settings | undefined {
  const parsed = parseTsconfig(file)
  const errors = parsed.errors.filter(error => !IGNORED.has(error.code))
  diagnostics.push(...errors.map(error => tsconfigError(place.root, error)))
  if (errors.length > 0) return undefined
  const referenced = followReferences(place, parsed)
  return { options: withoutEmit(referenced.options), files: referenced.fileNames }
}

/** A tsconfig of `references` only names the one that has the sources. */
function followReferences(place: ProjectPlace, parsed: ts.ParsedCommandLine): ts.ParsedCommandLine {
  if (parsed.fileNames.some(name => isSource(place, name))) return parsed
  for (const reference of parsed.projectReferences ?? []) {
    const inner = parseTsconfig(ts.resolveProjectReferencePath(reference))
    if (inner.fileNames.some(name => isSource(place, name))) return inner
  }
  return parsed
}

/** "No inputs were found", "The 'files' list is empty": 2-check says that there is nothing to serve. */
const IGNORED = new Set([18002, 18003])

function parseTsconfig(file: string): ts.ParsedCommandLine {
  const source = ts.readJsonConfigFile(file, ts.sys.readFile)
  const parsed = ts.parseJsonSourceFileConfigFileContent(source, ts.sys, path.posix.dirname(file), undefined, file)
  const syntax = (source as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics
  return { ...parsed, errors: [...new Set([...syntax, ...parsed.errors])] }
}

function tsconfigError(root: string, error: ts.Diagnostic): Diagnostic {
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ').replaceAll(`${root}/`, '')
  const { file, start = 0, length = 0 } = error
  const span = file === undefined ? undefined : { file: relativePath(root, file.fileName), start, end: start + length }
  return diagnose('bad-tsconfig', span === undefined ? {} : { span }, { message })
}

/** Nothing is emitted here; options that only matter for that would be checked against each other. */
function withoutEmit(options: ts.CompilerOptions): ts.CompilerOptions {
  const {
    composite: _,
    incremental: __,
    tsBuildInfoFile: ___,
    declaration: ____,
    outDir: _____,
    rootDir: ______,
    ...rest
  } = options
  return { ...rest, noEmit: true, skipLibCheck: true }
}

function isAmbient(file: string): boolean {
  return /\.d\.[cm]?ts$/.test(file)
}

/** The rule of what is read: TypeScript below `src`, without tests, declarations and generated files. */
function isSource(place: ProjectPlace, file: string): boolean {
  const below =
    isBelow(path.posix.join(place.root, place.src), file) && !isBelow(path.posix.join(place.root, place.out), file)
  if (!below || relativePath(place.root, file).split('/').includes('node_modules')) return false
  return /\.[cm]?tsx?$/.test(file) && !isAmbient(file) && !/\.(test|spec)\.[cm]?tsx?$/.test(file)
}

function syntaxErrors(root: string, program: ts.Program, files: readonly ts.SourceFile[]): Diagnostic[] {
  return files.flatMap(file =>
    program.getSyntacticDiagnostics(file).map(({ start, length, messageText }) => {
      const span = { file: relativePath(root, file.fileName), start, end: start + length }
      return diagnose('syntax-error', { span }, { message: ts.flattenDiagnosticMessageText(messageText, ' ') })
    }),
  )
}
