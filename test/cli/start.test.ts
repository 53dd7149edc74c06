/** `mcpgen start` as a process, on sources that Node alone would not run. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { before, describe, it, type TestContext } from 'node:test'
import { mcpgen, spawnCli, startCli } from '../harness/cli.ts'
import { connectClient2 } from '../harness/peers.ts'
import { temporaryProject } from '../harness/project.ts'

/** An enum, a `.js` and an extensionless specifier, an import of a type without `type`, a print on standard output. */
const SOURCES: Record<string, string> = {
  'src/tools.ts': `import { Context, UserError } from '@mcpgen/runtime'
import { next } from './state.js'
import { Step } from './step'
console.log('loaded')
/** Count. @tool */
export function count(ctx: Context): { count: number } {
  console.log('called')
  return { count: next() * Step.One }
}
/** Refuse. @tool */
export function refuse(): string {
  throw new UserError('not today')
}
`,
  'src/more.ts': `import { next } from './state.js'
/** Count too. @tool */
export const countToo = (): { count: number } => ({ count: next() })
`,
  'src/same.ts': `import { state } from 'esm-only'
/** Tell whether a package that is an ES module is loaded once. @tool */
export const same = async (): Promise<{ same: boolean }> => ({ same: (await import('esm-only')).state === state })
`,
  'node_modules/esm-only/package.json': '{"type":"module","exports":{"types":"./index.d.ts","default":"./index.js"}}',
  'node_modules/esm-only/index.js': 'export const state = {}\n',
  'node_modules/esm-only/index.d.ts': 'export declare const state: object\n',
  'src/state.ts': 'let n = 0\nexport const next = (): number => ++n\n',
  'src/step.ts': 'export enum Step { One = 1 }\n',
}

function project(manifest: object, t?: TestContext): string {
  const files = { ...SOURCES, 'package.json': JSON.stringify({ name: 'steps', version: '2.0.0', ...manifest }) }
  return temporaryProject(Object.entries(files), t)
}

async function build(cwd: string): Promise<void> {
  const { code, stdout } = await mcpgen(['build'], { cwd })
  assert.equal(code, 0, stdout)
}

/** `npm init` writes the second or the third. */
const PACKAGES = {
  'an ES module package': { type: 'module' },
  'a CommonJS package': { type: 'commonjs' },
  'a package without a type': {},
}

for (const [kind, manifest] of Object.entries(PACKAGES)) {
  describe(`mcpgen start in ${kind}`, () => {
    const cwd = project(manifest)
    before(() => build(cwd))

    it('serves sources that need more than stripping, each module once, with one UserError', async t => {
      const { url } = await startCli([], { cwd }, t)
      const client = await connectClient2(new URL(url), 'auto')
      assert.deepEqual((await client.call('count')).structuredContent, { count: 1 })
      assert.deepEqual((await client.call('countToo')).structuredContent, { count: 2 })
      assert.deepEqual((await client.call('same')).structuredContent, { same: true })
      const refused = await client.call('refuse')
      assert.deepEqual([refused.isError, refused.content[0]?.text], [true, 'not today'])
      await client.close()
    })
  })
}

describe('mcpgen start', () => {
  const cwd = project({ type: 'module' })
  before(() => build(cwd))

  it('says in one line on standard error what it serves where', async t => {
    const { line } = await startCli([], { cwd }, t)
    assert.match(line, /^steps 2\.0\.0 {3}http:\/\/localhost:\d+\/mcp\n$/)
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with 0 on ${signal}`, async t => {
      const { child, exit } = await startCli(['--eager'], { cwd }, t)
      child.kill(signal)
      assert.deepEqual(await exit, { code: 0, signal: null })
    })
  }

  it('never loads the compiler', async t => {
    const script = join(cwd, 'record.mjs')
    writeFileSync(
      script,
      `import { registerHooks } from 'node:module'
registerHooks({ load(url, context, next) { if (/compiler|ts-morph|typescript\\/lib|ajv/.test(url)) process.stderr.write('LOADED ' + url + '\\n'); return next(url, context) } })
`,
    )
    const { line } = await startCli(['--eager'], { cwd, node: ['--import', script] }, t)
    assert.doesNotMatch(line, /LOADED/)
    const { stderr } = await mcpgen(['build', '--check'], { cwd, node: ['--import', script] })
    assert.match(stderr, /LOADED .*compiler/, 'the hook sees what build loads')
  })

  it('keeps standard output for the protocol with --stdio, and ends with 0 at the end of input', async () => {
    const messages = [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '0' } },
      },
      { id: 2, method: 'tools/call', params: { name: 'count', arguments: {} } },
    ]
    const input = messages.map(message => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('')
    const { code, stdout, stderr } = await mcpgen(['start', '--stdio', '--eager'], { cwd, input })
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    assert.deepEqual(
      answers.map(answer => answer.id),
      [1, 2],
    )
    assert.deepEqual(answers[1].result.structuredContent, { count: 1 })
    assert.match(stderr, /loaded\n[\s\S]*called\n/)
    assert.equal(code, 0)
  })

  it('says what to do when the port is in use', async t => {
    const taken = createServer().listen(0, '127.0.0.1')
    t.after(() => taken.close())
    await new Promise(resolve => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const { code, stderr } = await mcpgen(['start', '--port', String(port)], { cwd })
    assert.match(stderr, new RegExp(`^error: Port ${port} is in use[^\\n]*--port[^\\n]*\\n$`))
    assert.equal(code, 1)
  })

  it('refuses to listen beyond loopback, unless that is meant', async t => {
    const refused = await mcpgen(['start', '--port', '0', '--host', '0.0.0.0'], { cwd })
    assert.deepEqual([refused.code, refused.stdout], [1, ''])
    assert.match(refused.stderr, /^error: Not listening on 0\.0\.0\.0: .*--unsafe-public/)
    const { line } = await startCli(['--host', '0.0.0.0', '--unsafe-public'], { cwd }, t)
    assert.match(line, /http:/)
  })

  it('names the declaration that cannot be loaded with --eager', async t => {
    const broken = project({ type: 'module' }, t)
    await build(broken)
    writeFileSync(join(broken, 'src/state.ts'), "throw new Error('no database')\nexport const next = (): number => 1\n")
    const { code, stderr } = await mcpgen(['start', '--port', '0', '--eager'], { cwd: broken })
    assert.equal(code, 1)
    assert.match(stderr, /^error: .*src\/.*no database/)
    assert.doesNotMatch(stderr, /\n {4}at /)
  })

  it('asks for a build where there is none', async t => {
    const empty = temporaryProject([['package.json', '{"name":"x","version":"1.0.0"}']], t)
    const { code, stderr } = await mcpgen(['start'], { cwd: empty })
    assert.deepEqual(
      [code, stderr],
      [1, 'error: generated/app.mjs does not exist\n  = help  run `mcpgen build` first\n'],
    )
  })

  it('finds the folder that the config names', async t => {
    const files = { ...SOURCES, 'package.json': '{"name":"x","version":"1.0.0","type":"module"}' }
    const config =
      "import { defineConfig } from '@mcpgen/runtime'\n// out: 'wrong'\nexport default defineConfig({ out: 'served' })\n"
    const elsewhere = temporaryProject(Object.entries({ ...files, 'mcpgen.config.ts': config }), t)
    await build(elsewhere)
    assert.match((await startCli([], { cwd: elsewhere }, t)).line, /^x 1\.0\.0/)
  })

  it('ends at once on a second signal while a call still runs', async t => {
    const slow = temporaryProject(
      Object.entries({
        'package.json': '{"name":"slow","version":"1.0.0","type":"module"}',
        'src/wait.ts': `/** Wait. @tool */
export async function wait(): Promise<string> {
  console.error('waiting')
  await new Promise(resolve => setTimeout(resolve, 60_000))
  return 'done'
}
`,
      }),
      t,
    )
    await build(slow)
    const { url, child, exit } = await startCli([], { cwd: slow }, t)
    const calling = spawnCli(['call', '--url', url, 'wait'], { cwd: slow })
    t.after(() => calling.kill())
    await new Promise<void>(resolve =>
      child.stderr?.on('data', chunk => String(chunk).includes('waiting') && resolve()),
    )
    const started = performance.now()
    child.kill('SIGTERM')
    await new Promise(resolve => setTimeout(resolve, 100))
    child.kill('SIGTERM')
    assert.notEqual((await exit).code, 0)
    assert.ok(performance.now() - started < 2000)
  })
})
