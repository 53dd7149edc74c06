import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { OPTIONS } from '../../../packages/compiler/src/1-read/config-checks.ts'
import { read } from '../../../packages/compiler/src/1-read/read.ts'
import { temporaryProject } from '../../harness/project.ts'
import { findings, readSources } from '../../harness/read.ts'

const tool = (name: string) => `/** A. @tool */ export function ${name}(a: string): string { return a }\n`
const names = (reading: ReturnType<typeof readSources>) =>
  reading.program.declarations.map(({ file, name }) => `${file} ${name}`)

describe('what is read', () => {
  it('strict defaults without a tsconfig, any extension of TypeScript, and odd folder names', () => {
    const reading = readSources({
      'src/[id]/a.ts': tool('a'),
      'src/b.mts': tool('b'),
      'src/c.tsx': tool('c'),
      'src/d.js': tool('d'),
    })
    assert.deepEqual(names(reading), ['src/[id]/a.ts a', 'src/b.mts b', 'src/c.tsx c'])
    assert.deepEqual(findings(reading), [])
  })

  it('only what the tsconfig includes, and what its references do', () => {
    const files = { 'src/a.ts': tool('a'), 'src/old/b.ts': tool('b') }
    const excluding = readSources({
      ...files,
      'tsconfig.json': '{ "include": ["src"], "exclude": ["src/old"] /* gone */, }',
    })
    assert.deepEqual(names(excluding), ['src/a.ts a'])
    const solution = readSources({
      ...files,
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': '{ "include": ["src/old"], "compilerOptions": { "composite": true, "outDir": "dist" } }',
    })
    assert.deepEqual(names(solution), ['src/old/b.ts b'])
  })

  it('the folders of the options, else of the config', () => {
    const files = { 'lib/a.ts': tool('a'), 'lib/made/b.ts': tool('b'), 'src/c.ts': tool('c') }
    const config = `export default { src: './lib/', out: 'lib/made' }`
    const configured = readSources({ ...files, 'mcpgen.config.ts': config })
    assert.deepEqual(names(configured), ['lib/a.ts a'])
    assert.equal(configured.program.project.src, 'lib')
    assert.equal(configured.program.project.config, 'mcpgen.config.ts')
    assert.deepEqual(names(readSources({ ...files, 'mcpgen.config.ts': config }, { src: 'src/' })), ['src/c.ts c'])
    assert.deepEqual(names(readSources(files, { src: '.', out: 'lib' })), ['src/c.ts c'])
  })

  it('through a symbolic link to the project', () => {
    const root = temporaryProject([
      ['package.json', '{ "name": "x" }'],
      ['src/a.ts', tool('a')],
    ])
    symlinkSync(root, join(root, 'link'))
    assert.deepEqual(names(read({ root: join(root, 'link') })), ['src/a.ts a'])
  })
})

describe('facts', () => {
  it('come from the config, its constants and texts put together, and from package.json', () => {
    const config = `
import { defineConfig } from '@mcpgen/runtime'
const title = 'A title'
const options = { title, instructions: 'One. ' + \`Two.\`, version: '2.0.0', port: Number(process.env.PORT), auth: make() }
export default defineConfig(options satisfies object)
`
    const { program, diagnostics } = readSources({ 'src/a.ts': tool('a'), 'mcpgen.config.ts': config })
    assert.deepEqual(diagnostics, [])
    assert.deepEqual(program.project, {
      name: 'read',
      version: '2.0.0',
      auth: true,
      requireGuards: true,
      config: 'mcpgen.config.ts',
      title: 'A title',
      instructions: 'One. Two.',
      src: 'src',
      out: 'generated',
    })
  })

  it('a package without a version is 0.0.0, one without a name is refused', () => {
    assert.equal(
      readSources({ 'src/a.ts': tool('a'), 'package.json': '{ "name": "n" }' }).program.project.version,
      '0.0.0',
    )
    assert.deepEqual(findings(readSources({ 'src/a.ts': tool('a'), 'package.json': '{}' })), ['no-package-json'])
    assert.deepEqual(findings(readSources({ 'src/a.ts': tool('a'), 'package.json': '{' })), ['no-package-json'])
  })
})

describe('what is wrong elsewhere', () => {
  it('type errors do not stop the build', () => {
    const reading = readSources(`const x: number = 'no'\n${tool('a')}export function b() { return missing() }`)
    assert.deepEqual(names(reading), ['src/input.ts a'])
    assert.deepEqual(findings(reading), [])
  })

  it('a syntax error is TypeScript’s own finding, and the other files are read', () => {
    const reading = readSources({ 'src/a.ts': tool('a'), 'src/b.ts': 'export const = 1\n' })
    assert.deepEqual(names(reading), ['src/a.ts a'])
    assert.deepEqual(
      [...new Set(reading.diagnostics.map(({ code, span }) => `${code} ${span?.file}`))],
      ['syntax-error src/b.ts'],
    )
  })

  it('so is one in the config', () => {
    const reading = readSources({ 'src/a.ts': tool('a'), 'mcpgen.config.ts': 'export default {' })
    assert.deepEqual(
      [...new Set(reading.diagnostics.map(({ code, span }) => `${code} ${span?.file}`))],
      ['syntax-error mcpgen.config.ts'],
    )
  })
})

it('knows every option that a config may have', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../packages/runtime/src/config.ts'), 'utf8')
  const [, members = ''] = /export interface Config \{\n(.*?)\n\}/s.exec(source) ?? []
  const names = [...members.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name = '']) => name)
  assert.deepEqual([...OPTIONS].sort(), names.sort())
})
