/**
 * The ways in which people write documentation comments: each a module of `fixtures/comments`, and beside it what clients
 * receive, and what the build finds.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, it } from 'node:test'
import { compile } from '@mcpgen/compiler'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const CASES = join(import.meta.dirname, '../../fixtures/comments')
const PACKAGE = ['package.json', '{ "name": "case", "version": "1.0.0", "type": "module" }'] as const

const caseOf = (name: string) => readFileSync(join(CASES, `${name}.ts`), 'utf8')

/** The tools that a source declares, and below them what is wrong with it: the code, the text that is marked, the message. */
function builtOf(source: string): { tools: string; findings: string } {
  const root = temporaryProject([PACKAGE, ['src/input.ts', source]])
  const { program, diagnostics } = compile({ root })
  // With an error nothing would be written; what was understood of the rest is of interest all the same.
  const tools = lower(program).map(({ entry }) => JSON.stringify(entry, null, 2))
  const findings = diagnostics.map(({ code, span, message }) => {
    const marked = span === undefined ? '' : source.slice(span.start, span.end).replace(/\s+/g, ' ')
    return `${code} | ${marked} | ${message}\n`
  })
  return { tools: tools.map(text => `${text}\n`).join(''), findings: findings.join('') }
}

for (const name of globSync('*.ts', { cwd: CASES })
  .map(file => basename(file, '.ts'))
  .sort()) {
  describe(`comments: ${name}`, () => {
    const built = builtOf(caseOf(name))

    it('are read as they are meant', () => {
      matchGolden(join(CASES, `${name}.txt`), `${built.tools}${built.findings}`)
    })

    it('are the same with the line ends of Windows', () => {
      assert.deepEqual(builtOf(caseOf(name).replaceAll('\n', '\r\n')), built)
    })
  })
}
