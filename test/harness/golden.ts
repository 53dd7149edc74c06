/** Files that hold what was once looked at and found right. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

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
