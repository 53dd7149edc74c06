/** However a build comes about, its bytes are those of a build from nothing. */
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { compile } from '@mcpgen/compiler'
import { build, openBuilder } from '@mcpgen/compiler/build'
import { temporaryFolder } from '../harness/project.ts'

const TSCONFIG = { compilerOptions: { module: 'nodenext', strict: true, types: [] }, include: ['src', 'types'] }
const FILES: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', type: 'module' }),
  'tsconfig.json': JSON.stringify(TSCONFIG),
  'types/global.d.ts': 'interface Stamp { by: string }\n',
  'node_modules/money/package.json': JSON.stringify({ name: 'money', version: '1.0.0', types: 'index.d.ts' }),
  'node_modules/money/index.d.ts': 'export interface Money { amount: number; currency: string }\n',
  'src/model/item.ts': `import type { Money } from 'money'
export interface Item { id: string; price: Money; parts?: Item[] }
`,
  'src/model/page.ts': 'export interface Page<T> { rows: T[]; next?: string }\n',
  'src/items.ts': `import type { Item } from './model/item.ts'
import type { Page } from './model/page.ts'

/** List items. @tool @readOnly */
export function listItems(query: string, limit = 20): Page<Item> {
  return { rows: [], next: query + limit }
}
`,
  'src/orders.ts': `import type { Item } from './model/item.ts'

/** Place an order. @tool @destructive false */
export function order(items: Item[], stamp: Stamp): { total: number } {
  return { total: items.length + stamp.by.length }
}
`,
}

function project(t: TestContext, files: Record<string, string> = FILES): string {
  const root = temporaryFolder(t)
  for (const [path, text] of Object.entries(files)) edit(root, path, text)
  return root
}

function edit(root: string, path: string, text: string | undefined): void {
  const file = join(root, path)
  if (text === undefined) {
    rmSync(file)
    return
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** What a build from nothing would write, in a copy of the project. */
function fresh(t: TestContext, root: string): ReadonlyMap<string, string> {
  const copy = temporaryFolder(t)
  cpSync(root, copy, { recursive: true, filter: path => !/\/(?:generated|\.mcpgen)$/.test(path) })
  const { files, diagnostics } = compile({ root: copy })
  assert.deepEqual(diagnostics, [])
  return files
}

function written(root: string): Map<string, string> {
  const out = join(root, 'generated')
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' })
  const files = paths.filter(path => statSync(join(out, path)).isFile())
  return new Map(files.sort().map(path => [path, readFileSync(join(out, path), 'utf8')]))
}

function sorted(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Each is made after the one before; undefined takes the file away. */
const EDITS: readonly (readonly [what: string, path: string, text: string | undefined])[] = [
  ['a body', 'src/items.ts', FILES['src/items.ts']?.replace('query + limit', 'query')],
  ['a signature', 'src/items.ts', FILES['src/items.ts']?.replace('limit = 20', 'limit = 50, deep?: boolean')],
  ['a shared type', 'src/model/item.ts', FILES['src/model/item.ts']?.replace('id: string', 'id: number; name: string')],
  ['a generic type', 'src/model/page.ts', 'export interface Page<T> { rows: T[]; total: number }\n'],
  ['a global type', 'types/global.d.ts', 'interface Stamp { by: string; at?: number }\n'],
  ['a global type, in pieces', 'types/more.d.ts', 'interface Stamp { from?: "web" | "shop" }\n'],
  ['an augmentation', 'src/more.ts', `import 'money'\ndeclare module 'money' { interface Money { scale?: number } }\n`],
  ['a package', 'node_modules/money/index.d.ts', 'export interface Money { amount: string }\n'],
  [
    'another type of the same name',
    'src/other.ts',
    `interface Item { other: true }\n/** Other. @tool @readOnly */\nexport const other = (item: Item): Item => item\n`,
  ],
  ['a nearer package', 'src/node_modules/money/index.d.ts', 'export interface Money { near: boolean }\n'],
  ['a file that is gone', 'src/orders.ts', undefined],
  ['the name', 'package.json', FILES['package.json']?.replace('shop', 'store')],
  ['the format of modules', 'package.json', FILES['package.json']?.replace('"module"', '"commonjs"')],
  [
    'the tsconfig',
    'tsconfig.json',
    JSON.stringify({ ...TSCONFIG, compilerOptions: { ...TSCONFIG.compilerOptions, strict: false } }),
  ],
]

/** What is wrong in it depends on the others. */
const WRONG = `import { listItems } from './items.ts'
import type { Item } from './model/item.ts'

const stamp: Stamp = { by: 1, from: 'web' }
export const first = (item: Item): number => item.id + item.price.scale + listItems('a').rows.length
export const all = [stamp, listItems('a', 'b').next?.length, import.meta]
export const where: 'far' | 'near' = 'there'
`

describe('a build after another', () => {
  it('writes nothing, and says the same', async t => {
    const root = project(t, {
      ...FILES,
      'src/bare.ts': '/** @tool @readOnly */\nexport const bare = (): string => "x"\n',
    })
    const first = await build({ root })
    const again = await build({ root })
    assert.equal(first.diagnostics[0]?.code, 'missing-description')
    assert.deepEqual(
      { ...again, sources: again.sources.get('src/bare.ts') },
      { ...first, changes: [], sources: first.sources.get('src/bare.ts') },
    )
  })

  for (const again of [false, true])
    it(`has the bytes of one from nothing after each edit, ${again ? 'in one process' : 'in one after the other'}`, async t => {
      const root = project(t)
      let builder = openBuilder({ root }, { again })
      await builder.build()
      for (const [what, path, text] of EDITS) {
        const known = text !== undefined && existsSync(join(root, path))
        edit(root, path, text)
        if (!again) builder = openBuilder({ root })
        else builder.changed(known && /^src\/.*\.ts$/.test(path) ? [join(root, path)] : undefined)
        assert.deepEqual((await builder.build()).diagnostics, [], what)
        assert.deepEqual(written(root), sorted(fresh(t, root)), what)
      }
    })

  it('finds what TypeScript finds from nothing after each edit, in one process and in one after the other', async t => {
    // Whoever is asked about this file first knows its texts in their order.
    const root = project(t, { ...FILES, 'src/first.ts': "export const words = ['near', 'far'] as const\n" })
    const builder = openBuilder({ root, typeErrors: true }, { again: true })
    let found = 0
    for (const [what, path, text] of [['nothing', 'src/wrong.ts', WRONG] as const, ...EDITS]) {
      edit(root, path, text)
      const { diagnostics } = compile({ root, typeErrors: true })
      assert.deepEqual((await build({ root, typeErrors: true })).diagnostics, diagnostics, what)
      assert.deepEqual((await build({ root, typeErrors: true, check: true })).diagnostics, diagnostics, what)
      builder.changed()
      await builder.build()
      assert.deepEqual((await builder.typeErrors())?.diagnostics, diagnostics, what)
      found += diagnostics.length
    }
    assert.ok(found > EDITS.length)
  })

  it('asks TypeScript about those files alone that could see an edit', async t => {
    const root = project(t, { ...FILES, 'src/wrong.ts': WRONG })
    const asked = async () => {
      const before = { root, typeErrors: true }
      await build(before)
      const { checked } = JSON.parse(readFileSync(join(root, '.mcpgen/build.json'), 'utf8').split('\n')[1] ?? '')
      return new Map(Object.entries<{ seen: string }>(checked).map(([file, { seen }]) => [file, seen]))
    }
    const changedBy = async (path: string, text: string) => {
      const before = await asked()
      edit(root, path, text)
      return [...(await asked())].flatMap(([file, seen]) => (before.get(file) === seen ? [] : [file]))
    }
    assert.deepEqual(await changedBy('src/orders.ts', `${FILES['src/orders.ts']}// more\n`), ['src/orders.ts'])
    assert.deepEqual(await changedBy('src/model/page.ts', `${FILES['src/model/page.ts']}// more\n`), [
      'src/items.ts',
      'src/model/page.ts',
      'src/wrong.ts',
    ])
    const all = ['src/items.ts', 'src/model/item.ts', 'src/model/page.ts', 'src/orders.ts', 'src/wrong.ts']
    assert.deepEqual(await changedBy('types/global.d.ts', 'interface Stamp { by: string; at?: number }\n'), all)
  })

  it('has the same bytes in another folder, and when files are found in another order', async t => {
    const root = project(t)
    const expected = fresh(t, root)
    const other = project(t, Object.fromEntries(Object.entries(FILES).toReversed()))
    const files = ['src/orders.ts', 'src/items.ts', 'types/global.d.ts']
    edit(other, 'tsconfig.json', JSON.stringify({ ...TSCONFIG, include: undefined, files }))
    await build({ root: other })
    assert.deepEqual(written(other), sorted(expected))
  })

  it('mends what somebody did to the generated files', async t => {
    const root = project(t)
    await build({ root })
    edit(root, 'generated/validators/order.mjs', '/* Generated by mcpgen build. */ export const input = () => true\n')
    edit(root, 'generated/tools/listItems.json', undefined)
    edit(root, 'generated/tools/gone.json', '{\n  "name": "gone"\n}\n')
    const { changes } = await build({ root })
    assert.deepEqual(
      changes.map(({ kind, path }) => `${kind} ${path}`),
      ['removed tools/gone.json', 'added tools/listItems.json', 'changed validators/order.mjs'],
    )
    assert.deepEqual(written(root), sorted(fresh(t, root)))
  })

  it('sees a file that an import was looking for', async t => {
    const root = project(t, {
      ...FILES,
      'src/late.ts': `import type { Late } from './soon.ts'\n/** Late. @tool @readOnly */\nexport const late = (when: Late): string => String(when)\n`,
    })
    assert.equal((await build({ root })).diagnostics[0]?.code, 'unresolved-type')
    edit(root, 'src/soon.ts', 'export type Late = "soon"\n')
    assert.deepEqual((await build({ root })).diagnostics, [])
    assert.deepEqual(written(root), sorted(fresh(t, root)))
  })
})

describe('the notes of a build', () => {
  const NOTE = '.mcpgen/build.json'

  it('are out of version control, and nothing that check reads or writes', async t => {
    const root = project(t)
    assert.equal((await build({ root, check: true })).changes.length, 9)
    assert.ok(!existsSync(join(root, '.mcpgen')))
    await build({ root })
    assert.equal(readFileSync(join(root, '.mcpgen/.gitignore'), 'utf8'), '*\n')
    edit(root, NOTE, 'not a note')
    assert.deepEqual((await build({ root, check: true })).changes, [])
    assert.equal(readFileSync(join(root, NOTE), 'utf8'), 'not a note')
  })

  const damages: Record<string, (text: string) => string> = {
    'are empty': () => '',
    'end in the middle': text => text.slice(0, text.length / 2),
    'say something else': text => text.replace('"tool":2', '"tool":7'),
    'are of another project': text => text.replace(/^\S+/, 'A'.repeat(43)),
  }
  for (const [what, damage] of Object.entries(damages))
    it(`are ignored when they ${what}`, async t => {
      const root = project(t)
      await build({ root })
      const note = readFileSync(join(root, NOTE), 'utf8')
      edit(root, NOTE, damage(note))
      assert.notEqual(readFileSync(join(root, NOTE), 'utf8'), note)
      assert.deepEqual((await build({ root })).counts, { tool: 2, resource: 0, prompt: 0, route: 0 })
      assert.equal(readFileSync(join(root, NOTE), 'utf8'), note)
    })

  it('are done without where they cannot be written', async t => {
    const root = project(t, { ...FILES, '.mcpgen': 'a file' })
    await build({ root })
    assert.deepEqual((await build({ root })).changes, [])
    assert.equal(readFileSync(join(root, '.mcpgen'), 'utf8'), 'a file')
    assert.deepEqual(written(root), sorted(fresh(t, root)))
  })
})
