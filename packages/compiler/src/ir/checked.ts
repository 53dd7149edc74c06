/** What TypeScript has found in the user's modules, as one build hands it to the next. */
import type { Diagnostic } from './diagnostic.ts'

/** What was found in a file, and the hash of everything that this could depend on. */
export interface Checked {
  readonly seen: string
  readonly diagnostics: readonly Diagnostic[]
}

/** By the files' paths below the root. */
export type CheckedFiles = Readonly<Record<string, Checked>>
