/** A project whose config says `from`: what tsc made of the sources is served, and the sources are not needed. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { mcpgen, startCli } from '../harness/cli.ts'
import { connectClient2 } from '../harness/peers.ts'
import { temporaryProject } from '../harness/project.ts'

const TSC = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')

const FILES = {
  'package.json': '{ "name": "steps", "version": "1.0.0", "type": "module" }',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, rootDir: '.', outDir: 'dist', types: [] },
    include: ['src', 'mcpgen.config.ts'],
  }),
  'src/tools.ts': `import { Step } from './step.js'
/** Step. @tool */
export function step(from: number): { to: number } {
  return { to: from + Step.One }
}
`,
  'src/step.ts': 'export enum Step { One = 1 }\n',
}

/** Node alone would not run it. */
const CONFIG = `enum Port { Any = 0 }
export default { from: 'dist', port: Port.Any }
`

const RECORDER = `import { registerHooks } from 'node:module'
registerHooks({ load(url, context, next) { if (/tsx|\\.ts$/.test(url) && !url.includes('/packages/')) process.stderr.write('LOADED ' + url + '\\n'); return next(url, context) } })
`

async function build(cwd: string): Promise<void> {
  const { code, stderr } = await mcpgen(['build'], { cwd })
  assert.equal(code, 0, stderr)
}

function compile(cwd: string): void {
  const { status, stdout } = spawnSync(process.execPath, [TSC], { cwd, encoding: 'utf8' })
  assert.equal(status, 0, stdout)
}

describe('a project that is served from its compiled modules', { timeout: 60_000 }, () => {
  const cwd = temporaryProject(Object.entries({ ...FILES, 'mcpgen.config.ts': CONFIG }))
  before(() => build(cwd))

  it('is told to compile while there is nothing compiled', async () => {
    const { code, stderr } = await mcpgen(['start'], { cwd })
    const help = 'compile the sources into dist first, for example with `npx tsc`'
    assert.deepEqual([code, stderr], [1, `error: dist/mcpgen.config.js does not exist\n  = help  ${help}\n`])
  })

  it('answers from them, without the sources and without tsx', async t => {
    compile(cwd)
    for (const source of ['src', 'mcpgen.config.ts']) rmSync(join(cwd, source), { recursive: true })
    const recorder = join(cwd, 'recorder.mjs')
    writeFileSync(recorder, RECORDER)
    const { url, line } = await startCli([], { cwd, node: ['--import', recorder] }, t)
    const client = await connectClient2(new URL(url), 'auto')
    assert.deepEqual((await client.call('step', { from: 1 })).structuredContent, { to: 2 })
    await client.close()
    assert.doesNotMatch(line, /LOADED/)
  })
})

it('main.mjs listens and says what is not compiled, and how', { timeout: 60_000 }, async t => {
  const config = "export default { from: 'dist', port: 0 }\n"
  const cwd = temporaryProject(Object.entries({ ...FILES, 'mcpgen.config.mjs': config }), t)
  await build(cwd)
  const child = spawn(process.execPath, ['generated/main.mjs'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  for await (const chunk of child.stderr.setEncoding('utf8')) {
    said += chunk
    if (said.includes('[cause]')) break
  }
  child.kill()
  await once(child, 'exit')
  assert.match(
    said,
    /Cannot load step \(src\/tools\.ts#step\): compile the sources into dist, for example with "npx tsc"/,
  )
  assert.match(said, /\[cause\].*dist\/src\/tools\.js/)
})
