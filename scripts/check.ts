/** Everything `npm test` checks, in the order in which a failure is quickest to read. `npm test -- <files>` runs those tests only. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { styleText } from 'node:util'

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

const chosen = process.argv.slice(2)
const tests = chosen.length > 0 ? chosen : globSync(['test/**/*.test.ts', 'examples/*/test/**/*.test.ts']).sort()
const test: Step = {
  name: 'tests',
  command: ['node', '--test', '--test-reporter=spec', '--test-timeout=240000', ...tests],
}
const steps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'ci', '--reporter=summary', '.'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'dead code', command: ['knip'] },
  test,
]

const failed = (chosen.length > 0 ? [test] : steps).filter(step => !passes(step))
if (failed.length > 0) {
  console.error(styleText('red', `\nfailed: ${failed.map(step => step.name).join(', ')}`))
  process.exitCode = 1
}

/** Runs a step in the foreground. */
function passes({ name, command }: Step): boolean {
  console.log(styleText('bold', `\n${name}`))
  const started = performance.now()
  const [program = '', ...args] = command
  const { status } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  console.log(`${status === 0 ? 'ok' : 'failed'}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return status === 0
}
