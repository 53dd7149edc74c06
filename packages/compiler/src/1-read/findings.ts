/** What is found wrong outside of declarations, with the texts that it is in, and where TypeScript says that something is. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { relativePath } from './reader.ts'
import type { ts } from './typescript.js'

/** What was found wrong, and the text it was found in. */
export interface Findings {
  readonly diagnostics: Diagnostic[]
  readonly sources: Map<string, string>
}

/** Keeps the text of the file, too. */
export function spanOf(root: string, found: ts.Diagnostic, findings: Findings): Span | undefined {
  const { file } = found
  if (file === undefined) return undefined
  const span = spanIn(root, file, found)
  findings.sources.set(span.file, file.text)
  return span
}

/** At least a character wide, so that there is something to mark. */
export function spanIn(
  root: string,
  { fileName, text }: ts.SourceFile,
  { start = 0, length = 0 }: Pick<ts.Diagnostic, 'start' | 'length'>,
): Span {
  const from = length > 0 ? start : Math.min(start, Math.max(0, text.length - 1))
  return { file: relativePath(root, fileName), start: from, end: Math.min(text.length, from + Math.max(1, length)) }
}
