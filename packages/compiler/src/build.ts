/** A build from sources to the folder on disk. Nothing of the compiler is loaded when nothing has changed. */
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { PrintModule } from './4-emit/emit.ts'
import { type Change, drift, stands, write } from './4-emit/write.ts'
import { keyOf } from './cache/key.ts'
import { openStore } from './cache/store.ts'
import type { Compilation, CompileOptions, Compiler, CompilerOptions } from './compile.ts'
import { type Asked, createFiles } from './files/files.ts'
import { hashOf, holds, readText, type Trace } from './files/trace.ts'
import type { CheckedFiles } from './ir/checked.ts'
import type { Declaration } from './ir/declaration.ts'
import type { Diagnostic } from './ir/diagnostic.ts'

export { type Change, WriteError } from './4-emit/write.ts'
export type { Asked } from './files/files.ts'
export type { Diagnostic } from './ir/diagnostic.ts'
export type { Span } from './ir/span.ts'

export interface BuildOptions extends CompileOptions {
  /** Compares and writes nothing. What earlier builds left is not asked. */
  readonly check?: boolean
  /** Called when the compiler has been loaded, before it is set to work. */
  readonly loaded?: () => void
}

export interface Build {
  /** Errors and warnings, by file and position. With any error nothing is written. */
  readonly diagnostics: readonly Diagnostic[]
  /** The text of every file that a span points into. */
  readonly sources: ReadonlyMap<string, string>
  /** How many declarations of each kind there are. */
  readonly counts: Readonly<Record<Declaration['kind'], number>>
  /** The folder of sources and the generated folder, below the root. */
  readonly src: string
  readonly out: string
  /** What was written, or, for a check, what would have been. */
  readonly changes: readonly Change[]
}

/** Builds once. Leaves notes in `.mcpgen/` below the root, with which the next build is quicker. */
export async function build({ check = false, loaded, ...options }: BuildOptions): Promise<Build> {
  if (check) {
    const { compile } = await import('./compile.ts')
    loaded?.()
    return finish(options.root, compile(options), drift)
  }
  return openBuilder(options, { ...(loaded && { loaded }) }).build()
}

/** Builds the same project again and again. */
export interface Builder {
  build(): Promise<Build>
  /**
   * The last build with what TypeScript finds in its modules, where that is asked for and was not part of it. Whatever else there
   * is to do comes first; undefined where that was another build, or the signal. What was found is known the next time.
   */
  typeErrors(signal?: AbortSignal): Promise<Build | undefined>
  /** Says what is different since the last build: texts of files that were there; without paths it may be anything. */
  changed(paths?: readonly string[]): void
  /** The files and folders, absolute, that the last build asked for. */
  asked(): Asked
  /** Leaves what the next process can use. */
  keep(): void
}

interface BuilderOptions extends Pick<BuildOptions, 'loaded'> {
  /** Whether it is for more than one build: then only `keep` leaves something. */
  readonly again?: boolean
}

export function openBuilder(options: CompileOptions, { again = false, loaded }: BuilderOptions = {}): Builder {
  const store = openStore(join(options.root, '.mcpgen'), keyOf(options))
  const files = createFiles()
  const modules = new Map<string, Module>()
  let compiler: Compiler | undefined
  /** The last build, and the last without an error. */
  let latest: Build | undefined
  let last: { readonly build: Build; readonly texts: ReadonlyMap<string, string> } | undefined
  /** Whether all that is to be found in the latest has been. */
  let complete = false
  const note = store.read(NAME) as Note | undefined
  const builder: Builder = {
    async build() {
      if (!again && note !== undefined && isCurrent(note, options.root)) return unchanged(note)
      if (compiler === undefined) {
        compiler = await load({ ...options, files, once: !again }, modules, note)
        loaded?.()
      }
      const compilation = compiler.compile()
      const build = finish(options.root, compilation, (out, texts) => write(out, texts, last?.texts))
      latest = build
      complete = compiler.typeErrors() === undefined
      if (!hasErrors(compilation)) last = { build, texts: compilation.files }
      if (!again) builder.keep()
      return build
    },
    async typeErrors(signal) {
      const [steps, build] = [compiler?.typeErrors(), latest]
      const found = steps && (await patiently(steps, () => latest === build && signal?.aborted !== true))
      if (found === undefined || build === undefined) return undefined
      latest = { ...build, ...found }
      complete = true
      if (last?.build === build) last = { ...last, build: latest }
      return latest
    },
    changed: paths => compiler?.changed(paths),
    asked: files.asked,
    keep() {
      if (last === undefined || compiler === undefined) return
      const isWhole = complete && last.build === latest
      store.keep(NAME, { ...noteOf(last, modules, files.trace()), checked: compiler.checked(), isWhole })
    },
  }
  return builder
}

/** A module of validators, and the hash of what it was printed from. */
interface Module {
  readonly source: string
  readonly text: string
}

/** Printing validators is most of a build: where one stands that would be printed from the same, it is taken. */
async function load(
  options: CompilerOptions & { readonly root: string },
  modules: Map<string, Module>,
  note: Note | undefined,
): Promise<Compiler> {
  const [{ createCompiler }, { printModule }] = await Promise.all([
    import('./compile.ts'),
    import('./4-emit/module-source.ts'),
  ])
  const print: PrintModule = (path, from) => {
    const source = hashOf(JSON.stringify(from))
    const known = modules.get(path)
    if (known?.source === source) return known.text
    const text =
      standing(
        join(options.root, note?.build.out ?? '', path),
        note?.modules[path] === source ? note.outputs[path] : undefined,
      ) ?? printModule(from)
    modules.set(path, { source, text })
    return text
  }
  return createCompiler({ ...options, print, ...(note && { checked: note.checked }) })
}

/** A file's text, if it has this hash. */
function standing(file: string, hash: string | undefined): string | undefined {
  const text = hash === undefined ? undefined : readText(file)?.replaceAll('\r\n', '\n')
  return text !== undefined && hashOf(text) === hash ? text : undefined
}

/** Takes the steps, each when nothing else waits; undefined when it is no longer the time for them. */
async function patiently<T>(steps: Generator<unknown, T>, isTime: () => boolean): Promise<T | undefined> {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
    await setImmediate()
    if (!isTime()) return undefined
  }
}

function finish(
  root: string,
  compilation: Compilation,
  apply: (out: string, files: ReadonlyMap<string, string>) => Change[],
): Build {
  const { diagnostics, sources, program, files } = compilation
  const { src, out } = program.project
  const counts = { tool: 0, resource: 0, prompt: 0, route: 0 }
  for (const { kind } of program.declarations) counts[kind]++
  const changes = hasErrors(compilation) ? [] : apply(join(root, out), files)
  return { diagnostics, sources, counts, src, out, changes }
}

function hasErrors({ diagnostics }: Pick<Build, 'diagnostics'>): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error')
}

const NAME = 'build'

/** What a build leaves to the next. */
interface Note {
  readonly trace: Trace
  /** Hashes of the generated files. */
  readonly outputs: Readonly<Record<string, string>>
  /** Hashes of what the modules of validators among them were printed from. */
  readonly modules: Readonly<Record<string, string>>
  readonly build: Omit<Build, 'sources' | 'changes'>
  /** Of the files that the findings are in. */
  readonly texts: Readonly<Record<string, string>>
  /** What TypeScript has found by now. */
  readonly checked: CheckedFiles
  /** Whether the build is of what the trace tells, with all that there is to find. */
  readonly isWhole: boolean
}

function noteOf(
  { build, texts }: { readonly build: Build; readonly texts: ReadonlyMap<string, string> },
  modules: ReadonlyMap<string, Module>,
  trace: Trace,
): Omit<Note, 'checked' | 'isWhole'> {
  const { diagnostics, sources, counts, src, out } = build
  const spans = diagnostics.flatMap(({ span, notes = [] }) => [span, ...notes.map(note => note.span)])
  const shown = new Set(spans.map(span => span?.file))
  return {
    trace,
    outputs: Object.fromEntries([...texts].map(([path, text]) => [path, hashOf(text)])),
    modules: Object.fromEntries([...modules].map(([path, { source }]) => [path, source])),
    build: { diagnostics, counts, src, out },
    texts: Object.fromEntries([...sources].filter(([file]) => shown.has(file))),
  }
}

/** Whether a new build would be told the same, and find its files in place. */
function isCurrent({ trace, outputs, build, isWhole }: Note, root: string): boolean {
  return isWhole && holds(trace) && stands(join(root, build.out), outputs)
}

function unchanged({ build, texts }: Note): Build {
  return { ...build, sources: new Map(Object.entries(texts)), changes: [] }
}
