/** The four phases, on one screen. */
import { openSession, type ReadOptions } from './1-read/read.ts'
import { createCheck } from './2-check/rules.ts'
import { createLower } from './3-lower/lower.ts'
import { createEmit, type PrintModule } from './4-emit/emit.ts'
import { linted } from './diagnostics/lint.ts'
import { createFiles, type Files } from './files/files.ts'
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
export function compile(options: CompileOptions): Compilation {
  return createCompiler({ ...options, once: true }).compile()
}

/** A compiler that keeps what it has done, for one compilation after the other. */
export interface Compiler {
  compile(): Compilation
  /** Says what is different since the last compilation; without paths it may be anything. */
  changed(paths?: readonly string[]): void
}

export interface CompilerOptions extends CompileOptions {
  readonly files?: Files
  /** Prints validators; the default does so anew each time. */
  readonly print?: PrintModule
  /** Whether there is only one compilation: then what was read is let go before anything is made of it. */
  readonly once?: boolean
}

export function createCompiler({ files = createFiles(), print, once = false, ...options }: CompilerOptions): Compiler {
  const session = openSession(files)
  const [check, lower, emit] = [createCheck(), createLower(), createEmit(print)]
  return {
    compile() {
      const { program, diagnostics: found, sources } = session.read(options)
      if (once) session.close()
      const diagnostics = linted([...found, ...check(program, found)], program.project.lint).sort(byPlace)
      const failed = diagnostics.some(diagnostic => diagnostic.severity === 'error')
      return { diagnostics, files: failed ? new Map() : emit(program, lower(program)), program, sources }
    },
    changed: session.changed,
  }
}

/** Findings about the project as a whole first, then by file and position. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (!a.span || !b.span) return Number(a.span !== undefined) - Number(b.span !== undefined)
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1
  return a.span.start - b.span.start || a.span.end - b.span.end
}
