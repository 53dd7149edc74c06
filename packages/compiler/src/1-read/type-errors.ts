/** What TypeScript itself finds wrong in the user's modules, file by file: asked again where it could find something else. */
import path from 'node:path'
import { diagnose } from '../diagnostics/catalogue.ts'
import { hashOf } from '../files/trace.ts'
import type { Checked, CheckedFiles } from '../ir/checked.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { alreadySaid } from './already-said.ts'
import { type Findings, spanIn } from './findings.ts'
import { compare, type Opened } from './project.ts'
import { relativePath } from './reader.ts'
import { ts } from './typescript.js'
import { reachedFrom, seenFromAll } from './visible.ts'

export interface TypeErrors {
  /** A step for each file that is asked about. Ended early, it goes on from there the next time. */
  of(
    opened: Opened,
    at: { readonly root: string; readonly said: readonly Diagnostic[] },
  ): Generator<undefined, Findings>
  /** All that is known, for another process. */
  known(): CheckedFiles
}

/** @param before What another process has found. */
export function createTypeErrors(before: CheckedFiles = {}): TypeErrors {
  const known = new Map(Object.entries(before))
  return {
    *of(opened, { root, said }) {
      const files = opened.agrees ? ownFiles(opened, root) : []
      const seenBy = visibleTo(opened, root)
      for (const path of known.keys()) if (!files.some(file => file.path === path)) known.delete(path)
      for (const { path, file } of files) {
        const seen = seenBy(file)
        if (known.get(path)?.seen === seen) continue
        known.set(path, { seen, diagnostics: findIn(file, opened, root) })
        yield
      }
      return together(files, { known, root, program: opened.program, said })
    },
    known: () => Object.fromEntries(known),
  }
}

interface OwnFile {
  readonly path: string
  readonly file: ts.SourceFile
}

/** The user's own modules: no declarations, and nothing that is generated. */
function ownFiles({ program, isOwn, isGenerated }: Opened, root: string): OwnFile[] {
  return program
    .getSourceFiles()
    .filter(file => isOwn(file) && !file.isDeclarationFile && !isGenerated(file.fileName))
    .filter(file => !file.fileName.endsWith('.json'))
    .map(file => ({ path: relativePath(root, file.fileName), file }))
    .sort((a, b) => compare(a.path, b.path))
}

/** A hash of a file's text and of those of everything that can be seen from it; the compiler's own library is its version. */
function visibleTo(opened: Opened, root: string): (file: ts.SourceFile) => string {
  const { program } = opened
  const words = new Map<string, string>()
  const wordOf = (path: string) => {
    const file = program.getSourceFile(path)
    const known = words.get(path) ?? (file && !program.isSourceFileDefaultLibrary(file) ? versionOf(file) : path)
    words.set(path, known)
    return known
  }
  const everywhere = hashOf(
    JSON.stringify([root, program.getCompilerOptions(), ...seenFromAll(opened).map(file => wordOf(file.fileName))]),
  )
  return file => hashOf([everywhere, ...[...reachedFrom(file, opened)].map(wordOf).sort()].join('\n'))
}

function versionOf({ fileName, text, impliedNodeFormat }: ts.SourceFile): string {
  return `${fileName} ${impliedNodeFormat ?? ''} ${hashOf(text)}`
}

/** What is imported of the generated folder is made by this very build, so whoever imports it is left to the user's compiler. */
function findIn(file: ts.SourceFile, opened: Opened, root: string): Diagnostic[] {
  if (reachesGenerated(file, opened)) return []
  const syntax = opened.program.getSyntacticDiagnostics(file)
  const found = syntax.length > 0 ? syntax : opened.program.getSemanticDiagnostics(file)
  return found.flatMap(one => (one.category === ts.DiagnosticCategory.Error ? [findingOf(one, opened, root)] : []))
}

function reachesGenerated(start: ts.SourceFile, opened: Opened): boolean {
  return [...reachedFrom(start, opened)].some(path => opened.isGenerated(path.replace(/^\?/, '')))
}

function findingOf(found: ts.Diagnostic, opened: Opened, root: string): Diagnostic {
  const [text = '', ...more] = textOf(found, root).split('\n')
  const notes = [
    ...(more.length > 0 ? [{ message: more.map(line => line.slice(2)).join('\n') }] : []),
    ...(found.relatedInformation ?? []).map(one => noteOf(one, opened, root)),
  ]
  const span = found.file && spanIn(root, found.file, found)
  const place = { ...(span && { span }), ...(notes.length > 0 && { notes }) }
  return diagnose('type-error', place, { text, number: found.code, version: ts.versionMajorMinor })
}

/** Each further line says why of the one before, and begins further in. Nothing is said of where the project stands. */
function textOf({ messageText }: Pick<ts.Diagnostic, 'messageText'>, root: string): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n').replaceAll(`${root}/`, '').replace(/\.$/gm, '')
}

function noteOf(related: ts.DiagnosticRelatedInformation, { program, isOwn }: Opened, root: string) {
  const { file } = related
  const message = textOf(related, root)
  if (file === undefined) return { message }
  if (isOwn(file)) return { message, span: spanIn(root, file, related) }
  const line = file.getLineAndCharacterOfPosition(related.start ?? 0).line + 1
  const name = program.isSourceFileDefaultLibrary(file) ? file.fileName.replace(/^.*\//, '') : packagePath(file, root)
  return { message: `${message} (${name}:${line})` }
}

function packagePath({ fileName }: ts.SourceFile, root: string): string {
  const at = fileName.lastIndexOf('/node_modules/')
  return at === -1 ? relativePath(root, fileName) : fileName.slice(at + '/node_modules/'.length)
}

function together(
  files: readonly OwnFile[],
  {
    known,
    root,
    program,
    said,
  }: { known: ReadonlyMap<string, Checked>; root: string; program: ts.Program; said: readonly Diagnostic[] },
): Findings {
  const found: Findings = { diagnostics: [], sources: new Map() }
  for (const { path, file } of files) {
    const findings = known.get(path)?.diagnostics ?? []
    found.diagnostics.push(
      ...findings.filter(
        finding =>
          !alreadySaid(
            finding,
            file,
            said.filter(({ span }) => span?.file === path),
          ),
      ),
    )
  }
  for (const { span, notes = [] } of found.diagnostics)
    for (const at of [span, ...notes.map(note => note.span)]) {
      const file = at && program.getSourceFile(path.posix.join(root, at.file))
      if (file) found.sources.set(at.file, file.text)
    }
  return found
}
