/**
 * The official JSON-Schema-Test-Suite, on validators of schemas that authors write themselves (`@inputSchema`), where the
 * environment variable JSON_SCHEMA_TEST_SUITE names a checkout of it. All keywords of 2020-12 are theirs to use.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { rawSchema } from '../../packages/compiler/src/2-check/raw-schema.ts'
import type { Tool } from '../../packages/compiler/src/ir/declaration.ts'
import { object, program, string, tool } from '../harness/ir.ts'
import { validatorsOf } from '../harness/validators.ts'

interface Group {
  readonly description: string
  readonly schema: Readonly<Record<string, unknown>> | boolean
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[]
}

const SUITE = process.env['JSON_SCHEMA_TEST_SUITE']
const FOLDER = join(SUITE ?? '', 'tests/draft2020-12')

/** Whole files about what is not promised: other documents, other dialects, and formats that nobody checks. */
const OTHER_FILES = ['dynamicRef.json', 'refRemote.json', 'vocabulary.json', 'format.json']

/** Groups in which ajv, which makes these validators, is known to differ from the specification: a build refuses these schemas. */
const REFUSED: readonly string[] = [
  'empty enum',
  // A property named `__proto__`.
  'properties whose names are Javascript object property names',
  'refs with relative uris and defs',
  'relative refs with absolute uris and defs',
  'URN ref with nested pointer ref',
  // What `contains`, a condition with one branch, or a $dynamicRef has looked at counts as unevaluated.
  'unevaluatedItems with nested items',
  'unevaluatedItems with $dynamicRef',
  'unevaluatedItems depends on adjacent contains',
  'unevaluatedItems depends on multiple nested contains',
  'unevaluatedItems and contains interact to control item dependency relationship',
  'unevaluatedItems with minContains = 0',
  'unevaluatedItems can see annotations from if without then and else',
  'unevaluatedProperties with if/then/else, then not defined',
  'unevaluatedProperties with $dynamicRef',
  'unevaluatedProperties can see annotations from if without then and else',
]

function own(schema: Group['schema']): Tool {
  const span = { file: 'src/a.ts', start: 0, end: 0, line: 1, column: 1 }
  return tool('t', { input: object({ a: string }), schemas: { input: { schema, span } } } as never)
}

describe('the JSON-Schema-Test-Suite, on schemas of authors', {
  skip: SUITE === undefined && 'JSON_SCHEMA_TEST_SUITE names no checkout of it',
}, () => {
  const files = SUITE === undefined ? [] : readdirSync(FOLDER).filter(file => file.endsWith('.json'))
  for (const file of files.filter(name => !OTHER_FILES.includes(name))) {
    describe(file, () => {
      const groups: Group[] = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))
      for (const { description, schema, tests } of groups) {
        if (typeof schema === 'boolean') continue
        if (REFUSED.includes(description)) {
          it(`refused: ${description}`, () => {
            assert.deepEqual(
              rawSchema(program([own({ type: 'object', ...schema })])).map(({ code }) => code),
              ['bad-schema'],
            )
          })
          continue
        }
        it(description, async () => {
          const { input } = await validatorsOf(own(schema))
          for (const { description: about, data, valid } of tests)
            assert.equal(input?.(data), valid, `${about}: ${JSON.stringify(data)}`)
        })
      }
    })
  }
})
