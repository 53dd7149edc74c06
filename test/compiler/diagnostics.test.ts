/**
 * Every code, one a folder of `fixtures/diagnostics`: its modules go to `src/`, the other files to the project's root, and
 * `output.txt` is exactly what the terminal shows.
 */
import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { type CompileOptions, compile } from '@mcpgen/compiler'
import { renderText } from '../../packages/cli/src/render/text.ts'
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
const CATALOGUE = { ...PROJECT, ...DECLARATIONS, ...TAGS, ...TYPES, ...ASKS, ...CHECKS, ...SKILLS }
const OPTIONS: Readonly<Record<string, Omit<CompileOptions, 'root'>>> = {
  'no-tsconfig': { tsconfig: 'tsconfig.build.json' },
}
const PACKAGE = '{ "name": "case", "version": "1.0.0", "type": "module" }\n'

function project(code: string): string {
  const files = globSync('**/*', { cwd: join(CASES, code), withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'output.txt')
    .map(entry => relative(join(CASES, code), join(entry.parentPath, entry.name)))
  const written = files.map(
    name => [isSource(name) ? `src/${name}` : name, readFileSync(join(CASES, code, name), 'utf8')] as const,
  )
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

    it('leaves nothing to write if it is an error', () => {
      const failed = CATALOGUE[code as keyof typeof CATALOGUE].severity === 'error'
      assert.equal(files.size === 0, failed)
    })

    it('says no more of the machine than the project’s own paths', () => {
      assert.ok(!JSON.stringify(diagnostics).includes(root))
    })
  })
}
