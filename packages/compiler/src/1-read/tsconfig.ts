/** What the tsconfig says: of the files, of the options, and of what is compiled where. */
import path from 'node:path'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import { type Findings, spanOf } from './findings.ts'
import { parseHost } from './host.ts'
import { fillIn } from './own-typescript.ts'
import { relativePath } from './reader.ts'
import { isSource, type ProjectPlace } from './sources.ts'
import { ts } from './typescript.js'

/** What the tsconfig says of compiling; paths are relative to the project's root. */
export interface EmitSettings {
  readonly outDir: string | undefined
  readonly rootDir: string | undefined
  /** Every file that it names. */
  readonly sources: readonly string[]
}

export interface Settings {
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

/** A project, and the file system that it stands in. */
interface Site extends ProjectPlace {
  readonly files: Files
}

export function readSettings(site: Site, findings: Findings): Settings | undefined {
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
  const parsed = withSources(site, file)
  for (const error of parsed.errors) reportTsconfig(site.root, error, findings)
  if (parsed.errors.some(error => !isUnknownOption(error))) return undefined
  const { options, agrees } = fillIn(parsed.options, site.root, site.files)
  return { options: withoutEmit(options), files: parsed.fileNames, emit: parsed.options, agrees }
}

/** A tsconfig of `references` only names the one that has the sources. */
function withSources(site: Site, file: string, asked = new Set<string>()): ts.ParsedCommandLine {
  asked.add(file)
  const parsed = parseTsconfig(site.files, file)
  if (hasSources(site, parsed)) return parsed
  const errors = [...parsed.errors]
  for (const reference of parsed.projectReferences ?? []) {
    const path = ts.resolveProjectReferencePath(reference)
    if (asked.has(path)) continue
    const inner = withSources(site, path, asked)
    if (hasSources(site, inner)) return { ...inner, errors: [...parsed.errors, ...inner.errors] }
    errors.push(...inner.errors)
  }
  return { ...parsed, errors }
}

function hasSources(site: Site, { fileNames }: ts.ParsedCommandLine): boolean {
  return fileNames.some(name => isSource(site, name))
}

/** An option of a later TypeScript, perhaps. */
function isUnknownOption({ code }: ts.Diagnostic): boolean {
  return code === 5023 || code === 5025
}

/** "No inputs were found", "The 'files' list is empty": 2-check says that there is nothing to serve. */
const IGNORED = new Set([18002, 18003])

function parseTsconfig(files: Files, file: string): ts.ParsedCommandLine {
  if (files.read(file) === undefined) return { options: {}, fileNames: [], errors: [unreadable(file)] }
  const source = ts.readJsonConfigFile(file, files.read)
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    parseHost(files),
    path.posix.dirname(file),
    undefined,
    file,
  )
  const syntax = (source as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics
  return { ...parsed, errors: [...new Set([...syntax, ...parsed.errors])].filter(error => !IGNORED.has(error.code)) }
}

function unreadable(path: string): ts.Diagnostic {
  const messageText = `File '${path}' not found`
  return { category: ts.DiagnosticCategory.Error, code: 6053, file: undefined, start: 0, length: 0, messageText }
}

function reportTsconfig(root: string, error: ts.Diagnostic, findings: Findings): void {
  const message = ts.flattenDiagnosticMessageText(error.messageText, ' ').replaceAll(`${root}/`, '')
  const span = spanOf(root, error, findings)
  const facts = { message, version: ts.versionMajorMinor }
  const code = isUnknownOption(error) ? 'unknown-option' : 'bad-tsconfig'
  findings.diagnostics.push(diagnose(code, span === undefined ? {} : { span }, facts))
}

export function emitOf(root: string, { emit, files }: Settings): EmitSettings {
  const below = (folder: string | undefined) => (folder === undefined ? undefined : relativePath(root, folder))
  return {
    outDir: below(emit.outDir),
    rootDir: below(emit.rootDir),
    sources: files.map(file => relativePath(root, file)),
  }
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
