/** What TypeScript finds wrong in the user's own code is told as its finding, and keeps nothing from being built. */
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { compile } from '@mcpgen/compiler'
import { build } from '@mcpgen/compiler/build'
import { temporaryProject } from '../harness/project.ts'

const TOOL = '/** Say. @tool @readOnly */\nexport const say = (word: string): string => word\n'
/** Assigns a text to a number: TS2322. */
const WRONG = "export const wrong: number = 'a text'\n"

function project(files: Record<string, string>, t: TestContext): string {
  const all = {
    'package.json': '{ "name": "own", "version": "1.0.0", "type": "module" }',
    'src/say.ts': TOOL,
    ...files,
  }
  return temporaryProject(Object.entries(all), t)
}

function tsconfig(options: object, more: object = {}): string {
  return JSON.stringify({ compilerOptions: { module: 'nodenext', strict: true, types: [], ...options }, ...more })
}

/** Each finding in a few words: its file, its code, and TypeScript's number. */
function found(root: string): string[] {
  return compile({ root, typeErrors: true }).diagnostics.map(
    ({ code, span, message }) => `${span?.file} ${code === 'type-error' ? /TS\d+/.exec(message)?.[0] : code}`,
  )
}

/** What the project says, what stands in it, and what is found. */
const CASES: readonly (readonly [title: string, files: Record<string, string>, expected: string[]])[] = [
  ['in a source', { 'src/a.ts': WRONG }, ['src/a.ts TS2322']],
  [
    'in a module of the user that a source imports, wherever in the project it stands',
    { 'src/a.ts': "import '../lib/b.ts'\n", 'lib/b.ts': WRONG, 'lib/alone.ts': WRONG },
    ['lib/b.ts TS2322'],
  ],
  ['not in tests that nothing imports', { 'src/a.test.ts': WRONG }, []],
  [
    'not in packages',
    {
      'src/a.ts': "import 'money'\n",
      'node_modules/money/package.json': '{ "name": "money", "exports": "./index.ts" }',
      'node_modules/money/index.ts': WRONG,
    },
    [],
  ],
  ['not in declarations', { 'src/a.d.ts': 'declare const wrong: Gone\n' }, []],
  [
    'not where a comment expects it',
    { 'src/a.ts': `// @ts-expect-error\n${WRONG}// @ts-ignore\n${WRONG.replace('wrong', 'too')}` },
    [],
  ],
  [
    'where a comment expects one and there is none',
    { 'src/a.ts': '// @ts-expect-error\nexport const a = 1\n' },
    ['src/a.ts TS2578'],
  ],
  ['not in a file that asks for no check', { 'src/a.ts': `// @ts-nocheck\n${WRONG}` }, []],
  ['not with `noCheck`', { 'tsconfig.json': tsconfig({ noCheck: true }), 'src/a.ts': WRONG }, []],
  [
    'as the tsconfig asks for it',
    {
      'tsconfig.json': tsconfig({ noUnusedLocals: true, strict: false }),
      'src/a.ts': 'const a = 1\nexport const f = b => b\n',
    },
    ['src/a.ts TS6133'],
  ],
  [
    'not in JavaScript, unless `checkJs` asks for it',
    {
      'tsconfig.json': tsconfig({ allowJs: true }),
      'src/a.ts': "import './b.js'\n",
      'src/b.js': '/** @type {number} */\nexport const a = "1"\n',
    },
    [],
  ],
  [
    'in JavaScript with `checkJs`, by its comments',
    {
      'tsconfig.json': tsconfig({ checkJs: true }),
      'src/a.ts': "import './b.js'\n",
      'src/b.js': '/** @type {number} */\nexport const a = "1"\n',
    },
    ['src/b.js TS2322'],
  ],
  [
    'in a module with broken syntax that is no source',
    { 'src/a.ts': "import '../b.ts'\n", 'b.ts': 'export const b =\n' },
    ['b.ts TS1109'],
  ],
  [
    'once, where the syntax of a source is broken',
    { 'src/a.ts': `${WRONG}export const b =\n` },
    ['src/a.ts syntax-error'],
  ],
  [
    'once, where a type is not found',
    {
      'src/a.ts':
        "import type { Late } from './late.ts'\n/** Wait. @tool @readOnly */\nexport const wait = (late: Late, gone: Gone): string => String([late, gone])\n",
    },
    ['src/a.ts unresolved-type', 'src/a.ts unresolved-type'],
  ],
  [
    'once, where a type is not written',
    { 'src/a.ts': '/** Take. @tool @readOnly */\nexport const take = (what): string => String(what)\n' },
    ['src/a.ts untyped'],
  ],
  [
    'of a missing module that no type needs',
    { 'src/a.ts': "import { gone } from './gone.ts'\nexport const a = gone\n" },
    ['src/a.ts TS2307'],
  ],
  [
    'in modules that import each other',
    {
      'src/a.ts': `import { b } from './b.ts'\nexport const a = (n: string): number => b(n)\n`,
      'src/b.ts': `import { a } from './a.ts'\nexport const b = (n: number): number => a(n)\n`,
    },
    ['src/a.ts TS2345', 'src/b.ts TS2345'],
  ],
]

describe('type errors are found', () => {
  for (const [title, files, expected] of CASES)
    it(title, t => {
      assert.deepEqual(found(project(files, t)), expected)
    })

  it('and nothing is kept from being built', t => {
    const { files, diagnostics } = compile({ root: project({ 'src/a.ts': WRONG }, t), typeErrors: true })
    assert.equal(diagnostics[0]?.severity, 'warning')
    assert.ok(files.has('tools/say.json'))
  })

  it('and nothing is said of the machine', t => {
    const one = 'export class Price { #amount = 1 }\n'
    const files = {
      'src/a/price.ts': one,
      'src/b/price.ts': one,
      'src/a.ts': `import { Price } from './a/price.ts'\nimport { Price as Other } from './b/price.ts'\nexport const price: Price = new Other()\n`,
    }
    const root = project(files, t)
    const text = JSON.stringify(compile({ root, typeErrors: true }).diagnostics)
    assert.match(text, /import\(\\"src\/b\/price\\"/)
    assert.ok(!text.includes(root))
  })
})

describe('type errors in what imports generated modules', () => {
  const main = "import { app } from '../generated/app.mjs'\napp.listen().then(({ url }) => url.gone)\n"
  const files = { 'src/main.ts': main, 'src/index.ts': "import './main.ts'\n" }

  it("are left to the user's own compiler, before the first build as after it", async t => {
    const root = project(files, t)
    for (let n = 0; n < 3; n++) assert.deepEqual((await build({ root, typeErrors: true })).diagnostics, [])
  })

  it('do not keep those in other modules from being found', t => {
    assert.deepEqual(found(project({ ...files, 'src/a.ts': WRONG }, t)), ['src/a.ts TS2322'])
  })
})

describe('`lint` of type errors', () => {
  const config = (level: string) => ({
    'mcpgen.config.ts': `export default { lint: { 'type-error': '${level}' } }\n`,
    'src/a.ts': WRONG,
  })

  it('`off` does not ask TypeScript', async t => {
    const root = project(config('off'), t)
    assert.deepEqual((await build({ root, typeErrors: true })).diagnostics, [])
  })

  it('`error` fails the build', async t => {
    const { diagnostics, changes } = await build({ root: project(config('error'), t), typeErrors: true })
    assert.deepEqual([diagnostics[0]?.code, diagnostics[0]?.severity, changes], ['type-error', 'error', []])
  })
})

describe("a project's own TypeScript", () => {
  const typescript = (version: string) => ({
    'node_modules/typescript/package.json': JSON.stringify({ name: 'typescript', version }),
  })
  const node = {
    'node_modules/@types/node/package.json': '{ "name": "@types/node", "version": "24.0.0", "types": "index.d.ts" }',
    'node_modules/@types/node/index.d.ts': 'declare var process: { pid: number }\n',
    'src/a.ts': 'export const a = process.pid\n',
  }
  const loose = { 'src/a.ts': 'export const length = (text?: string) => text.length\n' }
  const open = (options: object) => ({
    'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', ...options } }),
  })

  it('before 6.0 takes all packages of types, unless the tsconfig names some', t => {
    assert.deepEqual(found(project({ ...node, ...typescript('5.9.3'), ...open({ strict: true }) }, t)), [])
    const named = found(project({ ...node, ...typescript('5.9.3'), ...open({ strict: true, types: [] }) }, t))
    assert.deepEqual(named, ['src/a.ts TS2591'])
  })

  it('from 6.0 on takes those that the tsconfig names', t => {
    assert.deepEqual(found(project({ ...node, ...typescript('6.0.3'), ...open({}) }, t)), ['src/a.ts TS2591'])
    assert.deepEqual(found(project({ ...node, ...typescript('7.0.2'), ...open({ types: ['node'] }) }, t)), [])
  })

  it('is not second-guessed where it is not strict by itself, and the tsconfig does not say', t => {
    assert.deepEqual(found(project({ ...loose, ...typescript('5.9.3'), ...open({}) }, t)), [])
    assert.deepEqual(found(project({ ...loose, ...typescript('5.9.3'), ...open({ strict: true }) }, t)), [
      'src/a.ts TS18048',
    ])
    assert.deepEqual(found(project({ ...loose, ...typescript('6.0.3'), ...open({}) }, t)), ['src/a.ts TS18048'])
  })

  it('is not asked for where there is no tsconfig: then all packages of types are taken', t => {
    assert.deepEqual(found(project(node, t)), [])
  })
})
