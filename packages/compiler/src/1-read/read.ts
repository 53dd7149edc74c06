/** TypeScript in, IR out. This folder alone knows ts-morph. */
import type { Program, ProjectFacts } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { type BuildConfig, readConfig } from './config.ts'
import { readDeclarations } from './declarations.ts'
import { readPackage } from './package-json.ts'
import { type Opened, openProject } from './project.ts'
import { createReader } from './reader.ts'
import { createTypes } from './type.ts'

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

/** Reads the declarations of a project. Never throws for what a user wrote: that becomes a diagnostic. */
export function read(options: ReadOptions): Reading {
  const root = withSlashes(options.root)
  const { config, diagnostics, sources } = readConfig(root)
  const { name, version, diagnostics: inPackage } = readPackage(root, config)
  const src = folder(options.src ?? config.src ?? 'src')
  const out = folder(options.out ?? config.out ?? 'generated')
  const project: ProjectFacts = { name, version, ...configFacts(config), src, out }
  const found = { diagnostics: [...diagnostics, ...inPackage], sources: new Map(sources) }
  const opened = openProject({ root, src, out, tsconfig: options.tsconfig }, found)
  if (opened === undefined) return { program: { declarations: [], types: new Map(), project }, ...found }
  const read = readProgram(root, opened, new Set(config.allowedTags))
  return {
    program: { ...read.program, project },
    diagnostics: [...found.diagnostics, ...read.diagnostics],
    sources: new Map([...found.sources, ...read.sources]),
  }
}

function readProgram(root: string, opened: Opened, allowedTags: ReadonlySet<string>) {
  const state = createReader(root, opened.program, allowedTags)
  const types = createTypes(state.reader)
  const declarations = opened.files.flatMap(file => readDeclarations(types, file))
  return {
    program: { declarations, types: types.named.settle() },
    diagnostics: state.diagnostics,
    sources: state.sources,
  }
}

function configFacts({
  file,
  title,
  instructions,
}: BuildConfig): Pick<ProjectFacts, 'config' | 'title' | 'instructions'> {
  return {
    ...(file !== undefined && { config: file }),
    ...(title !== undefined && { title }),
    ...(instructions !== undefined && { instructions }),
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
