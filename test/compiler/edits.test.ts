/** Random edits of a project, one after the other: after each a builder that stays has the bytes and findings of a new one. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { type Compilation, compile } from '@mcpgen/compiler'
import { openBuilder } from '@mcpgen/compiler/build'
import fc from 'fast-check'
import { temporaryProject } from '../harness/project.ts'

const BASE: [string, string][] = [
  ['package.json', '{ "name": "edited", "version": "1.0.0", "type": "module" }'],
  ['tsconfig.json', '{ "compilerOptions": { "module": "nodenext", "strict": true, "types": [] }, "include": ["src"] }'],
  ['node_modules/money/package.json', '{ "name": "money", "version": "1.0.0", "types": "index.d.ts" }'],
  [
    'node_modules/money/index.d.ts',
    'export interface Money { amount: number; currency: string; parts?: Money[]; a: 1; b: 2; c: 3; d: 4; e: 5; f: 6; g: 7 }\n',
  ],
]

/** For each file what may stand in it; the first is what it begins with, and undefined is that there is no such file. */
const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'src/model/item.ts': [
    `import type { Money } from 'money'\nexport interface Item { id: string; price: Money; parts?: Item[] }\nexport type Items = Item[]\n`,
    `import type { Money } from 'money'\n// Moved.\n\nexport interface Item { id: string; price: Money; parts?: Item[] }\nexport type Items = Item[]\n`,
    `export interface Item { id: number; /** @minItems 1 */ more?: Items }\nexport type Items = Item[]\n`,
    `/** @minimun 3 */\nexport interface Item { id: string; by: 'b' | 'a' }\nexport type Items = Item[]\n`,
    `export type Item = { kind: 'x'; x: number } | { kind: 'y'; y: Item }\nexport type Items = Item[]\n`,
  ],
  'src/model/page.ts': [
    'export interface Page<T> { rows: T[]; next?: string }\n',
    'export interface Page<T> { rows: T[]; total: number; first: T | null }\n',
    'export interface Page<T> { rows: T[]; deeper: Page<T[]> }\n',
  ],
  'src/items.ts': [
    `import type { Item } from './model/item.ts'\nimport type { Page } from './model/page.ts'\n\n/** List. @tool @readOnly */\nexport function list(limit = 20): Page<Item> { return { rows: [] } as unknown as Page<Item> }\n`,
    `import type { Item } from './model/item.ts'\nimport type { Page } from './model/page.ts'\n\n/** List. @tool @readOnly */\nexport function list(limit = 20): Page<Item> { return null as unknown as Page<Item> }\n/** Find. @tool @readOnly */\nexport function find(by: 'c' | 'a'): Page<{ at: 'a' | 'b' }> { return null as never }\n`,
    `interface Item { other: true }\n/** List. @tool */\nexport const list = (item: Item): Item => item\n`,
    `import type { Item } from './model/item.ts'\nimport { order } from './a/orders.ts'\n/** List. @tool */\nexport const list = (item: Item): string => item.by + order([item]).total + gone\n`,
    undefined,
  ],
  'src/a/orders.ts': [
    `import type { Items } from '../model/item.ts'\n\n/** Order. @tool */\nexport function order(items: Items, note?: string): { total: number } { return { total: items.length } }\n`,
    `import type { Item } from '../model/item.ts'\nimport type { Page } from '../model/page.ts'\n\n/** Order. @tool */\nexport function order(items: Item[]): Page<Item>[] { return [] }\n`,
    `import type { Money } from 'money'\n\n/** Order. @tool */\nexport function order(price: Money): Money { return price }\n`,
    `import type { Item } from '../model/item.ts'\n\n/** @tool */\nexport function order(items: Map<string, Item>): void {}\n`,
    undefined,
  ],
  'src/pay.ts': [
    undefined,
    `import type { Money } from 'money'\nimport type { Page } from './model/page.ts'\n\n/** Pay. @tool */\nexport function pay(price: Money, at?: Page<{ at: 'b' | 'a' }>): Page<Money> { return null as never }\n`,
    `import 'money'\ndeclare module 'money' { interface Money { scale?: number } }\n/** Order. @tool */\nexport function order(): void {}\n`,
  ],
}

const PATHS = Object.keys(VARIANTS)

type Step = readonly [path: number, variant: number]

describe('edits in any order', { timeout: 600_000 }, () => {
  it('give what a build from nothing gives', async () => {
    const step = fc.tuple(fc.nat(PATHS.length - 1), fc.nat(4))
    const runs = Number(process.env['EDIT_RUNS'] ?? 6)
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), follows), {
      numRuns: runs,
      endOnFailure: true,
    })
  })
})

async function follows(steps: readonly Step[]): Promise<void> {
  const start = PATHS.flatMap((path): [string, string][] => {
    const text = VARIANTS[path]?.[0]
    return text === undefined ? [] : [[path, text]]
  })
  const root = temporaryProject([...BASE, ...start])
  try {
    const builder = openBuilder({ root, typeErrors: true }, { again: true })
    await builder.build()
    let good = files(join(root, 'generated'))
    for (const [at, n] of steps) {
      const path = PATHS[at] ?? ''
      const variants = VARIANTS[path] ?? []
      builder.changed(put(join(root, path), variants[n % variants.length]))
      const { diagnostics } = await builder.build()
      const fresh: Compilation = compile({ root })
      assert.deepEqual(diagnostics, fresh.diagnostics, path)
      // Sometimes the next edit comes first.
      if ((at + n) % 3 > 0) {
        const { diagnostics: all } = compile({ root, typeErrors: true })
        assert.deepEqual((await builder.typeErrors())?.diagnostics, all, path)
      } else void builder.typeErrors()
      if (fresh.files.size > 0) good = new Map([...fresh.files].sort())
      assert.deepEqual(files(join(root, 'generated')), new Map([...good].sort()), path)
    }
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** The paths that the builder has to hear of; undefined where a file came or went. */
function put(file: string, text: string | undefined): string[] | undefined {
  const was = statSync(file, { throwIfNoEntry: false })?.isFile() === true
  mkdirSync(dirname(file), { recursive: true })
  if (text === undefined) rmSync(file, { force: true })
  else writeFileSync(file, text)
  return was && text !== undefined ? [file] : undefined
}

function files(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const found = paths.filter(path => statSync(join(folder, path)).isFile())
  return new Map(found.map(path => [path, readFileSync(join(folder, path), 'utf8')]))
}
