/** What ajv reads otherwise than JSON Schema 2020-12 has it is refused in an author's own schema, and nothing more. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { misread } from '../../packages/compiler/src/2-check/misread-schema.ts'
import type { Tool } from '../../packages/compiler/src/ir/declaration.ts'
import { object, SPAN, string, tool } from '../harness/ir.ts'
import { validatorsOf } from '../harness/validators.ts'

type Schema = Readonly<Record<string, unknown>>

const text = { type: 'string' }
const named = { properties: { a: text } }
const patterned = { patternProperties: { '^a': text } }
const first = { prefixItems: [text] }
const something = { minProperties: 0 }

const REFUSED: readonly (readonly [string, Schema])[] = [
  ['`$dynamicRef`', { $dynamicRef: '#node' }],
  ['`$dynamicRef` further in', { properties: { a: { items: { $dynamicRef: '#node' } } } }],
  ['`$dynamicRef` in a schema that only a reference reaches', { $ref: '#/more/a', more: { a: { $dynamicRef: '#a' } } }],
  ['`$recursiveRef`', { $recursiveRef: '#' }],
  ['the schema of schemas, which is another document', { $ref: 'https://json-schema.org/draft/2020-12/schema' }],
  ['a property named `__proto__`', JSON.parse('{ "properties": { "__proto__": { "type": "string" } } }')],
  ['`nullable`, by which ajv takes `null`', { properties: { a: { ...text, nullable: true } } }],
  ['a schema that is held against itself', { $ref: '#' }],
  [
    'two that are held against each other',
    { $defs: { a: { $ref: '#/$defs/b' }, b: { allOf: [{ $ref: '#/$defs/a' }] } } },
  ],
  ['`unevaluatedItems` beside `contains`', { contains: text, unevaluatedItems: false }],
  ['`contains` in `allOf`', { allOf: [{ contains: text }], unevaluatedItems: false }],
  ['`contains` behind a reference', { $ref: '#/$defs/a', $defs: { a: { contains: text } }, unevaluatedItems: false }],
  ['`contains` behind an anchor', { $ref: '#a', $defs: { a: { $anchor: 'a', contains: text } }, unevaluatedItems: {} }],
  ['items of a choice', { anyOf: [first, something], unevaluatedItems: false }],
  ['items of a choice in `allOf`', { allOf: [{ oneOf: [first, something] }], unevaluatedItems: false }],
  ['items of a condition', { ...condition(first, something), unevaluatedItems: false }],
  ['patterns of a choice', { anyOf: [patterned, something], unevaluatedProperties: false }],
  ['properties of a condition', { ...condition(named, something), unevaluatedProperties: false }],
  ['a condition behind a choice', { anyOf: [{ if: named, else: {} }, {}], unevaluatedProperties: false }],
]

describe('refused is', () => {
  for (const [title, schema] of REFUSED) it(title, () => assert.ok(misread({ type: 'object', ...schema })))
})

/** With a value that fits, and one that does not. */
const TAKEN: readonly (readonly [string, Schema, unknown, unknown])[] = [
  ['the name of a keyword as data', { const: { $dynamicRef: 1 } }, { $dynamicRef: 1 }, { $dynamicRef: 2 }],
  [
    'the name of a keyword as a property',
    { properties: { $dynamicRef: text } },
    { $dynamicRef: '' },
    { $dynamicRef: 1 },
  ],
  ['properties of a choice', { anyOf: [named, something], unevaluatedProperties: false }, { a: '' }, { a: 1 }],
  [
    'a condition on properties that the schema has itself',
    {
      ...named,
      ...condition({ properties: { a: { const: 'b' } } }, { properties: { b: true } }),
      unevaluatedProperties: false,
    },
    { a: 'b', b: 1 },
    { a: 'c', b: 1 },
  ],
  ['items of `allOf`', { allOf: [first], unevaluatedItems: false }, [''], ['', 1]],
  [
    '`contains` of another value',
    { properties: { a: { contains: text }, b: { ...first, unevaluatedItems: false } } },
    { a: [1, ''], b: [''] },
    { a: [''], b: ['', 1] },
  ],
  [
    'a schema that refers to itself',
    { properties: { next: { $ref: '#' } }, unevaluatedProperties: false },
    { next: { next: {} } },
    { next: { more: 1 } },
  ],
]

describe('taken, and checked as it says, is', () => {
  for (const [title, schema, right, wrong] of TAKEN) {
    it(title, async () => {
      assert.equal(misread(schema), undefined)
      const { input } = await validatorsOf(own(schema))
      assert.deepEqual([input?.(right), input?.(wrong)], [true, false])
    })
  }
})

function own(schema: Schema): Tool {
  return tool('t', { input: object({ a: string }), schemas: { input: { schema, span: SPAN } } } as never)
}

/** An object with a member `then` that is no promise. */
function condition(when: Schema, then: Schema): Schema {
  return Object.fromEntries([
    ['if', when],
    ['then', then],
  ])
}
