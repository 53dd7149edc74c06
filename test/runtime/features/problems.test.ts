import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { knownNames } from '../../../packages/runtime/src/features/problems/names.ts'
import { renderProblems } from '../../../packages/runtime/src/features/problems/render.ts'
import type { JsonObject, JsonValue } from '../../../packages/runtime/src/protocol/json.ts'
import { validate } from './bindings.ts'

const CASES: [title: string, schema: JsonObject, value: JsonValue, lines: string[]][] = []
const add = (title: string, schema: JsonObject, value: JsonValue, ...lines: string[]) =>
  CASES.push([title, schema, value, lines])
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })
const only = (schema: JsonObject) => object({ x: schema })

add('a wrong type', only({ type: 'number' }), { x: 'abc' }, 'x: must be a number, got the string "abc"')
add('several types', only({ type: ['string', 'null'] }), { x: 5 }, 'x: must be a string or null, got 5')
add('an array for an object', only({ type: 'object' }), { x: [1, 2] }, 'x: must be an object, got an array of 2 items')
add('null', only({ type: 'integer' }), { x: null }, 'x: must be an integer, got null')
add('a missing property', object({ a: {} }, { required: ['a'] }), {}, 'a: required, but missing')
add(
  'every problem at once, each with its path',
  object({ items: { type: 'array', items: object({ price: { type: 'number' } }, { required: ['sku'] }) } }),
  { items: [{ sku: 's', price: 1 }, { sku: 's', price: '2' }, { price: true }] },
  'items[1].price: must be a number, got the string "2"',
  'items[2].price: must be a number, got true',
  'items[2].sku: required, but missing',
)
add(
  'a value outside an enum, with the one that was meant',
  only({ enum: ['red', 'green', 'blue'] }),
  { x: 'gren' },
  'x: must be one of "red", "green" or "blue", got the string "gren", did you mean "green"?',
)
add('an enum of one', only({ enum: ['red'] }), { x: 'gray' }, 'x: must be "red", got the string "gray"')
add(
  'an enum of several kinds',
  only({ enum: [1, 'a', null] }),
  { x: {} },
  'x: must be one of 1, "a" or null, got an empty object',
)
add('a constant', only({ const: 5 }), { x: 6 }, 'x: must be 5, got 6')
add(
  'an unknown property, with the one that was meant',
  object({ query: {}, limit: {} }, { additionalProperties: false }),
  { qurey: 'a' },
  'qurey: not known here, did you mean "query"?',
)
add(
  'an unknown property that is written in another style',
  object({ userId: {} }, { additionalProperties: false }),
  { user_id: 1 },
  'user_id: not known here, did you mean "userId"?',
)
add(
  'an unknown property far from all others, with all that are known',
  object({ query: {}, limit: {} }, { additionalProperties: false }),
  { verbose: true },
  'verbose: not known here, only "query" or "limit"',
)
add(
  'an unknown property of a nested object behind a reference',
  object(
    { to: { type: 'array', items: { $ref: '#/$defs/Address' } } },
    { $defs: { Address: object({ street: {} }, { additionalProperties: false }) } },
  ),
  { to: [{ stret: 1 }] },
  'to[0].stret: not known here, did you mean "street"?',
)
add('a number below a minimum', only({ type: 'number', minimum: 1 }), { x: 0 }, 'x: must be at least 1, got 0')
add('a number above a maximum', only({ type: 'number', maximum: 1 }), { x: 2 }, 'x: must be at most 1, got 2')
add(
  'a number at an exclusive minimum',
  only({ type: 'number', exclusiveMinimum: 1 }),
  { x: 1 },
  'x: must be more than 1, got 1',
)
add(
  'a number at an exclusive maximum',
  only({ type: 'number', exclusiveMaximum: 1 }),
  { x: 1 },
  'x: must be less than 1, got 1',
)
add('no multiple', only({ type: 'number', multipleOf: 5 }), { x: 7 }, 'x: must be a multiple of 5, got 7')
add(
  'a string too short',
  only({ type: 'string', minLength: 2 }),
  { x: '😀' },
  'x: must have at least 2 characters, got 1 character',
)
add(
  'a string too long',
  only({ type: 'string', maxLength: 1 }),
  { x: 'abc' },
  'x: must have at most 1 character, got 3 characters',
)
add('too few items', only({ type: 'array', minItems: 2 }), { x: [1] }, 'x: must have at least 2 items, got 1')
add('too many items', only({ type: 'array', maxItems: 1 }), { x: [1, 2] }, 'x: must have at most 1 item, got 2')
add(
  'items beyond a tuple',
  only({ type: 'array', prefixItems: [{}], minItems: 1, items: false }),
  { x: [1, 2] },
  'x: must have at most 1 item, got 2',
)
add(
  'too few properties',
  only({ type: 'object', minProperties: 1 }),
  { x: {} },
  'x: must have at least 1 property, got 0',
)
add(
  'too many properties',
  only({ type: 'object', maxProperties: 2 }),
  { x: { a: 1, b: 2, c: 3 } },
  'x: must have at most 2 properties, got 3',
)
add(
  'an item twice',
  only({ type: 'array', uniqueItems: true }),
  { x: [1, 2, 1] },
  'x: must have no item twice, but items 0 and 2 are equal',
)
add(
  'no item of a kind',
  only({ type: 'array', contains: { type: 'string' } }),
  { x: [1] },
  'x: must contain at least 1 item of the kind it asks for',
  'x[0]: must be a string, got 1',
)
add(
  'a pattern',
  only({ type: 'string', pattern: '^a+$' }),
  { x: 'b' },
  'x: must match the pattern ^a+$, got the string "b"',
)
add(
  'a format that has a name',
  only({ type: 'string', format: 'date' }),
  { x: 'b' },
  'x: must be a date such as 2026-07-28, got the string "b"',
)
add(
  'a property that another one asks for',
  object({}, { dependentRequired: { card: ['cvc'] } }),
  { card: 1 },
  'cvc: required beside "card", but missing',
)
add(
  'a name that is not allowed',
  only({ type: 'object', propertyNames: { pattern: '^[a-z]+$' } }),
  { x: { A1: 1 } },
  'x: every name in it must match the pattern ^[a-z]+$, got the string "A1"',
)
add('what must not be there', object({ x: false }), { x: 1 }, 'x: not allowed here')
add('what must not be so', only({ not: { type: 'string' } }), { x: 'a' }, 'x: must not be what it is, the string "a"')
add(
  'the branch of an if, told once',
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  object({ a: {}, b: {} }, { if: { required: ['a'] }, then: { required: ['b'] } }),
  { a: 1 },
  'b: required, but missing',
)
add('the whole value', { type: 'object', minProperties: 1 }, {}, 'the value: must have at least 1 property, got 0')
add(
  'a name that is no identifier',
  object({ 'a b': { type: 'string' } }),
  { 'a b': 1 },
  '["a b"]: must be a string, got 1',
)
add(
  'a name with a slash and a tilde',
  object({ 'a/~b': { type: 'string' } }),
  { 'a/~b': 1 },
  '["a/~b"]: must be a string, got 1',
)
add(
  'a name of Object.prototype',
  object({ toString: { type: 'string' } }, { required: ['constructor'] }),
  {},
  'constructor: required, but missing',
)

const union = (...anyOf: JsonObject[]) => only({ anyOf })
add(
  'a union of simple kinds',
  union({ type: 'string' }, { type: 'integer' }, { type: 'null' }),
  { x: {} },
  'x: must be a string, an integer or null, got an empty object',
)
add(
  'a union of a literal and a number',
  union({ type: 'string', const: 'auto' }, { type: 'integer' }),
  { x: 'aut' },
  'x: must be "auto" or an integer, got the string "aut"',
)
add(
  'a union with one alternative of the kind that came: its problems',
  union({ type: 'string' }, { type: 'array', items: { type: 'number' } }),
  { x: [1, 'b', 'c'] },
  'x[1]: must be a number, got the string "b"',
  'x[2]: must be a number, got the string "c"',
)
add(
  'one problem of the near alternative, and what else would do',
  union({ type: 'integer', minimum: 1 }, { type: 'null' }),
  { x: 0 },
  'x: must be at least 1, got 0; it may also be null',
)
const shapes = [
  object({ lat: { type: 'number' }, lon: { type: 'number' } }, { required: ['lat', 'lon'] }),
  object({ city: { type: 'string' } }, { required: ['city'] }),
]
add(
  'a union of objects without a tag',
  union(...shapes),
  { x: { lat: 1 } },
  'x: must match one of its alternatives, got an object: (1) x.lon: required, but missing (2) x.city: required, but missing',
)
add(
  'a union of objects behind references',
  object({ x: { anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/B' }] } }, { $defs: { A: shapes[0], B: shapes[1] } }),
  { x: {} },
  'x: must match one of its alternatives, got an empty object: (1) x.lat: required, but missing; x.lon: required, but missing (2) x.city: required, but missing',
)
const kind = (value: string, more: JsonObject) =>
  object({ kind: { const: value }, ...more }, { required: ['kind', ...Object.keys(more)] })
const pets = [kind('dog', { bark: { type: 'number' } }), kind('cat', { meow: { type: 'number' } })]
const tagged = {
  type: 'object',
  discriminator: { propertyName: 'kind', values: [['dog'], ['cat']] },
  oneOf: pets,
}
add('a tagged union, its alternative chosen', only(tagged), { x: { kind: 'cat' } }, 'x.meow: required, but missing')
add(
  'a tagged union of an unknown kind',
  only(tagged),
  { x: { kind: 'cta' } },
  'x.kind: must be one of "dog" or "cat", got the string "cta", did you mean "cat"?',
)
add('a tagged union without its tag', only(tagged), { x: {} }, 'x.kind: required, but missing: one of "dog" or "cat"')
add(
  'a union that is tagged without saying so',
  union(...pets),
  { x: { kind: 'cow' } },
  'x.kind: must be one of "dog" or "cat", got the string "cow"',
)
add(
  'a tag that chooses in a union that is tagged without saying so',
  union(...pets),
  { x: { kind: 'cat' } },
  'x.meow: required, but missing',
)
add(
  'two alternatives where exactly one is wanted',
  only({ oneOf: [{ type: 'number' }, { type: 'integer' }] }),
  { x: 5 },
  'x: must match exactly one of its alternatives, but fits number 1 and 2, got 5',
)
add(
  'a union inside a union',
  union({ type: 'string' }, { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] } }),
  { x: [true] },
  'x[0]: must be a string or a number, got true',
)
add(
  'a union beside other problems',
  object({ a: { type: 'string' }, u: { anyOf: [{ type: 'string' }, { type: 'null' }] }, z: { type: 'string' } }),
  { a: 1, u: 2, z: 3 },
  'a: must be a string, got 1',
  'u: must be a string or null, got 2',
  'z: must be a string, got 3',
)

describe('a problem is told in words:', () => {
  for (const [title, schema, value, expected] of CASES) {
    it(title, () => {
      const check = validate(schema)
      assert.equal(check(value), false)
      const lines = renderProblems(check.errors ?? [], { value, root: 'the value', schema })
      assert.deepEqual(lines.sort(), expected.sort())
    })
  }
})

describe('a list of problems', () => {
  it('says how many there are beyond fifty', () => {
    const schema = { type: 'array', items: { type: 'number' } }
    const value = Array.from({ length: 60 }, (_, i) => `v${i}`)
    const check = validate(schema)
    check(value)
    const lines = renderProblems(check.errors ?? [], { value, root: 'the value' })
    assert.equal(lines.length, 51)
    assert.equal(lines[0], '[0]: must be a number, got the string "v0"')
    assert.equal(lines[50], 'and 10 more')
  })

  it('shows the beginning of a long value, and no half character', () => {
    const value = { x: '😀'.repeat(5000) }
    const check = validate(only({ type: 'number' }))
    check(value)
    const [line] = renderProblems(check.errors ?? [], { value, root: 'the value' })
    assert.equal(line, `x: must be a number, got the string "${'😀'.repeat(29)}…"`)
  })

  it('lists the first twenty of many values', () => {
    const schema = only({ enum: Array.from({ length: 100 }, (_, i) => `option-${i}`) })
    const check = validate(schema)
    check({ x: 1 })
    const [line] = renderProblems(check.errors ?? [], { value: { x: 1 }, root: 'the value' })
    assert.match(line ?? '', /"option-19" … \(100 in all\), got 1$/)
  })

  it('never reads an inherited property of the value', () => {
    const problems = [{ instancePath: '/constructor', keyword: 'type', params: { type: 'number' } }]
    const lines = renderProblems(problems, { value: {}, root: 'the value' })
    assert.deepEqual(lines, ['constructor: must be a number, got nothing'])
  })

  it('names a format that it does not know', () => {
    const problems = [{ instancePath: '/x', keyword: 'format', params: { format: 'my-own' } }]
    const lines = renderProblems(problems, { value: { x: 'b' }, root: 'the value' })
    assert.deepEqual(lines, ['x: must be in the format my-own, got the string "b"'])
  })

  it('tells a keyword it does not know in its own words', () => {
    const problems = [{ instancePath: '/x', keyword: 'constructor', params: {}, message: 'raw text' }]
    assert.deepEqual(renderProblems(problems, { value: { x: 1 }, root: 'the value' }), ['x: is not valid, got 1'])
  })
})

describe('the names that a schema knows', () => {
  it('are found through references that lead back to themselves', () => {
    const schema: JsonObject = {
      $ref: '#/$defs/Tree',
      $defs: {
        Tree: { anyOf: [{ $ref: '#/$defs/Tree' }, { properties: { left: { $ref: '#/$defs/Tree' }, value: {} } }] },
      },
    }
    assert.deepEqual(knownNames(schema, []), ['left', 'value'])
    assert.deepEqual(knownNames(schema, ['left', 'left']), ['left', 'value'])
    assert.deepEqual(knownNames(schema, ['value', 'x']), [])
  })

  it('are those of the index where a property is only inherited', () => {
    const schema: JsonObject = { properties: {}, additionalProperties: { properties: { a: {} } } }
    for (const name of ['toString', '__proto__', 'x']) assert.deepEqual(knownNames(schema, [name]), ['a'])
  })
})
