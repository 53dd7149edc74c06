/** `mcpgen build` on small projects: what it prints and its exit code are in `fixtures/cli/<name>.txt`. */
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { mcpgen } from '../harness/cli.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const ADD = `/**
 * Add two integers.
 * @tool @readOnly
 * @param a First addend. {@integer}
 * @param b Second addend. {@integer}
 */
export function add(a: number, b: number): { sum: number } {
  return { sum: a + b }
}
`
const NOT_JSON = '/** Tell the time. @tool @readOnly */\nexport const at = (when: Date): string => String(when)\n'
const PACKAGE = JSON.stringify({ name: 'sums', version: '1.0.0', type: 'module' })
const GOLDENS = join(import.meta.dirname, '../../fixtures/cli')

function project(t: TestContext, files: Record<string, string>): string {
  return temporaryProject(Object.entries({ 'package.json': PACKAGE, ...files }), t)
}

/** Runs the command, compares all that it said with its golden, and returns the exit code. */
async function run(name: string, cwd: string, args: readonly string[]): Promise<number | null> {
  const { code, stdout, stderr } = await mcpgen(args, { cwd })
  const said = `$ mcpgen ${args.join(' ')}\n${stdout}${stderr}exit code ${code}\n`
  matchGolden(join(GOLDENS, `${name}.txt`), said.replaceAll(/ {3}\d+ ms$/gm, '   <time> ms'))
  return code
}

describe('mcpgen build', { concurrency: 2 }, () => {
  it('lists what it wrote, and the second time only counts', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    assert.equal(await run('built', cwd, ['build', 'src/']), 0)
    const times = new Map(filesOf(cwd).map(file => [file, statSync(file).mtimeMs]))
    assert.equal(await run('built-again', cwd, ['build', 'src/']), 0)
    for (const [file, time] of times) assert.equal(statSync(file).mtimeMs, time, file)
  })

  it('works from another folder, and finds the root above the sources', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    mkdirSync(join(cwd, 'elsewhere'))
    assert.equal((await mcpgen(['build', '../src'], { cwd: join(cwd, 'elsewhere') })).code, 0)
    assert.equal(await run('checked', cwd, ['build', '--check']), 0)
    const { stdout, code } = await mcpgen(['build', '--project', cwd, '--check'], { cwd: '/' })
    assert.deepEqual([stdout.split('   ')[0], code], ['1 tool, 0 resources, 0 prompts', 0])
  })

  it('prints warnings, and builds', async t => {
    const cwd = project(t, { 'src/math.ts': ADD.replace(' * Add two integers.\n', '') })
    assert.equal(await run('warning', cwd, ['build']), 0)
    assert.ok(existsSync(join(cwd, 'generated/app.mjs')))
  })

  it('tells type errors as warnings, whether it reads the sources or finds them as they were', async t => {
    const wrong = ADD.replace('return {', "const parts: number[] = [a, b, 'c']\n  return {")
    const cwd = project(t, { 'src/math.ts': wrong })
    assert.equal(await run('type-error', cwd, ['build']), 0)
    assert.equal(await run('type-error-again', cwd, ['build']), 0)
    assert.equal(await run('type-error-check', cwd, ['build', '--check', '--format', 'github']), 0)
    appendFileSync(join(cwd, 'src/math.ts'), '// more\n')
    assert.equal(await run('type-error-again', cwd, ['build']), 0)
  })

  it('fails on a stale folder with --check, and leaves it as it is', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    await mcpgen(['build'], { cwd })
    appendFileSync(join(cwd, 'generated/app.mjs'), '// edited\n')
    rmSync(join(cwd, 'generated/tools/add.json'))
    const before = snapshot(cwd)
    assert.equal(await run('stale', cwd, ['build', '--check']), 1)
    assert.equal(await run('stale-json', cwd, ['build', '--check', '--format', 'json']), 1)
    assert.equal(await run('stale-github', cwd, ['build', '--check', '--format', 'github']), 1)
    assert.deepEqual(snapshot(cwd), before)
    assert.equal((await mcpgen(['build'], { cwd })).code, 0)
    assert.equal((await mcpgen(['build', '--check'], { cwd })).code, 0)
  })

  it('fails with --check where nothing was built', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    assert.equal(await run('never-built', cwd, ['build', '--check']), 1)
    assert.ok(!existsSync(join(cwd, 'generated')))
  })
})

/** Bad input: the name of the golden, the files, and the command. */
const BAD: readonly [string, Record<string, string>, string[]][] = [
  ['syntax-error', { 'src/math.ts': ADD.replace('b }', 'b') }, ['build']],
  ['not-json', { 'src/at.ts': NOT_JSON }, ['build']],
  ['two-of-one-name', { 'src/a.ts': ADD, 'src/b.ts': `\n${ADD}` }, ['build']],
  ['two-files', { 'src/a.ts': NOT_JSON, 'src/b.ts': ADD.replace('b }', 'b') }, ['build']],
  ['nothing-declared', { 'src/a.ts': 'export const a = 1\n' }, ['build']],
  ['missing-folder', { 'src/a.ts': ADD }, ['build', 'source/']],
  ['missing-tsconfig', { 'src/a.ts': ADD }, ['build', '--tsconfig', 'tsconfig.build.json']],
  ['errors-json', { 'src/a.ts': ADD.replace('b }', 'b') }, ['build', '--format', 'json']],
  ['errors-github', { 'src/a.ts': ADD.replace('b }', 'b') }, ['build', '--format', 'github']],
  ['errors-check', { 'src/a.ts': ADD.replace('b }', 'b') }, ['build', '--check']],
]

describe('mcpgen build, with an error', { concurrency: 2 }, () => {
  for (const [name, files, args] of BAD) {
    it(`reports ${name} and writes nothing`, async t => {
      const cwd = project(t, files)
      assert.equal(await run(name, cwd, args), 1)
      assert.ok(!existsSync(join(cwd, 'generated')))
    })
  }

  it('keeps what the last build wrote', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    await mcpgen(['build'], { cwd })
    const before = snapshot(join(cwd, 'generated'))
    appendFileSync(
      join(cwd, 'src/math.ts'),
      '/** Odd. @tool @readOnly */\nexport const odd = (x: symbol): string => String(x)\n',
    )
    assert.equal((await mcpgen(['build'], { cwd })).code, 1)
    assert.deepEqual(snapshot(join(cwd, 'generated')), before)
  })
})

const WRONG_USAGE: Record<string, string[]> = {
  'unknown-option': ['build', '--chekc'],
  'unknown-command': ['biuld'],
  'unknown-format': ['build', '--format', 'xml'],
  'too-many-arguments': ['build', 'src', 'lib'],
  'no-tool': ['call'],
  'not-a-port': ['start', '--port', '70000'],
}

describe('wrong usage', { concurrency: 2 }, () => {
  for (const [name, args] of Object.entries(WRONG_USAGE)) {
    it(`exits with 2 for ${name}`, async t => {
      const cwd = project(t, { 'src/math.ts': ADD })
      assert.equal(await run(name, cwd, args), 2)
      assert.deepEqual(readdirSync(cwd).sort(), ['node_modules', 'package.json', 'src'])
    })
  }

  it('exits with 2 and prints the help without a command, with 0 when asked for it', async t => {
    const cwd = project(t, {})
    assert.equal(await run('help', cwd, ['--help']), 0)
    const bare = await mcpgen([], { cwd })
    assert.deepEqual([bare.code, bare.stdout], [2, ''])
    assert.match(bare.stderr, /^Usage: mcpgen /)
  })
})

function filesOf(folder: string): string[] {
  const entries = readdirSync(join(folder, 'generated'), { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

/** Every file below the folder and its text. */
function snapshot(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return Object.fromEntries(
    entries.map(entry => join(entry.parentPath, entry.name)).map(file => [file, readFileSync(file, 'utf8')]),
  )
}

describe('a failure of mcpgen itself', () => {
  const BROKEN = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module'
const source = 'export function createCompiler() { throw new Error("boom") }'
registerHooks({ load: (url, context, next) => url.endsWith('/compile.ts') ? { format: 'module', source, shortCircuit: true } : next(url, context) })
`)}`

  it('is a few lines that say how to report it, without a stack', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    const { code, stdout, stderr } = await mcpgen(['build'], { cwd, node: ['--import', BROKEN] })
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^error: mcpgen itself failed: boom\n.*report it at https:.*\n.*MCPGEN_DEBUG=1\.\n$/)
  })

  it('shows the stack with MCPGEN_DEBUG=1', async t => {
    const cwd = project(t, { 'src/math.ts': ADD })
    const { stderr } = await mcpgen(['build'], { cwd, node: ['--import', BROKEN], env: { MCPGEN_DEBUG: '1' } })
    assert.match(stderr, /Error: boom\n {4}at (?:Module\.)?createCompiler/)
  })
})
