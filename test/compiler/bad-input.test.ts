/** What a build is pointed at is not always as it should be: each ends in a build, or in findings that say what is wrong. */
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { type Compilation, compile } from '@mcpgen/compiler'
import { temporaryProject } from '../harness/project.ts'

const TOOL = '/** Say. @tool @readOnly */\nexport const say = (word: string): string => word\n'
const PACKAGE = '{ "name": "input", "version": "1.0.0", "type": "module" }'
const APP = '{ "compilerOptions": { "composite": true, "module": "nodenext" }, "include": ["src"] }'

function project(files: Record<string, string>, t: TestContext): string {
  return temporaryProject(Object.entries({ 'package.json': PACKAGE, 'src/say.ts': TOOL, ...files }), t)
}

/** The codes, each with its message; empty for a build. */
function said({ diagnostics, files }: Compilation): string[] {
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  assert.equal(files.size === 0, failed)
  return diagnostics.map(({ code, message }) => `${code}: ${message}`)
}

const tsconfig = (options: object) => JSON.stringify({ compilerOptions: options, include: ['src'] })
const solution = (...paths: string[]) => JSON.stringify({ files: [], references: paths.map(path => ({ path })) })

const TSCONFIGS: readonly (readonly [title: string, files: Record<string, string>, expected: string[]])[] = [
  ['without a word', { 'tsconfig.json': '' }, []],
  [
    'with comments, commas at ends and a byte order mark',
    { 'tsconfig.json': '\uFEFF{ // all\n "include": ["src",], }' },
    [],
  ],
  [
    'that extends a package, and a file that extends another',
    {
      'tsconfig.json': '{ "extends": ["@tsconfig/strict/tsconfig.json", "./conf/a.json"], "include": ["src"] }',
      'node_modules/@tsconfig/strict/package.json': '{ "name": "@tsconfig/strict", "version": "1.0.0" }',
      'node_modules/@tsconfig/strict/tsconfig.json': '{ "compilerOptions": { "strict": true } }',
      'conf/a.json': '{ "extends": "./b.json" }',
      'conf/b.json': '{ "compilerOptions": { "module": "nodenext" } }',
    },
    [],
  ],
  [
    'that extends itself',
    { 'tsconfig.json': '{ "extends": "./tsconfig.json" }' },
    [
      'bad-tsconfig: the tsconfig cannot be used: Circularity detected while resolving configuration: tsconfig.json -> tsconfig.json',
    ],
  ],
  [
    'that extends what is not there',
    { 'tsconfig.json': '{ "extends": "./gone.json" }' },
    ["bad-tsconfig: the tsconfig cannot be used: Cannot read file 'gone.json'"],
  ],
  [
    'that references the one of the sources',
    { 'tsconfig.json': solution('./tsconfig.app.json'), 'tsconfig.app.json': APP },
    [],
  ],
  [
    'that references one that references that, and is referenced by it',
    {
      'tsconfig.json': solution('./a'),
      'a/tsconfig.json': solution('..', '../tsconfig.app.json'),
      'tsconfig.app.json': APP,
    },
    [],
  ],
  [
    'with a reference to nothing, beside the one of the sources',
    { 'tsconfig.json': solution('./gone', './tsconfig.app.json'), 'tsconfig.app.json': APP },
    [],
  ],
  [
    'with a reference to nothing alone',
    { 'tsconfig.json': solution('./gone') },
    ["bad-tsconfig: the tsconfig cannot be used: File 'gone/tsconfig.json' not found"],
  ],
  [
    'that references one with a mistake',
    { 'tsconfig.json': solution('./tsconfig.app.json'), 'tsconfig.app.json': tsconfig({ jsx: 'reakt' }) },
    [
      "bad-tsconfig: the tsconfig cannot be used: Argument for '--jsx' option must be: 'preserve', 'react-native', 'react-jsx', 'react-jsxdev', 'react'",
    ],
  ],
  [
    'with options that TypeScript 6 has removed',
    {
      'tsconfig.json': tsconfig({
        target: 'es3',
        moduleResolution: 'classic',
        out: 'x.js',
        charset: 'utf8',
        importsNotUsedAsValues: 'error',
      }),
    },
    [],
  ],
  [
    'with an option that no TypeScript has had',
    { 'tsconfig.json': tsconfig({ strikt: true }) },
    ["unknown-option: unknown compiler option 'strikt'. Did you mean 'strict'? (TypeScript 6.0)"],
  ],
  ['that is a folder is none', { 'tsconfig.json/a.txt': '' }, []],
]

describe('a tsconfig', () => {
  for (const [title, files, expected] of TSCONFIGS)
    it(title, t => {
      assert.deepEqual(said(compile({ root: project(files, t) })), expected)
    })

  it('that is no JSON says so once for each place', t => {
    const found = said(compile({ root: project({ 'tsconfig.json': 'strict = true' }, t) }))
    assert.ok(found.length > 0)
    for (const one of found) assert.match(one, /^bad-tsconfig: /)
  })
})

describe('sources', () => {
  it('outside of the root are shown as others are', t => {
    const files = { 'app/package.json': PACKAGE, 'outside/say.ts': TOOL.replace('string)', 'symbol)') }
    const root = join(project(files, t), 'app')
    const { diagnostics, sources } = compile({ root, src: '../outside', typeErrors: true })
    assert.deepEqual(
      diagnostics.map(({ code, span }) => [code, span?.file]),
      [
        ['not-serializable', '../outside/say.ts'],
        ['type-error', '../outside/say.ts'],
      ],
    )
    assert.equal(sources.get('../outside/say.ts'), files['outside/say.ts'])
  })

  it('may have ends of lines in their names', t => {
    const { files } = compile({ root: project({ 'src/new\nline.ts': TOOL.replace('say', 'shout') }, t) })
    assert.match(files.get('app.mjs') ?? '', /import\('\.\.\/src\/new%0Aline\.ts'\)/)
  })

  it('may be links, to files and to folders, that lead in circles or nowhere', {
    skip: process.platform === 'win32',
  }, t => {
    const root = project({ 'other/a.ts': TOOL.replace('say', 'a'), 'more/b.ts': TOOL.replace('say', 'b') }, t)
    mkdirSync(join(root, 'src/deep'))
    const links = {
      'src/a.ts': '../other/a.ts',
      'src/more': '../more',
      'src/gone.ts': 'nowhere.ts',
      'src/deep/up': '../..',
      'src/here': '.',
    }
    for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path))
    const compilation = compile({ root })
    assert.deepEqual(said(compilation), [])
    assert.deepEqual(compilation.program.declarations.map(({ name }) => name).sort(), ['a', 'b', 'say'])
  })

  it('in UTF-16 are no text', t => {
    const text = Buffer.from(`\uFEFF${TOOL}`, 'utf16le')
    const root = temporaryProject(
      [
        ['package.json', PACKAGE],
        ['src/say.ts', text],
      ],
      t,
    )
    const [found] = compile({ root }).diagnostics.filter(({ code }) => code === 'syntax-error')
    assert.match(found?.help ?? '', /UTF-8/)
  })

  it('may hold the character that stands for what is none', t => {
    assert.deepEqual(said(compile({ root: project({ 'src/a.ts': "export const none = '\uFFFD'\n" }, t) })), [])
  })
})

/** Types whose last one is called `Value`, and the codes of what the build says of it. */
const CIRCLES: readonly (readonly [title: string, types: string, codes: string[]])[] = [
  ['an interface that extends a type made of it', "interface Value extends Record<'x', Value> { y: number }", []],
  [
    'an interface that extends a mapped type of itself',
    'type Same<T> = { [K in keyof T]: Same<T> }; interface Value extends Partial<Same<Value>> { n: number }',
    [],
  ],
  ['a member of its own type', "interface Value { list: Array<Value['list']> }", ['unresolved-type']],
  [
    'a constant of its own type',
    'declare const a: Array<typeof a>; type Value = Partial<typeof a>',
    ['unresolved-type'],
  ],
  ['a type parameter that is its own default', 'interface G<T = G> { t: T }; type Value = Partial<G>', ['untyped']],
  ['two aliases of each other', 'type A = B | 1; type B = A | 2; type Value = Partial<A>', ['unresolved-type']],
]

describe('types that lead back to themselves', () => {
  for (const [title, types, codes] of CIRCLES)
    it(`as ${title} end in a schema, or in a finding`, t => {
      const source = `${types}\n/** Take. @tool @readOnly */\nexport function take(value: Value): void { void value }\n`
      const found = said(compile({ root: project({ 'src/take.ts': source }, t) }))
      assert.deepEqual(
        found.map(one => one.replace(/:.*/, '')),
        codes,
      )
    })
})
