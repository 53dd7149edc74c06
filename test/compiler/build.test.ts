/** Whole projects: sources in, the generated folder out. Each case is read as what a user writes beside what they get. */
import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type Compilation, compile } from '@mcpgen/compiler'
import { matchGoldenFolder } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const CASES = join(import.meta.dirname, '../../fixtures/build')

for (const name of readdirSync(CASES).sort()) {
  describe(name, { timeout: 60_000 }, () => {
    const root = join(CASES, name)

    it('compiles to what is expected', () => {
      const { diagnostics, files } = compile({ root })
      assert.deepEqual(diagnostics, [])
      matchGoldenFolder(join(root, 'expected'), files)
    })

    it('has in expected/ modules that import nothing but the runtime and the user’s own', () => {
      for (const path of globSync('expected/**/*.{mjs,mts}', { cwd: root })) {
        const text = readFileSync(join(root, path), 'utf8')
        for (const [, specifier = ''] of text.matchAll(/(?:from |import\()'([^']*)'/g)) {
          if (specifier.startsWith('@')) assert.match(specifier, /^@mcpgen\/runtime(\/validation)?$/, path)
          else assert.match(specifier, /^\.{1,2}\//, path)
        }
      }
    })
  })
}

describe('the same sources', { timeout: 60_000 }, () => {
  const SOURCES: [string, string][] = [
    ['package.json', '{ "name": "many", "version": "1.0.0", "type": "module" }'],
    [
      'src/b.ts',
      `import type { Shared } from './shared.js'\n/** B. @tool @readOnly */\nexport function b(x: Shared): Shared { return x }\n`,
    ],
    [
      'src/a/z.ts',
      `import type { Shared } from '../shared.js'\n/** Z. @tool @readOnly */\nexport function z(x: Shared | null): Shared[] { return x ? [x] : [] }\n`,
    ],
    [
      'src/a.ts',
      `/** Second. @tool @readOnly */\nexport function second(u: 'c' | 'a' | 1 | { x: 'a' | 'c' }): 1 | 'a' | 'c' { return u === 1 ? 1 : 'a' }\n/** First. @tool @readOnly */\nexport function first(): void {}\n`,
    ],
    [
      'src/shared.ts',
      `/** Shared. */\nexport interface Shared { c: 'c' | 'a'; next?: Shared; at: string | number | boolean | null }\n`,
    ],
  ]
  const built = (files: [string, string][]): Compilation => compile({ root: temporaryProject(files) })
  const reference = built(SOURCES)

  it('give the same bytes in another folder, and written in another order', () => {
    assert.deepEqual(reference.diagnostics, [])
    for (const files of [SOURCES, [...SOURCES].reverse()])
      assert.deepEqual([...built(files).files], [...reference.files])
  })

  it('give the same bytes beside other declarations', () => {
    const extra: [string, string] = [
      'src/0.ts',
      `/** 0. @tool @readOnly */\nexport function zero(x: { x: 'c' | 'a' } | 1 | 'c' | 'a' | null, y: boolean | number | string): void {}\n`,
    ]
    const { files } = built([extra, ...SOURCES])
    for (const [path, text] of reference.files) if (path.includes('/')) assert.equal(files.get(path), text, path)
  })

  it('give the same schema beside another type of the same name', () => {
    const extra: [string, string] = [
      'src/zz.ts',
      `export interface Shared { next?: Shared; z: 1 }\n/** ZZ. @tool @readOnly */\nexport function zz(x: Shared): void {}\n`,
    ]
    const { files } = built([...SOURCES, extra])
    for (const [path, text] of reference.files) if (path.includes('/')) assert.equal(files.get(path), text, path)
    assert.match(files.get('tools/zz.json') ?? '', /"#\/\$defs\/Shared"/)
  })

  it('are listed by path, and by position in a file', () => {
    assert.deepEqual(
      JSON.parse(reference.files.get('manifest.json') ?? '').declarations.map((one: { name: string }) => one.name),
      ['second', 'first', 'z', 'b'],
    )
  })
})

describe('a project with errors', { timeout: 60_000 }, () => {
  it('gives no files, and every finding by file and position', () => {
    const root = temporaryProject([
      ['package.json', '{ "name": "wrong", "version": "1.0.0" }'],
      ['src/b.ts', `/** Same. @tool @readOnly */\nexport function same(): void {}\n`],
      [
        'src/a.ts',
        `/** @tool @readOnly @destructive */\nexport function odd(): void {}\n/** Same. @tool @readOnly */\nexport function same(): void {}\n/** Ask. @prompt */\nexport function ask(list: string[]): string { return list.join() }\n`,
      ],
    ])
    const { diagnostics, files } = compile({ root })
    assert.equal(files.size, 0)
    assert.deepEqual(
      diagnostics.map(({ code, span }) => [code, span?.file]),
      [
        ['missing-description', 'src/a.ts'],
        ['contradictory-annotations', 'src/a.ts'],
        ['argument-not-text', 'src/a.ts'],
        ['duplicate-name', 'src/b.ts'],
      ],
    )
  })

  it('writes nothing anywhere: compiling has no effect on the folder', () => {
    const root = temporaryProject([
      ['package.json', '{ "name": "x", "version": "1.0.0" }'],
      ['src/a.ts', '/** A. @tool @readOnly */\nexport function a(): void {}\n'],
    ])
    compile({ root })
    assert.deepEqual(readdirSync(root).sort(), ['node_modules', 'package.json', 'src'])
  })
})
