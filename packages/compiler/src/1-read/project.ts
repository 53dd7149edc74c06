/** Opens a project: its tsconfig, the files that are read, and the program over them. */
import path from 'node:path'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import { checkEncoding } from './encoding.ts'
import { type Findings, spanOf } from './findings.ts'
import { createHost, type ProgramHost } from './host.ts'
import { checkJavaScript } from './javascript.ts'
import { isBelow, relativePath } from './reader.ts'
import { isAmbient, isBelowSources, isGenerated, isJavaScript, isSource, type ProjectPlace } from './sources.ts'
import { type EmitSettings, emitOf, readSettings, type Settings } from './tsconfig.ts'
import { ts } from './typescript.js'

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
  /** Whether a file is the user's to change: below the root, or a source, and no dependency. */
  isOwn(file: ts.SourceFile): boolean
}

/** A program as one reading hands it to the next: what has not changed is not parsed again. */
export interface Programs {
  readonly files: Files
  last: { readonly key: string; readonly host: ProgramHost; program: ts.Program | undefined } | undefined
}

/** Adds to the findings; nothing is opened where the folder or the tsconfig is missing. */
export function openProject(place: ProjectPlace, programs: Programs, findings: Findings): Opened | undefined {
  const { files } = programs
  const [src, out] = [path.posix.join(place.root, place.src), path.posix.join(place.root, place.out)]
  if (!files.isFolder(src)) findings.diagnostics.push(diagnose('no-source-folder', {}, { folder: place.src }))
  else if (isBelow(out, `${src}/`)) findings.diagnostics.push(diagnose('generated-over-sources', {}, place))
  if (findings.diagnostics.some(({ code }) => FOLDERS.has(code))) return undefined
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
  for (const file of opened) checkEncoding(file, { root: place.root, files, findings })
  const broken = new Set(opened.filter(file => reportSyntax(place.root, { program, file }, findings)))
  return {
    program,
    host,
    files: opened.filter(file => !broken.has(file)),
    emit: emitOf(place.root, settings),
    agrees: settings.agrees,
    isGenerated: file => isGenerated(place, file),
    isOwn: ({ fileName }) => (isBelow(place.root, fileName) || isBelow(src, fileName)) && !isDependency(fileName),
  }
}

const FOLDERS = new Set(['no-source-folder', 'generated-over-sources'])

function isDependency(file: string): boolean {
  return file.includes('/node_modules/')
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
    const facts = { message, isBinary: error.code === 1490 }
    findings.diagnostics.push(diagnose('syntax-error', span === undefined ? {} : { span }, facts))
  }
  return errors.length > 0
}
