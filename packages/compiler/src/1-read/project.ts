/** Opens a project: its tsconfig, the files that are read, and the program over them. */
import path from 'node:path'
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { createHost, type ProgramHost, parseHost } from './host.ts'
import { checkJavaScript } from './javascript.ts'
import { fillIn } from './own-typescript.ts'
import { relativePath } from './reader.ts'
import { isAmbient, isBelowSources, isGenerated, isJavaScript, isSource, type ProjectPlace } from './sources.ts'

export interface Opened {
  readonly program: ts.Program
  readonly host: ProgramHost
  /** The sources below `src` that could be parsed, by path. */
  readonly files: readonly ts.SourceFile[]
  readonly emit: EmitSettings
  /** Whether TypeScript's findings are those of the user's own, whatever the tsconfig leaves open. */
  readonly agrees: boolean
  /** Whether a path is below the folder that is generated. */
  isGenerated(path: string): boolean
}

/** What the tsconfig says of compiling; paths are relative to the project's root. */
export interface EmitSettings {
  readonly outDir: string | undefined
  readonly rootDir: string | undefined
  /** Every file that it names. */
  readonly sources: readonly string[]
}

/** What was found wrong, and the text it was found in. */
export interface Findings {
  readonly diagnostics: Diagnostic[]
  readonly sources: Map<string, string>
}

/** A program as one reading hands it to the next: what has not changed is not parsed again. */
export interface Programs {
  readonly files: Files
  last: { readonly key: string; readonly host: ProgramHost; program: ts.Program | undefined } | undefined
}

interface Settings {
  readonly options: ts.CompilerOptions
  readonly files: readonly string[]
  /** What `options` leaves out. */
  readonly emit: Pick<ts.CompilerOptions, 'outDir' | 'rootDir'>
  readonly agrees: boolean
}

/** What `tsc --init` would say, for a project that has no tsconfig. */
const DEFAULTS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  types: ['*'],
}

/** Adds to the findings; nothing is opened where the folder or the tsconfig is missing. */
export function openProject(place: ProjectPlace, programs: Programs, findings: Findings): Opened | undefined {
  const { files } = programs
  if (!files.isFolder(path.posix.join(place.root, place.src))) {
    findings.diagnostics.push(diagnose('no-source-folder', {}, { folder: place.src }))
    return undefined
  }
  const settings = readSettings({ ...place, files }, findings)
  if (settings === undefined) return undefined
  const sources = new Set(settings.files.filter(file => isSource(place, file)))
  const roots = settings.files.filter(file => sources.has(file) || (isAmbient(file) && !isGenerated(place, file)))
  for (const file of settings.files.filter(one => isJavaScript(one) && isBelowSources(place, one))) {
    const [name, text] = [relativePath(place.root, file), files.read(file) ?? '']
    findings.sources.set(name, text)
    findings.diagnostics.push(...checkJavaScript(name, text))
  }
  const { program, host } = createProgram(programs, place.root, { ...settings, files: roots })
  const opened = program
    .getSourceFiles()
    .filter(file => sources.has(file.fileName))
    .sort((a, b) => compare(relativePath(place.root, a.fileName), relativePath(place.root, b.fileName)))
  const broken = new Set(opened.filter(file => reportSyntax(place.root, { program, file }, findings)))
  return {
    program,
    host,
    files: opened.filter(file => !broken.has(file)),
    emit: emitOf(place.root, settings),
    agrees: settings.agrees,
    isGenerated: file => isGenerated(place, file),
  }
}

/** By code unit: the same on every machine and in every language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function createProgram(
  programs: Programs,
  root: string,
  { options, files }: Pick<Settings, 'options' | 'files'>,
): { program: ts.Program; host: ProgramHost } {
  const key = JSON.stringify([root, options])
  const last = programs.last?.key === key ? programs.last : undefined
  const host = last?.host ?? createHost(programs.files, root, options)
  const program = ts.createProgram({
    rootNames: [...files],
    options,
    host,
    ...(last?.program && { oldProgram: last.program }),
  })
  programs.last = { key, host, program }
  return { program, host }
}

/** A project, and the file system that it stands in. */
interface Site extends ProjectPlace {
  readonly files: Files
}

function readSettings(site: Site, findings: Findings): Settings | undefined {
  const file = path.posix.join(site.root, site.tsconfig ?? 'tsconfig.json')
  if (site.files.isFile(file)) return readTsconfig(site, file, findings)
  if (site.tsconfig !== undefined) {
    findings.diagnostics.push(diagnose('no-tsconfig', {}, { file: site.tsconfig }))
    return undefined
  }
  const parsed = ts.parseJsonConfigFileContent(
    { include: [site.src || '.'] },
    parseHost(site.files),
    site.root,
    DEFAULTS,
  )
  return { options: withoutEmit(parsed.options), files: parsed.fileNames, emit: {}, agrees: true }
}

function readTsconfig(site: Site, file: string, findings: Findings): Settings | undefined {
  const parsed = parseTsconfig(site.files, file)
  const errors = parsed.errors.filter(error => !IGNORED.has(error.code))
  for (const error of errors) reportTsconfig(site.root, error, findings)
  if (errors.length > 0) return undefined
  const { options: written, fileNames } = followReferences(site, parsed)
  const { options, agrees } = fillIn(written, site.root, site.files)
  return { options: withoutEmit(options), files: fileNames, emit: written, agrees }
}

/** A tsconfig of `references` only names the one that has the sources. */
function followReferences(site: Site, parsed: ts.ParsedCommandLine): ts.ParsedCommandLine {
  if (parsed.fileNames.some(name => isSource(site, name))) return parsed
  for (const reference of parsed.projectReferences ?? []) {
    const inner = parseTsconfig(site.files, ts.resolveProjectReferencePath(reference))
    if (inner.fileNames.some(name => isSource(site, name))) return inner
  }
  return parsed
}

/** "No inputs were found", "The 'files' list is empty": 2-check says that there is nothing to serve. */
const IGNORED = new Set([18002, 18003])

function parseTsconfig(files: Files, file: string): ts.ParsedCommandLine {
  const source = ts.readJsonConfigFile(file, files.read)
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    parseHost(files),
    path.posix.dirname(file),
    undefined,
    file,
  )
  const syntax = (source as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics
  return { ...parsed, errors: [...new Set([...syntax, ...parsed.errors])] }
}

function reportTsconfig(root: string, error: ts.Diagnostic, findings: Findings): void {
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ').replaceAll(`${root}/`, '')
  const span = spanOf(root, error, findings)
  findings.diagnostics.push(diagnose('bad-tsconfig', span === undefined ? {} : { span }, { message }))
}

function emitOf(root: string, { emit, files }: Settings): EmitSettings {
  const below = (folder: string | undefined) => (folder === undefined ? undefined : relativePath(root, folder))
  return {
    outDir: below(emit.outDir),
    rootDir: below(emit.rootDir),
    sources: files.map(file => relativePath(root, file)),
  }
}

/** At least a character wide, so that there is something to mark. */
function spanOf(root: string, { file, start = 0, length = 0 }: ts.Diagnostic, findings: Findings): Span | undefined {
  if (file === undefined) return undefined
  const name = relativePath(root, file.fileName)
  findings.sources.set(name, file.text)
  const from = length > 0 ? start : Math.min(start, Math.max(0, file.text.length - 1))
  return { file: name, start: from, end: Math.min(file.text.length, from + Math.max(1, length)) }
}

/**
 * Nothing is emitted here; options that only matter for that would be checked against each other. What TypeScript says of a
 * type does not depend on what it was asked before.
 */
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
  return { ...rest, noEmit: true, skipLibCheck: true, stableTypeOrdering: true }
}

/** Whether the file has syntax errors, which are reported. */
function reportSyntax(
  root: string,
  { program, file }: { program: ts.Program; file: ts.SourceFile },
  findings: Findings,
): boolean {
  const errors = program.getSyntacticDiagnostics(file)
  for (const error of errors) {
    const span = spanOf(root, error, findings)
    const message = ts.flattenDiagnosticMessageText(error.messageText, ' ')
    findings.diagnostics.push(diagnose('syntax-error', span === undefined ? {} : { span }, { message }))
  }
  return errors.length > 0
}
