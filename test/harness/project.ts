/** Projects on the disk, outside the workspace, that find the runtime as a user's do. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { after } from 'node:test'

const RUNTIME = join(import.meta.dirname, '../../packages/runtime')

/** An empty folder that is gone after the test, or after the file's tests. */
export function temporaryFolder(t?: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgen-test-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (t) t.after(remove)
  else after(remove)
  return folder
}

/** A folder with these files, in which `@mcpgen/runtime` can be imported. */
export function temporaryProject(files: Iterable<readonly [string, string | Uint8Array]>, t?: TestContext): string {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'node_modules/@mcpgen'), { recursive: true })
  symlinkSync(RUNTIME, join(folder, 'node_modules/@mcpgen/runtime'), 'dir')
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}
