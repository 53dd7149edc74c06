/** The project's name and version, as `package.json` gives them. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Files } from '../files/files.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { BuildConfig } from './config.ts'

export interface PackageFacts {
  readonly name: string
  readonly version: string
  readonly diagnostics: readonly Diagnostic[]
}

/** The config's name and version win; a package without a version is `0.0.0`. */
export function readPackage(files: Files, root: string, config: BuildConfig): PackageFacts {
  const text = files.read(`${root}/package.json`)
  const found = text === undefined ? undefined : parse(text)
  const name = config.name ?? found?.name ?? ''
  const version = config.version ?? found?.version ?? '0.0.0'
  const missing = name === '' || (found === undefined && config.version === undefined)
  const problem = found === undefined ? (text === undefined ? 'is missing' : 'is not JSON') : 'has no name'
  const diagnostics = missing ? [diagnose('no-package-json', {}, { problem })] : []
  return { name, version, diagnostics }
}

function parse(text: string): { name?: string; version?: string } | undefined {
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown }
    return { ...(typeof name === 'string' && { name }), ...(typeof version === 'string' && { version }) }
  } catch {
    return undefined
  }
}
