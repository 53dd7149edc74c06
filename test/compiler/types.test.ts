/**
 * The forms of types, one a folder of `fixtures/types`: `input.ts` declares one tool of the folder's name, `schema.json` is the
 * schema of its arguments (a golden), `valid.json` and `invalid.json` are lists of arguments. That a golden is the same
 * does not say that it is right: the instances are judged by the emitted validator, and by an independent one that reads
 * the schema as a client does.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

const FORMS = join(import.meta.dirname, '../../fixtures/types')
const forms = readdirSync(FORMS, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
const modules = forms.flatMap(form => readdirSync(join(FORMS, form)).map(file => [form, file] as const))

const root = temporaryProject([
  ['package.json', '{ "name": "types", "version": "1.0.0", "type": "module" }'],
  ['mcpgen.config.ts', "export default { lint: { 'unannotated-tool': 'off' } }\n"],
  ...modules
    .filter(([, file]) => file.endsWith('.ts'))
    .map(([form, file]) => [`src/${form}/${file}`, readFileSync(join(FORMS, form, file), 'utf8')] as const),
])
const { diagnostics, files } = compile({ root })
write(join(root, 'generated'), files)

it('every form compiles without a diagnostic', () => {
  assert.deepEqual(
    diagnostics.map(({ code, message, span }) => `${span?.file} ${code}: ${message}`),
    [],
  )
})

it('the README’s tables name every form, and only cases that exist', () => {
  const [carried = '', refused = ''] = readFileSync(join(FORMS, 'README.md'), 'utf8').split('## Refused')
  assert.deepEqual([...new Set(casesOf(carried, 2))].sort(), forms)
  const codes = readdirSync(join(FORMS, '../diagnostics'))
  assert.deepEqual(
    casesOf(refused, 2).filter(name => !codes.includes(name)),
    [],
  )
})

/** The names in back-ticks in a column of a page's tables. */
function casesOf(page: string, column: number): string[] {
  const rows = page.split('\n').filter(line => line.startsWith('|') && !/^\| (a TypeScript|-)/.test(line))
  return rows.flatMap(row => {
    const cell = row.split(/(?<!\\)\|/)[column] ?? ''
    return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name)
  })
}

for (const form of forms) {
  describe(form, () => {
    const read = (name: string) => JSON.parse(readFileSync(join(FORMS, form, `${name}.json`), 'utf8'))
    const { inputSchema: schema } = JSON.parse(files.get(`tools/${form}.json`) ?? '{}')
    const emitted = import(pathToFileURL(join(root, `generated/validators/${form}.mjs`)).href) as Promise<Validators>
    const judge = new CfWorkerJsonSchemaValidator({ draft: '2020-12' }).getValidator(schema)

    it('has the schema that was looked at', () => {
      matchGolden(join(FORMS, form, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`)
    })

    for (const [name, right] of [
      ['valid', true],
      ['invalid', false],
    ] as const) {
      for (const instance of read(name)) {
        it(`${right ? 'takes' : 'refuses'} ${JSON.stringify(instance)}`, async () => {
          const { input } = await emitted
          assert.equal(input?.(instance), right, 'the emitted validator')
          assert.equal(judge(instance).valid, right, 'an independent validator, by the schema')
          if (right) assert.equal(input?.errors, null)
          else assert.ok(input?.errors?.length)
        })
      }
    }
  })
}
