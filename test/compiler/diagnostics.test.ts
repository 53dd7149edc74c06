/**
 * Every code, one a folder of `fixtures/diagnostics`: its modules go to `src/`, the other files to the project's root, and
 * `output.txt` is exactly what the terminal shows. `docs/diagnostics/`, and what `mcpgen explain` prints, are made of them.
 */
import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { type CompileOptions, compile } from '@mcpgen/compiler'
import { renderText } from '../../packages/cli/src/render/text.ts'
import { ACCESS } from '../../packages/compiler/src/diagnostics/access.ts'
import { ASKS } from '../../packages/compiler/src/diagnostics/asks.ts'
import { CHECKS } from '../../packages/compiler/src/diagnostics/checks.ts'
import { DECLARATIONS } from '../../packages/compiler/src/diagnostics/declarations.ts'
import { PROJECT } from '../../packages/compiler/src/diagnostics/project.ts'
import { SKILLS } from '../../packages/compiler/src/diagnostics/skills.ts'
import { TAGS } from '../../packages/compiler/src/diagnostics/tags.ts'
import { TYPES } from '../../packages/compiler/src/diagnostics/types.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const CASES = join(import.meta.dirname, '../../fixtures/diagnostics')
const CATALOGUE = { ...PROJECT, ...DECLARATIONS, ...TAGS, ...TYPES, ...ASKS, ...CHECKS, ...ACCESS, ...SKILLS }
const OPTIONS: Readonly<Record<string, Omit<CompileOptions, 'root'>>> = {
  'no-tsconfig': { tsconfig: 'tsconfig.build.json' },
  'type-error': { typeErrors: true },
}
const DOCS = join(import.meta.dirname, '../../docs/diagnostics')
const EXPLAINED = join(import.meta.dirname, '../../packages/cli/src/explain/pages.json')
const PACKAGE = '{ "name": "case", "version": "1.0.0", "type": "module" }\n'

function filesOf(code: string): (readonly [path: string, text: string, bytes: Buffer])[] {
  const files = globSync('**/*', { cwd: join(CASES, code), withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'output.txt')
    .map(entry => relative(join(CASES, code), join(entry.parentPath, entry.name)))
  return files
    .sort()
    .map(name => [name, readFileSync(join(CASES, code, name))] as const)
    .map(([name, bytes]) => [isSource(name) ? `src/${name}` : name, String(bytes), bytes] as const)
}

function project(code: string): string {
  const written = filesOf(code).map(([path, , bytes]) => [path, bytes] as const)
  return temporaryProject(code === 'no-package-json' ? written : [['package.json', PACKAGE], ...written])
}

function isSource(name: string): boolean {
  return /\.[jt]s$/.test(name) && !name.startsWith('mcpgen.config')
}

it('every code has a case', () => {
  assert.deepEqual(readdirSync(CASES).sort(), Object.keys(CATALOGUE).sort())
})

for (const code of readdirSync(CASES)) {
  describe(code, () => {
    const root = project(code)
    const { diagnostics, files, sources } = compile({ root, ...OPTIONS[code] })

    it('is found alone', () => {
      assert.deepEqual([...new Set(diagnostics.map(diagnostic => diagnostic.code))], [code])
    })

    it('shows what is wrong, where, why, and what to write', () => {
      const output = renderText({ diagnostics, sources, pathOf: file => file })
      matchGolden(join(CASES, code, 'output.txt'), output)
    })

    it('begins as every message does: in lower case, unless with a name', () => {
      // These are in TypeScript's own words.
      if (code === 'syntax-error' || code === 'type-error') return
      for (const { message, help } of diagnostics) {
        assert.match(message, /^[^A-Z]/)
        assert.match(help, /^[^A-Z]/)
        assert.doesNotMatch(message, /\.$/)
      }
    })

    it('has a page', () => matchGolden(join(DOCS, `${code}.md`), markdownOf(code, pageOf(code))))

    it('leaves nothing to write if it is an error', () => {
      const failed = CATALOGUE[code as keyof typeof CATALOGUE].severity === 'error'
      assert.equal(files.size === 0, failed)
    })

    it('says no more of the machine than the project’s own paths', () => {
      assert.ok(!JSON.stringify(diagnostics).includes(root))
    })
  })
}

describe('docs/diagnostics', () => {
  const codes = readdirSync(CASES).sort()

  it('has a page for each code, and no other', () => {
    assert.deepEqual(readdirSync(DOCS).sort(), ['README.md', ...codes.map(code => `${code}.md`)].sort())
  })

  it('lists them', () => {
    const rows = codes.map(code => {
      const { severity, why } = pageOf(code)
      return `| [\`${code}\`](${code}.md) | ${severity} | ${why} |`
    })
    matchGolden(join(DOCS, 'README.md'), `${INTRODUCTION}\n${rows.join('\n')}\n`)
  })

  it('is what mcpgen explain prints', () => {
    const pages = Object.fromEntries(codes.map(code => [code, pageOf(code)]))
    matchGolden(EXPLAINED, `${JSON.stringify(pages, null, 2)}\n`)
  })
})

const INTRODUCTION = `# Diagnostics

What \`mcpgen build\` can say, by code. An error keeps everything from being written; a warning does not. \`mcpgen explain <code>\`
prints a page in the terminal.

| code | | why |
|---|---|---|`

interface Page {
  readonly severity: string
  readonly why: string
  readonly files: Readonly<Record<string, string>>
  readonly output: string
}

function pageOf(code: string): Page {
  const { severity, why } = CATALOGUE[code as keyof typeof CATALOGUE]
  const output = readFileSync(join(CASES, code, 'output.txt'), 'utf8')
  return {
    severity,
    why,
    files: Object.fromEntries(filesOf(code).map(([path, text]) => [path, text])),
    output: output.trimEnd(),
  }
}

function markdownOf(code: string, { severity, why, files, output }: Page): string {
  const shown = Object.entries(files).map(
    ([name, text]) => `\`${name}\`\n\n${FENCE}${extname(name).slice(1)}\n${text.trimEnd()}\n${FENCE}\n`,
  )
  const said = `The build says:\n\n${FENCE}text\n${output}\n${FENCE}\n`
  return [`# \`${code}\`\n`, `${severity === 'error' ? 'An error' : 'A warning'}. ${why}\n`, ...shown, said].join('\n')
}

const FENCE = '```'
