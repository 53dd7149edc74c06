/** The four phases, on one screen. */
import type { ReadOptions } from './1-read/read.ts'
import type { Program } from './ir/declaration.ts'
import type { Diagnostic } from './ir/diagnostic.ts'

export type CompileOptions = ReadOptions

export interface Compilation {
  /** Errors and warnings, by file and position. With any error `files` is empty. */
  readonly diagnostics: readonly Diagnostic[]
  /** What `generated/` is to hold: text by path below it. */
  readonly files: ReadonlyMap<string, string>
  readonly program: Program
  /** The text of every file that a span points into. */
  readonly sources: ReadonlyMap<string, string>
}

/** Compiles a project's declarations. Writes nothing and runs nothing of the user's. */
export function compile(_options: CompileOptions): Compilation {
  throw new Error('not written yet')
}
