/** The four phases, on one screen. */
import { openSession, type ReadOptions, type Session } from './1-read/read.ts'
import { createCheck } from './2-check/rules.ts'
import { createLower } from './3-lower/lower.ts'
import { createEmit, type PrintModule } from './4-emit/emit.ts'
import { linted } from './diagnostics/lint.ts'
import { createFiles, type Files } from './files/files.ts'
import type { CheckedFiles } from './ir/checked.ts'
import type { Lint, Program } from './ir/declaration.ts'
import type { Diagnostic } from './ir/diagnostic.ts'

export interface CompileOptions extends ReadOptions {
  /** Whether TypeScript is asked what it finds wrong in the user's own modules; the default is not to. */
  readonly typeErrors?: boolean
}

export interface Compilation {
  /** Errors and warnings, by file and position. With any error `files` is empty. */
  readonly diagnostics: readonly Diagnostic[]
  /** What `generated/` is to hold: text by path below it. */
  readonly files: ReadonlyMap<string, string>
  readonly program: Program
  /** The text of every file that a span points into. */
  readonly sources: ReadonlyMap<string, string>
}

type Reported = Pick<Compilation, 'diagnostics' | 'sources'>

/** Compiles a project's declarations. Writes nothing and runs nothing of the user's. */
export function compile(options: CompileOptions): Compilation {
  return createCompiler({ ...options, once: true }).compile()
}

/** A compiler that keeps what it has done, for one compilation after the other. */
export interface Compiler {
  /** With what TypeScript finds, if there is only one compilation, or if that could make it fail. */
  compile(): Compilation
  /**
   * The findings of the last compilation with those of TypeScript, a step for each module that it takes; undefined where they
   * are there already, or not asked for.
   */
  typeErrors(): Generator<undefined, Reported> | undefined
  /** What TypeScript has found by now, for another process. */
  checked(): CheckedFiles
  /** Says what is different since the last compilation; without paths it may be anything. */
  changed(paths?: readonly string[]): void
}

export interface CompilerOptions extends CompileOptions {
  readonly files?: Files
  /** Prints validators; the default does so anew each time. */
  readonly print?: PrintModule
  /** Whether there is only one compilation: then what was read is let go before anything is made of it. */
  readonly once?: boolean
  /** What TypeScript has found in another process. */
  readonly checked?: CheckedFiles
}

export function createCompiler({
  files = createFiles(),
  print,
  once = false,
  typeErrors = false,
  checked,
  ...options
}: CompilerOptions): Compiler {
  const session = openSession(files, checked)
  const [check, lower, emit] = [createCheck(), createLower(), createEmit(print)]
  let rest: ReturnType<Compiler['typeErrors']>
  return {
    compile() {
      const { program, diagnostics: found, sources } = session.read(options)
      const { lint = {} } = program.project
      const own = { diagnostics: [...found, ...check(program, found)], sources, lint }
      const steps = typeErrors && lint['type-error'] !== 'off' ? withTypeErrors(own, session) : undefined
      const now = steps !== undefined && (once || lint['type-error'] === 'error') ? toEnd(steps) : reported(own)
      rest = once || lint['type-error'] === 'error' ? undefined : steps
      if (once) session.close()
      const failed = now.diagnostics.some(diagnostic => diagnostic.severity === 'error')
      return { ...now, files: failed ? new Map() : emit(program, lower(program)), program }
    },
    typeErrors: () => rest,
    checked: session.checked,
    changed: session.changed,
  }
}

/** What a compilation has found, before the config has its say. */
interface Found extends Reported {
  readonly lint: Lint
}

function reported({ diagnostics, sources, lint }: Found): Reported {
  return { diagnostics: linted(diagnostics, lint).sort(byPlace), sources }
}

function* withTypeErrors(own: Found, session: Session): Generator<undefined, Reported> {
  const { diagnostics, sources } = yield* session.typeErrors()
  return reported({
    ...own,
    diagnostics: [...own.diagnostics, ...diagnostics],
    sources: new Map([...own.sources, ...sources]),
  })
}

function toEnd<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** Findings about the project as a whole first, then by file and position. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (!a.span || !b.span) return Number(a.span !== undefined) - Number(b.span !== undefined)
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1
  return a.span.start - b.span.start || a.span.end - b.span.end
}
