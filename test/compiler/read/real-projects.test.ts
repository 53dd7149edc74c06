/** What the projects of strangers hold: other ways to name a type, other folders, other settings, and broken parts. */
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { read } from '../../../packages/compiler/src/1-read/read.ts'
import type { Type } from '../../../packages/compiler/src/ir/type.ts'
import { temporaryFolder, temporaryProject } from '../../harness/project.ts'
import { argumentsOf, declarationOf, findings, readSources, typeNamed } from '../../harness/read.ts'

const PACKAGE = '{ "name": "real", "version": "1.0.0", "type": "module" }'
const TOOL = '/** A. @tool */ export function a(n: number) { return n }\n'

const namesOf = (type: Type | undefined) => (type?.kind === 'object' ? type.properties.map(({ name }) => name) : type)

describe('types of a project that is not strict', () => {
  const reading = readSources({
    'tsconfig.json': '{ "compilerOptions": { "strict": false } }',
    'src/input.ts': `
type Level = 'low' | 'high' | null
type Text = string | null
/** A. @tool */ export function f(a: string | null, b: Level, c: Text, d: { e?: (number | null)[] } | null, g: string, h: 'x' | null) {}
`,
  })

  it('may be null where that is written, and nowhere else', () => {
    const args = argumentsOf(reading, 'f')
    const none = { kind: 'null' }
    assert.deepEqual(findings(reading), [])
    assert.deepEqual(args['a']?.type, { kind: 'union', members: [{ kind: 'string' }, none] })
    assert.deepEqual(typeNamed(reading, 'Level')?.type, {
      kind: 'enum',
      members: [{ value: 'low' }, { value: 'high' }, { value: null }],
    })
    assert.deepEqual(args['b']?.type.kind, 'ref')
    assert.deepEqual(args['c']?.type, { kind: 'union', members: [{ kind: 'string' }, none] })
    assert.deepEqual(args['d']?.type.kind, 'union')
    assert.deepEqual(args['g']?.type, { kind: 'string' })
    assert.deepEqual(args['h']?.type, { kind: 'enum', members: [{ value: 'x' }, { value: null }] })
  })
})

describe('types', () => {
  const reading = readSources({
    'src/input.ts': `
import type { Row } from 'rows'
import type { Node as Circle } from './circle.ts'
declare module 'rows' { interface Row { added: string } }
declare global { interface Everywhere { here: 1 } }
/** A. @tool */ export function augmented(row: Row, everywhere: Everywhere, ambient: Ambient) {}
/** A. @tool */ export function imported(one: import('./circle.ts').Node, two: (typeof import('./circle.ts'))['sizes'][number]) {}
/** A. @tool */ export function circular(circle: Circle) {}
/** A. @tool */ export function thenable(): PromiseLike<{ ok: true }> { throw new Error() }
/** A. @tool */ export async function inferred() { return { rows: [{ id: 1, label: 'a' as const }], next: null as string | null } }
/** A. @tool */ export const satisfied = ((input: { a: 1 | 2 }) => ({ b: input.a })) satisfies (input: { a: 1 | 2 }) => object
`,
    'src/ambient.d.ts': 'interface Ambient { a: string }\ninterface Ambient { b?: string }\n',
    'src/circle.ts': `import { type Other } from './other.ts'
export interface Node { other?: Other; name: string }
export const sizes = ['small', 'large'] as const
`,
    'src/other.ts': `import { type Node, sizes } from './circle.ts'
export interface Other { node: Node; first: (typeof sizes)[0] }
`,
    'node_modules/rows/package.json': '{ "name": "rows", "types": "index.d.ts" }',
    'node_modules/rows/index.d.ts': 'export interface Row { id: number }',
  })
  const typeOf = (name: string) => typeNamed(reading, name)?.type

  it('none of these is a finding', () => assert.deepEqual(findings(reading), []))

  it('of modules and of everywhere may be added to, and merge', () => {
    assert.deepEqual(namesOf(typeOf('Row')), ['id', 'added'])
    assert.deepEqual(namesOf(typeOf('Everywhere')), ['here'])
    assert.deepEqual(namesOf(typeOf('Ambient')), ['a', 'b'])
  })

  it('may be imported where they stand, and by modules that import each other', () => {
    const { one, two } = argumentsOf(reading, 'imported')
    assert.deepEqual(one?.type, { kind: 'ref', name: 'src/circle.ts#Node' })
    assert.deepEqual(two?.type, { kind: 'enum', members: [{ value: 'small' }, { value: 'large' }] })
    assert.deepEqual(namesOf(typeOf('Node')), ['other', 'name'])
    assert.deepEqual(namesOf(typeOf('Other')), ['node', 'first'])
  })

  it('of results may be promised by any thenable, or inferred', () => {
    const resultOf = (name: string) => {
      const declaration = declarationOf(reading, name)
      return declaration.kind === 'tool' && declaration.result.kind === 'data' ? declaration.result.type : undefined
    }
    assert.deepEqual(namesOf(resultOf('thenable')), ['ok'])
    assert.deepEqual(namesOf(resultOf('inferred')), ['rows', 'next'])
    assert.deepEqual(namesOf(resultOf('satisfied')), ['b'])
  })
})

describe('modules that are missing', () => {
  const reading = readSources(`
import type { Gone } from './gone.ts'
import { helper } from 'not-installed'
/** A. @tool */ export function wrong(gone: Gone, list: Gone[]) {}
/** B. @tool */ export function result() { return helper() }
${TOOL}`)

  it('are a finding where their types are used, and nowhere else', () => {
    assert.deepEqual(findings(reading), ['unresolved-type Gone', 'unresolved-type Gone', 'unresolved-type result'])
  })
})

describe('a tsconfig', () => {
  const withConfig = (tsconfig: object, more: Record<string, string> = {}) =>
    readSources({ 'tsconfig.json': JSON.stringify(tsconfig), 'src/a.ts': TOOL, ...more })

  it('may extend others, of packages too, and name paths', () => {
    const reading = withConfig(
      { extends: ['@tsconfig/strictest/tsconfig.json', './base.json'], include: ['src'] },
      {
        'node_modules/@tsconfig/strictest/tsconfig.json': '{ "compilerOptions": { "strict": true } }',
        'base.json':
          '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "paths": { "~/*": ["./src/*"] } } }',
        'src/b.ts': `import type { T } from '~/t'\n/** B. @tool */ export function b(t: T) {}\n`,
        'src/t.ts': 'export interface T { x?: 1 }\n',
      },
    )
    assert.deepEqual(findings(reading), [])
    assert.deepEqual(Object.keys(argumentsOf(reading, 'b')), ['x'])
  })

  it('may have options that newer compilers warn of or have removed', () => {
    const old = { target: 'es5', module: 'commonjs', moduleResolution: 'node', baseUrl: '.', downlevelIteration: true }
    assert.deepEqual(findings(withConfig({ compilerOptions: { ...old, esModuleInterop: false, outFile: 'x.js' } })), [])
    assert.deepEqual(
      findings(withConfig({ compilerOptions: { importsNotUsedAsValues: 'error', charset: 'utf8' } })),
      [],
    )
  })

  it('is told wrong where it is, also in what it extends', () => {
    assert.deepEqual(findings(withConfig({ compilerOptions: { target: 'es2099' } })), ['bad-tsconfig "es2099"'])
    const gone = withConfig({ extends: './gone.json' })
    assert.match(
      gone.diagnostics.map(({ code, message }) => `${code}: ${message}`).join(),
      /^bad-tsconfig: .*gone\.json'/,
    )
    const wrong = withConfig({ extends: './base.json' }, { 'base.json': '{ "compilerOptions": { "strict": "yes" } }' })
    assert.deepEqual(
      wrong.diagnostics.map(({ code, span }) => `${code} ${span?.file}`),
      ['bad-tsconfig base.json'],
    )
  })
})

describe('JavaScript', () => {
  const files = {
    'tsconfig.json': '{ "compilerOptions": { "allowJs": true, "checkJs": true }, "include": ["src"] }',
    'src/a.ts': `import { make } from './made.js'\n/** A. @tool */ export function a() { return make() }\n`,
    'src/made.js': '/** @returns {{ id: number }} */\nexport function make() { return { id: 1 } }\n',
  }

  it('is read for its types', () => {
    const reading = readSources(files)
    assert.deepEqual(findings(reading), [])
    const { result } = declarationOf(reading, 'a') as Extract<ReturnType<typeof declarationOf>, { kind: 'tool' }>
    assert.deepEqual(result.kind === 'data' ? namesOf(result.type) : result, ['id'])
  })

  it('declares nothing, which is said where it tries to', () => {
    const reading = readSources({ ...files, 'src/tools.js': '/** B. @tool */\nexport function b() {}\n// `@tool`\n' })
    assert.deepEqual(findings(reading), ['javascript @tool'])
  })
})

describe('folders', () => {
  it('may be linked, also from outside, as workspaces do', () => {
    const shared = temporaryFolder()
    mkdirSync(join(shared, 'src'))
    writeFileSync(join(shared, 'package.json'), '{ "name": "shared", "exports": "./src/index.ts" }')
    writeFileSync(join(shared, 'src/index.ts'), 'export interface Shared { when: bigint }\n')
    const root = temporaryProject([
      ['package.json', PACKAGE],
      [
        'src/a.ts',
        `import type { Shared } from 'shared'\n${TOOL}/** B. @tool */ export function b(shared: Shared) {}\n`,
      ],
      ['elsewhere/c.ts', '/** C. @tool */ export function c() {}\n'],
    ])
    symlinkSync(shared, join(root, 'node_modules/shared'), 'dir')
    symlinkSync(join(root, 'elsewhere'), join(root, 'src/linked'), 'dir')
    symlinkSync(join(root, 'gone'), join(root, 'src/broken.ts'))
    const reading = read({ root })
    assert.deepEqual(findings(reading), ['not-serializable Shared'])
    assert.deepEqual(
      reading.program.declarations.map(({ name, file }) => [name, file]),
      [
        ['a', 'src/a.ts'],
        ['b', 'src/a.ts'],
        ['c', 'src/linked/c.ts'],
      ],
    )
  })
})

describe('large files', () => {
  it('of a megabyte are read in seconds', { timeout: 30_000 }, () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `  { id: ${n}, label: 'row ${n}', tags: ['a', 'b'] },`)
    const keys = Array.from({ length: 1_000 }, (_, n) => `  /** Key ${n}. */ key${n}: ${n % 2 ? 'string' : 'number'}`)
    const reading = readSources(
      `${TOOL}export const rows = [\n${rows.join('\n')}\n]\nexport interface Wide {\n${keys.join('\n')}\n}\n` +
        '/** B. @tool */ export function b(wide: Wide): (typeof rows)[number] { throw new Error() }\n',
    )
    assert.deepEqual(findings(reading), [])
    assert.equal(Object.keys(argumentsOf(reading, 'b')).length, 1_000)
  })
})
