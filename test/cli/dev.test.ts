/** `mcpgen dev` as a process of its own: files are edited, and a client sees it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { mcpgen } from '../harness/cli.ts'
import { startDev } from '../harness/dev.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGE = JSON.stringify({ name: 'edited', version: '1.0.0', type: 'module' })
const WORDS = `export const greeting = 'Hello'\n`
const PHRASES = `import { greeting } from './words.ts'\nexport const phrase = (name: string) => greeting + ', ' + name\n`
const GREET = `import { phrase } from './phrases.ts'

/** Greet somebody. @tool @readOnly */
export function greet(name: string): string {
  return phrase(name)
}
`
const COUNT = `let calls = 0

/** Count calls. @tool @readOnly */
export function count(): string {
  calls += 1
  return String(calls)
}
`
const SLOW = `import { once } from 'node:events'
import { createServer } from 'node:http'

/** Wait until somebody knocks. @tool @readOnly */
export async function wait(): Promise<string> {
  const door = createServer((_, res) => res.end()).listen(0, '127.0.0.1')
  await once(door, 'listening')
  process.stdout.write(\`door \${(door.address() as { port: number }).port}\\n\`)
  await once(door, 'request')
  door.close()
  return 'the old code'
}
`
const FILES = { 'src/words.ts': WORDS, 'src/phrases.ts': PHRASES, 'src/greet.ts': GREET, 'src/count.ts': COUNT }

/** A process in which the compiler cannot be loaded. */
const WITHOUT_COMPILER = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, next) {
    if (/\\/(?:compile\\.ts|typescript\\.js|ts-morph[^/]*\\.js|ajv\\.js)$/.test(url)) throw new Error('loaded ' + url)
    return next(url, context)
  },
})
`)}`

function project(t: TestContext, files: Record<string, string> = FILES): string {
  return temporaryProject(Object.entries({ 'package.json': PACKAGE, ...files }), t)
}

describe('mcpgen dev', { concurrency: 2 }, () => {
  it('serves an edit of a file that is imported by an import, and leaves the state of other modules alone', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    assert.deepEqual([await dev.call('greet', { name: 'Ada' }), await dev.call('count')], ['Hello, Ada', '1'])
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Good day'))
    await dev.until('Good day, Ada', () => dev.call('greet', { name: 'Ada' }))
    assert.equal(await dev.call('count'), '2')
    writeFileSync(join(cwd, 'src/count.ts'), COUNT.replace('let calls = 0', 'let calls = 40'))
    await dev.until('new', async () => (Number(await dev.call('count')) > 40 ? 'new' : 'old'))
    assert.equal(await dev.call('greet', { name: 'Bob' }), 'Good day, Bob')
  })

  it('serves what was saved again right after it was saved', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Good day'))
    // As a formatter does: after the first has been read, and while a watcher is deaf to the file.
    await delay(35)
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Hi'))
    await dev.until('Hi, Ada', () => dev.call('greet', { name: 'Ada' }))
  })

  it('serves a type that has changed, and writes what build would', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    writeFileSync(join(cwd, 'src/greet.ts'), GREET.replace('name: string', "name: 'Ada' | 'Bob'"))
    await dev.until('one of', () => dev.call('greet', { name: 'Eve' }))
    assert.equal((await mcpgen(['build', '--check'], { cwd })).code, 0)
  })

  it('serves a tool in a new file, and none of a file that is gone', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    const names = async () => {
      const { json } = await dev.request('tools/list')
      return json.result.tools.map((tool: { name: string }) => tool.name).join(' ')
    }
    assert.equal(await names(), 'count greet')
    // As editors save: under another name first.
    writeFileSync(join(cwd, 'src/wave.tmp'), `/** Wave. @tool @readOnly */\nexport const wave = (): string => 'o/'\n`)
    renameSync(join(cwd, 'src/wave.tmp'), join(cwd, 'src/wave.ts'))
    await dev.until('count greet wave', names)
    assert.equal(await dev.call('wave'), 'o/')
    rmSync(join(cwd, 'src/count.ts'))
    await dev.until('only greet wave', async () => `only ${await names()}`)
    assert.ok(!existsSync(join(cwd, 'generated/tools/count.json')))
  })

  it('serves what app.mjs takes of the config, of skills and of asks, whatever its texts say', async t => {
    const cwd = project(t, {
      'mcpgen.config.ts': `import { defineConfig } from '@mcpgen/runtime'\nexport default defineConfig({ pageSize: 1, skills: 'skills' })\n`,
      'skills/mend/SKILL.md': '---\nname: mend\ndescription: Mend what is torn.\n---\nTake a needle.\n',
      'src/ask.ts': `import type { Context } from '@mcpgen/runtime'

/** Say it's \`() => import('x')\`. @tool @readOnly */
export async function agree(ctx: Context): Promise<string> {
  return (await ctx.elicit<{ really: boolean }>('sure', 'Really?')).really ? 'yes' : 'no'
}
`,
    })
    const dev = await startDev(cwd, t)
    const { json } = await dev.request('tools/list')
    assert.equal(json.result.tools.length, 1)
    assert.equal(json.result.tools[0].description, "Say it's `() => import('x')`.")
    const { json: read } = await dev.request('resources/read', { uri: 'skill://mend/SKILL.md' })
    assert.match(read.result.contents[0].text, /Take a needle/)
    const { json: asked } = await dev.request('tools/call', { name: 'agree', arguments: {} })
    assert.match(asked.error.message, /elicitation/)
  })

  it('shows what is wrong, serves the last good build on, and says when it is mended', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    const before = readFileSync(join(cwd, 'generated/app.mjs'), 'utf8')
    writeFileSync(join(cwd, 'src/greet.ts'), GREET.replace('name: string', 'name: Map<string, string>'))
    await dev.until('1 error in 1 file. The last good build is served on.', dev.said)
    assert.match(dev.said(), /error\[not-serializable\][\s\S]*src\/greet\.ts:4:29\n[\s\S]*Map<string, string>/)
    assert.equal(await dev.call('greet', { name: 'Ada' }), 'Hello, Ada')
    assert.equal(readFileSync(join(cwd, 'generated/app.mjs'), 'utf8'), before)
    writeFileSync(join(cwd, 'src/greet.ts'), GREET.replace('return phrase(name)', "return phrase(name) + '!'"))
    await dev.until('Hello, Ada!', () => dev.call('greet', { name: 'Ada' }))
    await dev.until('Mended. 2 tools', dev.said)
  })

  it('serves an edit with type errors, then shows those that are new, and says when they are mended', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    const wrong = GREET.replace('return phrase(name)', "const n: number = '1'\n  return phrase(name) + n")
    writeFileSync(join(cwd, 'src/greet.ts'), wrong)
    await dev.until('Hello, Ada1', () => dev.call('greet', { name: 'Ada' }))
    await dev.until('1 type error.', dev.said)
    assert.match(dev.said(), /warning\[type-error\] {2}Type 'string' .* \(TS2322\)[\s\S]*src\/greet\.ts:5:9\n/)
    writeFileSync(join(cwd, 'src/words.ts'), 'export const greeting = 5\n')
    writeFileSync(join(cwd, 'src/phrases.ts'), PHRASES.replace('greeting +', 'greeting.trim() +'))
    await dev.until('2 type errors.', dev.said)
    assert.match(dev.said(), /src\/phrases\.ts:2:/)
    writeFileSync(join(cwd, 'src/words.ts'), WORDS)
    await dev.until('1 type error, 1 mended.', dev.said)
    assert.equal(dev.said().match(/TS2322/g)?.length, 1)
    writeFileSync(join(cwd, 'src/greet.ts'), GREET)
    await dev.until('No type errors any more.', dev.said)
    assert.equal(await dev.interrupt(), 0)
    assert.equal((await mcpgen(['build'], { cwd, node: ['--import', WITHOUT_COMPILER] })).code, 0)
  })

  it('serves no edit with a type error where `lint` makes that an error', async t => {
    const cwd = project(t, { ...FILES, 'mcpgen.config.ts': `export default { lint: { 'type-error': 'error' } }\n` })
    const dev = await startDev(cwd, t)
    writeFileSync(join(cwd, 'src/words.ts'), 'export const greeting = Hello\n')
    await dev.until('1 error in 1 file. The last good build is served on.', dev.said)
    assert.match(dev.said(), /error\[type-error\] {2}Cannot find name 'Hello'/)
    assert.equal(await dev.call('greet', { name: 'Ada' }), 'Hello, Ada')
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Hi'))
    await dev.until('Hi, Ada', () => dev.call('greet', { name: 'Ada' }))
  })

  it('leaves no build that build finds current when it ends with an error', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    writeFileSync(join(cwd, 'src/greet.ts'), GREET.replace('name: string', 'name: Map<string, string>'))
    await dev.until('The last good build is served on.', dev.said)
    assert.equal(await dev.interrupt(), 0)
    assert.equal((await mcpgen(['build'], { cwd })).code, 1)
  })

  it('goes on when the sources, or what is generated, were away for a while', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    renameSync(join(cwd, 'src'), join(cwd, 'away'))
    await dev.until('there is no folder `src`', dev.said)
    renameSync(join(cwd, 'away'), join(cwd, 'src'))
    await dev.until('Mended. 2 tools', dev.said)
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Hi'))
    await dev.until('Hi, Ada', () => dev.call('greet', { name: 'Ada' }))
    rmSync(join(cwd, 'generated'), { recursive: true })
    writeFileSync(join(cwd, 'src/greet.ts'), GREET.replace('name: string', "name: 'Ada' | 'Bob'"))
    await dev.until('one of', () => dev.call('greet', { name: 'Eve' }))
    assert.equal((await mcpgen(['build', '--check'], { cwd })).code, 0)
  })

  it('keeps the last good application when a module throws while it is loaded', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    writeFileSync(join(cwd, 'src/words.ts'), `${WORDS}throw new Error('not today')\n`)
    await dev.until('The application cannot be loaded. The last good build is served on.', dev.said)
    assert.match(dev.said(), /Error: not today\n {4}at .*words\.ts/)
    assert.equal(await dev.call('greet', { name: 'Ada' }), 'Hello, Ada')
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Hi'))
    await dev.until('Hi, Ada', () => dev.call('greet', { name: 'Ada' }))
  })

  it('lets a call that runs end on the code it began with', async t => {
    const cwd = project(t, { 'src/slow.ts': SLOW })
    const dev = await startDev(cwd, t)
    const running = dev.call('wait')
    await dev.until('door ', dev.said)
    const fast = `/** Wait. @tool @readOnly */\nexport const wait = (): string => 'the new code'\n`
    writeFileSync(join(cwd, 'src/slow.ts'), fast)
    await dev.until('"Wait."', () => readFileSync(join(cwd, 'generated/tools/wait.json'), 'utf8'))
    await dev.until('tool, 0 resources, 0 prompts', () => dev.said().split('door ')[1] ?? '')
    assert.equal(await dev.call('wait'), 'the new code')
    await fetch(`http://127.0.0.1:${/door (\d+)/.exec(dev.said())?.[1]}`)
    assert.equal(await running, 'the old code')
  })

  it('tells callers what went wrong, whole', async t => {
    const fail = `/** Fail. @tool @readOnly */\nexport function fail(): string {\n  throw new Error('the disk is full')\n}\n`
    const dev = await startDev(project(t, { 'src/fail.ts': fail }), t)
    assert.match(await dev.call('fail'), /the disk is full/)
  })

  it('reads a config that comes and changes', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    const discovered = async () => (await dev.request('server/discover')).text
    assert.match(await discovered(), /"name":"edited"/)
    writeFileSync(join(cwd, 'mcpgen.config.ts'), `export default { name: 'renamed' }\n`)
    await dev.until('"name":"renamed"', discovered)
    writeFileSync(join(cwd, 'mcpgen.config.ts'), `export default { name: 'again' }\n`)
    await dev.until('"name":"again"', discovered)
  })

  it("takes TypeScript that Node can't strip: enums, and specifiers of what a file becomes", async t => {
    const cwd = project(t, {
      'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', strict: true }, include: ['src'] }),
      'src/level.ts': `export enum Level { Low = 'low', High = 'high' }\n`,
      'src/rate.ts': `import { Level } from './level.js'\n\n/** Rate. @tool @readOnly */\nexport const rate = (): string => Level.High\n`,
    })
    const dev = await startDev(cwd, t)
    assert.equal(await dev.call('rate'), 'high')
    writeFileSync(join(cwd, 'src/level.ts'), `export enum Level { Low = 'low', High = 'higher' }\n`)
    await dev.until('higher', () => dev.call('rate'))
  })

  it('reloads a CommonJS package', async t => {
    const cwd = project(t, { ...FILES, 'package.json': JSON.stringify({ name: 'common', version: '1.0.0' }) })
    const dev = await startDev(cwd, t)
    assert.equal(await dev.call('greet', { name: 'Ada' }), 'Hello, Ada')
    writeFileSync(join(cwd, 'src/words.ts'), WORDS.replace('Hello', 'Moin'))
    await dev.until('Moin, Ada', () => dev.call('greet', { name: 'Ada' }))
  })

  it('ends on Ctrl-C, and leaves a build that build finds current', async t => {
    const cwd = project(t)
    const dev = await startDev(cwd, t)
    assert.equal(await dev.interrupt(), 0)
    const build = () => mcpgen(['build'], { cwd, node: ['--import', WITHOUT_COMPILER] })
    const { code, stdout } = await build()
    assert.deepEqual([code, stdout.split('   ')[0]], [0, '2 tools, 0 resources, 0 prompts'])
    writeFileSync(join(cwd, 'src/words.ts'), `${WORDS}// more\n`)
    assert.match((await build()).stderr, /loaded .*compile\.ts/)
  })

  it('says so when the port is taken', async t => {
    const taken = createServer().listen(0, '127.0.0.1')
    t.after(() => taken.close())
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, stderr } = await mcpgen(['dev', '--port', String(port)], { cwd: project(t) })
    assert.equal(code, 1)
    assert.match(stderr, /^error: Port \d+ is in use/)
  })
})
