/** Files that hold what was once looked at and found right. */
import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const updating = Boolean(process.env['UPDATE'])
if (updating && process.env['CI'])
  throw new Error('UPDATE rewrites goldens, which is for a person to look at: not in CI.')

/** Compares text with a golden file, or rewrites the file when `UPDATE=1`. */
export function matchGolden(file: string, actual: string): void {
  const expected = read(file)
  if (actual === expected) return
  if (!updating) assert.fail(difference(file, actual, expected))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, actual)
}

/** Compares texts by path with the files of a folder, or rewrites the folder when `UPDATE=1`. */
export function matchGoldenFolder(folder: string, actual: ReadonlyMap<string, string>): void {
  const extra = filesOf(folder).filter(path => !actual.has(path))
  if (!updating) assert.deepEqual(extra, [], `${folder} has files that are not made any more`)
  for (const path of extra) rmSync(join(folder, path))
  for (const [path, text] of actual) matchGolden(join(folder, path), text)
}

function filesOf(folder: string): string[] {
  const entries = globSync('**/*', { cwd: folder, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
}

/** The comparison that assert prints, under a line that says which file and what to do. */
function difference(file: string, actual: string, expected: string | undefined): string {
  const { message } = new assert.AssertionError({ actual, expected, operator: 'strictEqual' })
  return `${file} differs; look at the difference, and run again with UPDATE=1 when it is right\n${message}`
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
