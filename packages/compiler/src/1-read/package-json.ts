/** The project's name and version, as `package.json` gives them. */
import { existsSync, readFileSync } from 'node:fs'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { BuildConfig } from './config.ts'

export interface PackageFacts {
  readonly name: string
  readonly version: string
  readonly diagnostics: readonly Diagnostic[]
}

/** The config's name and version win; a package without a version is `0.0.0`. */
export function readPackage(root: string, config: BuildConfig): PackageFacts {
  const file = `${root}/package.json`
  const found = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined
  const name = config.name ?? found?.name ?? ''
  const version = config.version ?? found?.version ?? '0.0.0'
  const missing = name === '' || (found === undefined && config.version === undefined)
  const problem = found === undefined ? (existsSync(file) ? 'is not JSON' : 'is missing') : 'has no name'
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
