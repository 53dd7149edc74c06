/** A project that is built, loaded and served, as its user would. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import type { Application } from '@mcpgen/runtime'
import { clientOf } from './server.ts'

export interface Built extends ReturnType<typeof clientOf>, AsyncDisposable {
  readonly root: string
  readonly app: Application
  readonly port: number
}

/** Every file below a folder, by its path there. */
export function filesBelow(folder: string): [string, string][] {
  const entries = globSync('**/*', { cwd: folder, withFileTypes: true }).filter(entry => entry.isFile())
  return entries.map(entry => {
    const path = join(entry.parentPath, entry.name)
    return [relative(folder, path), readFileSync(path, 'utf8')]
  })
}

/** Builds a project, and listens on a free port. A finding of the build is a failure. */
export async function serveProject(root: string): Promise<Built> {
  const { files: generated, diagnostics } = compile({ root })
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [],
  )
  write(join(root, 'generated'), generated)
  const { app } = (await import(pathToFileURL(join(root, 'generated/app.mjs')).href)) as { app: Application }
  const { port } = await app.listen({ port: 0, eager: true })
  return { root, app, port, ...clientOf(port), [Symbol.asyncDispose]: () => app.close() }
}
