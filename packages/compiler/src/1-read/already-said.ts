/** Which of TypeScript's findings the build has made itself. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { ts } from './typescript.js'

/** What is said of a type that is not there, or is not written, says what TypeScript says of it. */
const OF_TYPES = new Set(['unresolved-type', 'untyped'])

/** @param said What the build has found in the same file. */
export function alreadySaid(finding: Diagnostic, file: ts.SourceFile, said: readonly Diagnostic[]): boolean {
  if (said.some(({ code }) => code === 'syntax-error')) return true
  const spans = said.flatMap(({ code, span }) => (span !== undefined && OF_TYPES.has(code) ? [span] : []))
  const places = spans.flatMap(span => [span, ...importOf(span, file)])
  return places.some(place => finding.span !== undefined && overlap(place, finding.span))
}

/** Where names that stand at a place are imported. */
function importOf({ start, end }: Span, file: ts.SourceFile): { start: number; end: number }[] {
  const names = new Set(file.text.slice(start, end).match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))
  return file.statements
    .filter(statement => ts.isImportDeclaration(statement) && importedNames(statement).some(name => names.has(name)))
    .map(statement => ({ start: statement.getStart(file), end: statement.end }))
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {}
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings]
        : [...namedBindings.elements]
  return [name, ...named.map(one => one.name)].flatMap(one => one?.text ?? [])
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end
}
