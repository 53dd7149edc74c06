/**
 * `targets`: what is advertised is in the words that a client takes, and the validator stays exact. Held against all
 * `fixtures/types`: whatever a type takes the lowered schema takes, and nothing of what the target does not take is in it.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compile, write } from '@mcpgen/compiler'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'
import { TARGET_NAMES, type Target } from '../../packages/compiler/src/ir/targets.ts'
import { matchGolden } from '../harness/golden.ts'
import { temporaryProject } from '../harness/project.ts'

type Schema = Readonly<Record<string, unknown>>

const FORMS = join(import.meta.dirname, '../../fixtures/types')
const GOLDENS = join(import.meta.dirname, '../../fixtures/targets')
const forms = readdirSync(FORMS, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
const sources = forms.flatMap(form =>
  readdirSync(join(FORMS, form)).flatMap(file =>
    file.endsWith('.ts') ? [[`src/${form}/${file}`, readFileSync(join(FORMS, form, file), 'utf8')] as const] : [],
  ),
)
const valid = (form: string): unknown[] => JSON.parse(readFileSync(join(FORMS, form, 'valid.json'), 'utf8'))

const EXAMPLE = `
/** A part of a drawing. */
type Shape = { kind: 'circle'; /** @exclusiveMinimum 0 */ radius: number } | { kind: 'group'; shapes: Shape[] }

/** How loud. */
enum Level { /** Nothing. */ Off, On = 5 }

/**
 * Draw.
 * @tool @destructive false
 * @param name A name. {@minLength 1}
 * @param from Where to begin. {@default [0, 0]}
 */
export function draw(
  name: string,
  shape: Shape,
  from: [x: number, y: number] = [0, 0],
  mode?: 'fast' | 'slow' | null,
  level: Level = Level.Off,
  labels?: Record<string, string>,
  data?: unknown,
): { drawn: number; at: [number, string] } {
  return { drawn: [name, shape, from, mode, level, labels, data].length, at: [1, 'a'] }
}
`

function built(target: Target, files: Iterable<readonly [string, string]>) {
  const root = temporaryProject([
    ['package.json', '{ "name": "targets", "version": "1.0.0", "type": "module" }'],
    [
      'mcpgen.config.ts',
      `export default { targets: ['${target}'], lint: { 'unannotated-tool': 'off', 'long-name': 'off', untyped: 'off' } }`,
    ],
    ...files,
  ])
  return { root, ...compile({ root }) }
}

const schemaOf = (text: string | undefined): Schema => JSON.parse(text ?? '{}').inputSchema

/** Every schema in a schema, itself among them. */
function* within(schema: unknown): Generator<Schema> {
  if (Array.isArray(schema)) for (const one of schema) yield* within(one)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
  yield schema as Schema
  const { properties, patternProperties, $defs, ...rest } = schema as Record<string, object>
  for (const inner of [properties, patternProperties, $defs]) yield* within(Object.values(inner ?? {}))
  for (const keyword of ['items', 'prefixItems', 'anyOf', 'oneOf', 'not', 'additionalProperties'])
    yield* within(rest[keyword])
}

const ABSENT: Readonly<Record<string, readonly string[]>> = {
  claude: ['$ref', '$defs'],
  cursor: ['$ref', '$defs'],
  vscode: ['$ref', '$defs', 'prefixItems'],
  copilot: ['$ref', '$defs', 'prefixItems'],
  '2025-06-18': ['prefixItems'],
  '2025-03-26': ['prefixItems'],
  gemini: [
    ...['$ref', '$defs', 'prefixItems', 'oneOf', 'const', 'additionalProperties', 'patternProperties'],
    ...['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'uniqueItems', 'contentEncoding'],
  ],
  'openai-strict': ['prefixItems', 'oneOf', 'patternProperties', 'minLength', 'maxLength', 'default'],
}

for (const target of TARGET_NAMES) {
  describe(`for ${target}`, () => {
    const { root, files, diagnostics } = built(target, sources)
    write(join(root, 'generated'), files)

    it('every form is built, with no finding but what it is told less of', () => {
      assert.deepEqual(
        diagnostics.filter(({ code }) => code !== 'target-compromise'),
        [],
      )
      if (target.startsWith('2026') || target === '2025-11-25') assert.deepEqual(diagnostics, [])
    })

    it('no schema has what is not taken', () => {
      for (const form of forms) {
        for (const schema of within(schemaOf(files.get(`tools/${form}.json`)))) {
          for (const keyword of ABSENT[target] ?? [])
            assert.ok(!(keyword in schema), `${form}: ${JSON.stringify(schema)}`)
        }
      }
    })

    it('what a type takes its schema takes', { skip: target === 'openai-strict' }, () => {
      for (const form of forms) {
        const schema = schemaOf(files.get(`tools/${form}.json`))
        const judge = new CfWorkerJsonSchemaValidator({ draft: '2020-12' }).getValidator(schema)
        for (const instance of valid(form)) assert.ok(judge(instance).valid, `${form}: ${JSON.stringify(instance)}`)
      }
    })

    it('has the schemas that were looked at', () => {
      const { files: drawn } = built(target, [['src/draw.ts', EXAMPLE]])
      matchGolden(join(GOLDENS, `${target}.json`), drawn.get('tools/draw.json') ?? '')
    })
  })
}

describe('openai-strict', () => {
  const { root, files } = built('openai-strict', [['src/draw.ts', EXAMPLE]])
  write(join(root, 'generated'), files)

  it('wants every property of every object, and closes it', () => {
    for (const schema of within(schemaOf(files.get('tools/draw.json')))) {
      if (schema['properties'] === undefined) continue
      assert.deepEqual(schema['required'] ?? [], Object.keys(schema['properties'] as object))
      assert.equal(schema['additionalProperties'], false)
    }
  })

  it('is answered with null for what is absent, which the server takes for that', async () => {
    const { input, coerce } = await import(pathToFileURL(join(root, 'generated/validators/draw.mjs')).href)
    const sent = {
      name: 'a',
      shape: { kind: 'group', shapes: [] },
      from: null,
      mode: null,
      level: null,
      labels: null,
      data: null,
    }
    const judge = new CfWorkerJsonSchemaValidator({ draft: '2020-12' }).getValidator(
      schemaOf(files.get('tools/draw.json')),
    )
    assert.equal(judge(sent).valid, true)
    assert.equal(input(sent), false)
    assert.deepEqual(coerce(sent), { name: 'a', shape: { kind: 'group', shapes: [] }, mode: null, data: null })
    assert.equal(input(coerce(sent)), true)
  })
})

it('several targets take what all of them take', () => {
  const { root } = built('claude', [['src/draw.ts', EXAMPLE]])
  const both = compile({ root })
  assert.ok(both.files.get('tools/draw.json')?.includes('prefixItems'))
  const merged = temporaryProject([
    ['package.json', '{ "name": "targets", "version": "1.0.0", "type": "module" }'],
    ['mcpgen.config.ts', `export default { targets: ['claude', '2025-06-18'] }`],
    ['src/draw.ts', EXAMPLE],
  ])
  const text = compile({ root: merged }).files.get('tools/draw.json') ?? ''
  assert.doesNotMatch(text, /prefixItems|\$ref/)
})
