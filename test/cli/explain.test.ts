import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { it } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CLI = join(import.meta.dirname, '../../packages/cli/src/bin.ts')

it('explain shows why a code matters, and an example of it', async () => {
  const { stdout } = await run(process.execPath, [CLI, 'explain', 'not-serializable'])
  assert.match(stdout, /^error\[not-serializable\]\n\nA client sends arguments and reads results as JSON/)
  assert.match(stdout, /\nsrc\/input\.ts\n\n {2}class Meter \{\n/)
  assert.match(stdout, /\nThe build says:\n\n {2}error\[not-serializable\] {2}`price` has type bigint/)
})

it('explain knows what was probably meant, and that the call was wrong', async () => {
  const error = await run(process.execPath, [CLI, 'explain', 'nonserializable']).catch(failure => failure)
  assert.equal(error.code, 2)
  assert.match(error.stderr, /there is no code `nonserializable`; did you mean `not-serializable`\?/)
})
