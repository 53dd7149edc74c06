/** TypeScript in, IR out. This folder alone knows TypeScript. */
import { createFiles, type Files } from '../files/files.ts'
import type { CheckedFiles } from '../ir/checked.ts'
import type { Declaration, Program, ProjectFacts } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { NamedType } from '../ir/type.ts'
import { checkCompiled, configModule, readCompiled } from './compiled.ts'
import { type BuildConfig, readConfig } from './config.ts'
import type { Access } from './config-access.ts'
import { exposeRoutes } from './exposure.ts'
import type { Findings } from './findings.ts'
import { readIcons } from './icons/icons.ts'
import { readPackage } from './package-json.ts'
import { compare, type Opened, openProject, type Programs } from './project.ts'
import { placeKey } from './reader.ts'
import { createReadings, type FileReading, type Readings } from './readings.ts'
import { readSkills } from './skills/skills.ts'
import { createTypeErrors } from './type-errors.ts'

export interface ReadOptions {
  /** The project's root, an absolute path: where `package.json` and the tsconfig stand. */
  readonly root: string
  /** The folder of sources below the root; else the config's `src`, else `src`. */
  readonly src?: string
  /** The folder of generated files below the root, which is not read; else the config's `out`, else `generated`. */
  readonly out?: string
  /** Default `tsconfig.json`; a project without one is read with the defaults of `tsc --init`. */
  readonly tsconfig?: string
}

export interface Reading {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
  /** The text of every file that a span may point into, by its path as spans write it. */
  readonly sources: ReadonlyMap<string, string>
}

/** Reads a project again and again: what has not changed since the last time is taken from there. */
export interface Session {
  read(options: ReadOptions): Reading
  /**
   * Says what is different since: the texts of files that were there already. Without paths it may be anything, such as a
   * new file or another `package.json`.
   */
  changed(paths?: readonly string[]): void
  /** What TypeScript itself finds wrong in what was last read, and is not said yet. A step for each file that it takes. */
  typeErrors(): Generator<undefined, Findings>
  /** All that is known of that by now. */
  checked(): CheckedFiles
  /** Lets go of what is kept for another time. */
  close(): void
}

/** @param checked What another process knows of TypeScript's findings. */
export function openSession(files: Files, checked?: CheckedFiles): Session {
  const programs: Programs = { files, last: undefined }
  const readings = createReadings(files)
  const typeErrors = createTypeErrors(checked)
  let last: ProjectReading | undefined
  return {
    read(options) {
      last = readProject(options, programs, readings)
      return last.reading
    },
    changed(paths) {
      last = undefined
      for (const path of paths ?? [undefined]) files.forget(path)
      if (paths !== undefined) return
      readings.askAgain()
      if (programs.last === undefined) return
      programs.last.program = undefined
      programs.last.host.resolveAgain()
    },
    *typeErrors() {
      if (last?.opened === undefined) return { diagnostics: [], sources: new Map() }
      const { opened, root, reading } = last
      return yield* typeErrors.of(opened, { root, said: reading.diagnostics })
    },
    checked: typeErrors.known,
    close() {
      last = undefined
      programs.last = undefined
      readings.clear()
    },
  }
}

/** Reads the declarations of a project. Never throws for what a user wrote: that becomes a diagnostic. */
export function read(options: ReadOptions): Reading {
  return openSession(createFiles()).read(options)
}

interface ProjectReading {
  readonly reading: Reading
  readonly root: string
  /** Undefined where nothing could be opened. */
  readonly opened: Opened | undefined
}

function readProject(options: ReadOptions, programs: Programs, readings: Readings): ProjectReading {
  const root = withSlashes(options.root)
  const { files } = programs
  const { config, diagnostics, sources } = readConfig(files, root)
  const { name, version, diagnostics: inPackage } = readPackage(files, root, config)
  const src = folder(options.src ?? config.src ?? 'src')
  const out = folder(options.out ?? config.out ?? 'generated')
  const found = { diagnostics: [...diagnostics, ...inPackage], sources: new Map(sources) }
  const icons = iconFacts(config, { root, files, found })
  const project: ProjectFacts = { name, version, ...configFacts(config), ...icons, src, out }
  for (const written of [out, '.mcpgen']) files.hide(`${root}/${written}`)
  const skills = config.skills === undefined ? undefined : readSkills(files, root, folder(config.skills), found)
  const opened = openProject({ root, src, out, tsconfig: options.tsconfig }, programs, found)
  if (opened === undefined)
    return { reading: { program: { declarations: [], types: new Map(), project }, ...found }, root, opened }
  const read = together(readings.of(opened, root, new Set(config.allowedTags)))
  const exposed = exposeRoutes(read.program.declarations, config.expose, isSound(read.diagnostics))
  const compiled = compiledFacts(config, opened, read.program.declarations)
  const facts = { ...project, ...(skills && { skills }), ...compiled.facts }
  const reading = {
    program: { ...read.program, declarations: exposed.declarations, project: facts },
    diagnostics: [...found.diagnostics, ...compiled.diagnostics, ...read.diagnostics, ...exposed.diagnostics],
    sources: new Map([...found.sources, ...read.sources]),
  }
  return { reading, root, opened }
}

/** A file's path begins where the config stands. */
function iconFacts(
  { icons = [] }: BuildConfig,
  { root, files, found }: { root: string; files: Files; found: Findings },
): Pick<ProjectFacts, 'icons'> {
  const report = (diagnostic: Diagnostic) => void found.diagnostics.push(diagnostic)
  const read = readIcons(icons, { folder: root, readBytes: files.bytes, report })
  return read.length > 0 ? { icons: read } : {}
}

function isSound(diagnostics: readonly Diagnostic[]): boolean {
  return !diagnostics.some(({ severity }) => severity === 'error')
}

/** What `from` makes of the project's facts. */
function compiledFacts(config: BuildConfig, { emit }: Opened, declarations: readonly Declaration[]) {
  const diagnostics: Diagnostic[] = []
  const compiled = config.from === undefined ? undefined : readCompiled(folder(config.from), emit, diagnostics)
  if (compiled === undefined) return { facts: {}, diagnostics }
  diagnostics.push(...checkCompiled(declarations, compiled))
  return { facts: { compiled, ...configModule(config, emit, compiled) }, diagnostics }
}

function together(readings: readonly FileReading[]) {
  const diagnostics = new Map<string, Diagnostic>()
  for (const one of readings.flatMap(reading => reading.diagnostics)) {
    const key = placeKey(one)
    if (!diagnostics.has(key)) diagnostics.set(key, one)
  }
  return {
    program: { declarations: readings.flatMap(reading => reading.declarations), types: typesOf(readings) },
    diagnostics: [...diagnostics.values()],
    sources: new Map(readings.flatMap(reading => [...reading.sources])),
  }
}

/** By name, in the order of the names. */
function typesOf(readings: readonly FileReading[]): ReadonlyMap<string, NamedType> {
  const types = new Map(readings.flatMap(reading => reading.named.map(type => [type.name, type])))
  return new Map([...types].sort(([a], [b]) => compare(a, b)))
}

type ConfigFacts = Pick<ProjectFacts, 'config' | 'title' | 'instructions' | 'lint' | 'targets' | 'path' | 'expose'> &
  Access

function configFacts({ file, title, instructions, lint, targets, access, path, expose }: BuildConfig): ConfigFacts {
  return {
    ...access,
    ...(file !== undefined && { config: file }),
    ...(title !== undefined && { title }),
    ...(instructions !== undefined && { instructions }),
    ...(lint !== undefined && { lint }),
    ...(path !== undefined && { path }),
    ...(expose !== undefined && { expose }),
    ...(targets !== undefined && { targets }),
  }
}

function withSlashes(path: string): string {
  const slashed = path.replaceAll('\\', '/')
  return slashed.length > 1 ? slashed.replace(/\/+$/, '') : slashed
}

/** Without `./` before and `/` behind; empty for the root itself. */
function folder(path: string): string {
  return withSlashes(path)
    .replace(/^(\.\/+)+/, '')
    .replace(/^\.$/, '')
}
