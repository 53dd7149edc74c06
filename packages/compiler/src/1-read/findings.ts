/** What is found wrong while a project is opened, in TypeScript's words. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'
import { relativePath } from './reader.ts'
import type { ts } from './typescript.js'

/** What was found wrong, and the text it was found in. */
export interface Findings {
  readonly diagnostics: Diagnostic[]
  readonly sources: Map<string, string>
}

/** At least a character wide, so that there is something to mark. */
export function spanOf(
  root: string,
  { file, start = 0, length = 0 }: ts.Diagnostic,
  findings: Findings,
): Span | undefined {
  if (file === undefined) return undefined
  const name = relativePath(root, file.fileName)
  findings.sources.set(name, file.text)
  const from = length > 0 ? start : Math.min(start, Math.max(0, file.text.length - 1))
  return { file: name, start: from, end: Math.min(file.text.length, from + Math.max(1, length)) }
}
