/** `from` in the config: which compiled module stands for which source, as the tsconfig has it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { type Compiled, compiledModule, isCompiled } from '../ir/compiled.ts'
import type { Declaration, ProjectFacts } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { BuildConfig } from './config.ts'
import type { EmitSettings } from './tsconfig.ts'

/**
 * Adds to the diagnostics where it can't be said. A `rootDir` is asked for because it can't be inferred: what tsc takes
 * without one has changed between its versions.
 */
export function readCompiled(
  folder: string,
  { outDir, rootDir }: EmitSettings,
  diagnostics: Diagnostic[],
): Compiled | undefined {
  if (outDir !== undefined && outDir !== folder) {
    diagnostics.push(diagnose('other-out-dir', {}, { folder, outDir: outDir || '.' }))
    return undefined
  }
  if (rootDir === undefined) {
    diagnostics.push(diagnose('no-root-dir', {}, { folder }))
    return undefined
  }
  return { folder, rootDir }
}

/** Adds a diagnostic for each source of a declaration that is not compiled into the folder. */
export function checkCompiled(declarations: readonly Declaration[], compiled: Compiled): Diagnostic[] {
  const files = new Map(declarations.map(({ file, span }) => [file, span]))
  return [...files].flatMap(([file, span]) =>
    compiledModule(file, compiled) === undefined
      ? [diagnose('outside-root-dir', { span }, { file, rootDir: compiled.rootDir })]
      : [],
  )
}

/** The module of the config: the compiled one where the tsconfig has it compiled. */
export function configModule(
  { file }: BuildConfig,
  { sources }: EmitSettings,
  compiled: Compiled,
): Pick<ProjectFacts, 'config'> {
  if (file === undefined || !isCompiled(file) || !sources.includes(file)) return {}
  const module = compiledModule(file, compiled)
  return module === undefined ? {} : { config: module }
}
