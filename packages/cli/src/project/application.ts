/** Loads what `mcpgen build` wrote. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Application } from '@mcpgen/runtime'
import { CommandError } from '../errors.ts'
import { findRoot, generatedFolder, shown } from './root.ts'
import { registerTypeScript } from './typescript.ts'

const TYPESCRIPT = /\.[cm]?tsx?['"]/

/** The line of an application that imports compiled modules. */
const FROM = /^ {2}from: '([^']+)',$/m

/** Imports from outside of the generated folder. */
const OUTSIDE = /(?:import\(|from )'(\.\.\/[^']+)'/g

/**
 * The project's application, not yet listening. What `generated/` says is taken as it is: whether it is what the sources
 * say is the question of `build --check`.
 *
 * @throws {CommandError} when there is no build, or it cannot be loaded.
 */
export async function loadApplication(project: string | undefined): Promise<Application> {
  const file = join(generatedFolder(findRoot(project)), 'app.mjs')
  if (!existsSync(file)) {
    throw new CommandError(`${shown(file)} does not exist`, { help: 'run `mcpgen build` first' })
  }
  const text = readFileSync(file, 'utf8')
  checkCompiled(file, text)
  if (TYPESCRIPT.test(text)) await registerTypeScript()
  return importApplication(file)
}

/** What is compiled is not committed: after a checkout there is none. */
function checkCompiled(file: string, text: string): void {
  const [, folder] = FROM.exec(text) ?? []
  if (folder === undefined) return
  const modules = new Set([...text.matchAll(OUTSIDE)].map(([, specifier = '']) => specifier))
  const paths = [...modules].map(specifier => fileURLToPath(new URL(specifier, pathToFileURL(file))))
  const missing = paths.find(path => !existsSync(path))
  if (missing === undefined) return
  const help = `compile the sources into ${folder} first, for example with \`npx tsc\``
  throw new CommandError(`${shown(missing)} does not exist`, { help })
}

async function importApplication(file: string): Promise<Application> {
  const module = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const missing = reason.includes("'@mcpgen/runtime'") ? 'npm install @mcpgen/runtime' : undefined
    throw new CommandError(`${shown(file)} cannot be loaded: ${reason}`, { ...(missing && { help: missing }), cause })
  })
  if (typeof module.app?.listen !== 'function') {
    throw new CommandError(`${shown(file)} has no application`, { help: 'run `mcpgen build` again' })
  }
  return module.app
}
