/** The declarations of generated code under the tsconfigs that people have, by TypeScript 7 and by 5.9. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const project = join(root, 'fixtures/everything')

const COMPILERS = {
  'TypeScript 7': join(root, 'node_modules/typescript/bin/tsc'),
  'TypeScript 5.9': join(root, 'node_modules/typescript-5/bin/tsc'),
}

const STRICT = { module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }
const CHECKED = { ...STRICT, allowJs: true, checkJs: true }

/** What people's configs differ in; the rest is what the sources of the project ask for. */
const CONFIGS: Record<string, object> = {
  nodenext: STRICT,
  'a bundler': { module: 'esnext', moduleResolution: 'bundler', strict: true },
  'module preserve, isolated and verbatim': {
    module: 'preserve',
    verbatimModuleSyntax: true,
    isolatedModules: true,
    strict: true,
  },
}

const SOURCES = {
  target: 'es2023',
  lib: ['es2024', 'esnext.disposable'],
  types: ['node'],
  noEmit: true,
  allowImportingTsExtensions: true,
}

const USE = `import { app } from './generated/app.mjs'

type Tools = NonNullable<(typeof app)['surface']>['tools']

const args: Tools['greet']['args'] = { name: 'Ada' }
const greeting: Tools['greet']['result'] = \`Hello, \${args.name}!\`
const { port }: { port: number } = await app.listen({ port: 0 })
export { greeting, port }
`

/** A wrong name, a wrong type and a wrong option: what the declarations are for. */
const MISUSE = `import { app } from './generated/app.mjs'

type Tools = NonNullable<(typeof app)['surface']>['tools']

export const args: Tools['greet']['args'] = { name: 1 }
export type Missing = Tools['gret']
app.listen({ prot: 0 })
`

describe('the declarations of generated code', { timeout: 180_000, concurrency: 2 }, () => {
  let folder: string
  let runs = 0
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgen-declarations-'))
    for (const path of ['package.json', 'mcpgen.config.ts', 'src', 'generated'])
      cpSync(join(project, path), join(folder, path), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'use.ts'), USE)
    writeFileSync(join(folder, 'misuse.ts'), MISUSE)
  })
  after(() => rmSync(folder, { recursive: true }))

  for (const [compiler, tsc] of Object.entries(COMPILERS)) {
    for (const [config, options] of Object.entries(CONFIGS)) {
      it(`are right and are used right: ${compiler}, ${config}`, async () => {
        assert.deepEqual(await check(tsc, options, ['use.ts']), [])
      })
    }

    it(`refuse what is wrong: ${compiler}`, async () => {
      const found = await check(tsc, STRICT, ['misuse.ts'])
      const codes = found.map(line => /TS\d+/.exec(line)?.[0])
      assert.deepEqual(codes, ['TS2322', 'TS2339', 'TS2353'])
    })
  }

  it('leave nothing to find where JavaScript is checked too', async () => {
    const modules = globSync('generated/**/*.mjs', { cwd: folder })
    assert.ok(modules.length > 3)
    assert.deepEqual(await check(COMPILERS['TypeScript 7'], CHECKED, ['use.ts', ...modules]), [])
  })

  it('are true: the bindings of app.mjs are what the runtime declares', async () => {
    // TypeScript takes a specifier for a path; Node takes it for a URL, where `%25` is a percent sign in a file's name.
    const bindings = readFileSync(join(folder, 'generated/app.mjs'), 'utf8')
      .replace('// @ts-nocheck\n', '')
      .replaceAll('%25', '%')
    writeFileSync(join(folder, 'generated/bindings.mjs'), bindings)
    writeFileSync(join(folder, 'generated/wrong.mjs'), bindings.replace("result: 'text'", "result: 'txt'"))
    assert.deepEqual(await check(COMPILERS['TypeScript 7'], CHECKED, ['generated/bindings.mjs']), [])
    assert.match((await check(COMPILERS['TypeScript 7'], CHECKED, ['generated/wrong.mjs'])).join(), /"txt"/)
  })

  async function check(tsc: string, options: object, files: string[]): Promise<string[]> {
    runs += 1
    const tsconfig = join(folder, `tsconfig.${runs}.json`)
    const typeRoots = [join(root, 'node_modules/@types')]
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { ...SOURCES, typeRoots, ...options }, files }))
    const command = [tsc, '-p', tsconfig, '--pretty', 'false']
    const stdout = await new Promise<string>(resolve => {
      execFile(process.execPath, command, (_error, output) => resolve(output))
    })
    return stdout.split('\n').filter(line => line.includes('error TS'))
  }
})
