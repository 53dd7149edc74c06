/** Schemas in their author's own words: sent as they are, and what calls are checked by. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { openSession } from '../../packages/compiler/src/1-read/read.ts'
import { createFiles } from '../../packages/compiler/src/files/files.ts'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGE = ['package.json', '{ "name": "raw", "version": "1.0.0", "type": "module" }'] as const
const POINT =
  '{ "type": "array", "prefixItems": [{ "const": "point" }, { "type": "number" }], "items": false, "uniqueItems": true }'
const SOURCE = `
import imported from './imported.json' with { type: 'json' }
void imported
const street = { type: 'string', minLength: 2 } as const
export const contact = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street }, unevaluatedProperties: false } },
  properties: {
    name: { type: 'string', pattern: '^validate1 [A-Z]' },
    address: { $ref: '#addressDef' },
    method: { enum: ['phone', 'email', { other: [1] }] },
    phone: { type: 'string' },
    email: { type: 'string', format: 'email' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { method: { const: 'phone' } }, required: ['method'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
}

interface Contact { name?: string; address?: { street: string }; method?: unknown; phone?: string; email?: string }

/** Adds a contact. @tool @destructive false @inputSchema contact */
export function add(input: Contact): { name: string } { return { name: input.name ?? '' } }

/** A point. @tool @readOnly @outputSchema ./point.json */
export function point(n: number): unknown { return ['point', n] }

/** A point, of a module. @tool @readOnly @outputSchema imported */
export function again(n: number): ['point', number] { return ['point', n] }
`.replace('properties: { street }', 'properties: { street: street }')

const root = temporaryProject([
  PACKAGE,
  ['src/input.ts', SOURCE],
  ['src/point.json', POINT],
  ['src/imported.json', POINT],
])
const { diagnostics, files } = compile({ root })
write(join(root, 'generated'), files)
const entry = (name: string) => JSON.parse(files.get(`tools/${name}.json`) ?? '{}')
const load = (name: string): Promise<Validators> =>
  import(pathToFileURL(join(root, `generated/validators/${name}.mjs`)).href)

it('only what a type leaves open is a finding', () => {
  assert.deepEqual(
    diagnostics.map(({ code, path }) => `${code} ${path}`),
    ['untyped add › input.method', 'untyped point › result'],
  )
})

describe('a schema of a constant', () => {
  it('is sent as it is written, keys in their order', () => {
    const { inputSchema } = entry('add')
    assert.deepEqual(Object.keys(inputSchema), [
      '$schema',
      'type',
      '$defs',
      'properties',
      'allOf',
      'if',
      'then',
      'else',
      'additionalProperties',
    ])
    assert.deepEqual(inputSchema.$defs.address.properties, { street: { type: 'string', minLength: 2 } })
    assert.equal(inputSchema.else.required[0], 'email')
  })

  it('is what calls are checked by', async () => {
    const { input } = await load('add')
    assert.ok(input)
    const right = [
      { email: 'a@example.com' },
      { name: 'validate1 A', email: 'a@example.com', address: { street: 'ab' }, method: { other: [1] } },
      { method: 'phone', phone: '1' },
    ]
    const wrong = [
      {},
      { phone: '1' },
      { method: 'phone', email: 'a@example.com' },
      { email: 'nobody' },
      { email: 'a@example.com', address: { street: '💥' } },
      { email: 'a@example.com', address: { street: 'ab', number: 1 } },
      { email: 'a@example.com', method: { other: [2] } },
      { email: 'a@example.com', name: 'validate1' },
      { email: 'a@example.com', more: 1 },
    ]
    for (const value of right) assert.ok(input(value), `${JSON.stringify(value)} ${JSON.stringify(input.errors)}`)
    for (const value of wrong) assert.ok(!input(value), JSON.stringify(value))
    input({ email: 'a@example.com', address: { street: 1 } })
    assert.deepEqual(
      input.errors?.map(({ instancePath, keyword, params }) => ({ instancePath, keyword, params })),
      [{ instancePath: '/address/street', keyword: 'type', params: { type: 'string' } }],
    )
  })
})

for (const name of ['point', 'again']) {
  it(`a schema of a JSON file is what results are checked by: ${name}`, async () => {
    assert.deepEqual(entry(name).outputSchema, JSON.parse(POINT))
    const { output } = await load(name)
    assert.ok(output?.(['point', 1]))
    assert.ok(!output?.(['point', '1']))
    assert.ok(!output?.(['line', 1]))
    assert.ok(!output?.(['point', 1, 1]))
  })
}

it('one schema, with an `$id`, may be that of arguments and of results', async () => {
  const project = temporaryProject([
    PACKAGE,
    [
      'src/a.ts',
      `export const same = { $id: 'https://example.com/same', type: 'object', properties: { a: { minLength: 2 } } } as const
/** The same. @tool @readOnly @inputSchema same @outputSchema same */
export function echo(input: { a?: string }): { a?: string } { return input }
`,
    ],
  ])
  const built = compile({ root: project })
  assert.deepEqual(built.diagnostics, [])
  write(join(project, 'generated'), built.files)
  const { input, output }: Validators = await import(pathToFileURL(join(project, 'generated/validators/echo.mjs')).href)
  for (const side of [input, output]) {
    assert.ok(side?.({ a: 'ab' }))
    assert.ok(!side?.({ a: 'a' }))
  }
})

it('a file that changes is read again', () => {
  const project = temporaryProject([
    PACKAGE,
    [
      'src/a.ts',
      '/** A. @tool @readOnly @inputSchema ./a.json */\nexport function a(input: { a?: string }): void { void input }\n',
    ],
    ['src/a.json', '{ "type": "object", "title": "one" }'],
  ])
  const session = openSession(createFiles())
  const title = () => {
    const [tool] = session.read({ root: project }).program.declarations
    return tool?.kind === 'tool' ? tool.schemas?.input?.schema['title'] : undefined
  }
  assert.equal(title(), 'one')
  writeFileSync(join(project, 'src/a.json'), '{ "type": "object", "title": "two" }')
  session.changed([join(project, 'src/a.json')])
  assert.equal(title(), 'two')
})
