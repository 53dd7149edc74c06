/** Types to JSON Schema, and declarations to what a client sees. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { JsonSchema } from '../../packages/compiler/src/3-lower/json-schema.ts'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { lowerSchema } from '../../packages/compiler/src/3-lower/schema.ts'
import type { Declaration } from '../../packages/compiler/src/ir/declaration.ts'
import type { Type } from '../../packages/compiler/src/ir/type.ts'
import {
  array,
  boolean,
  choice,
  integer,
  named,
  nothing,
  number,
  object,
  program,
  prompt,
  property,
  ref,
  resource,
  string,
  tool,
  union,
} from '../harness/ir.ts'

const schema = (type: Type, types = named({}), side: 'input' | 'output' = 'input') =>
  lowerSchema(type, { types, side, reader: 'client' })
const forAjv = (type: Type, types = named({})) => lowerSchema(type, { types, side: 'input', reader: 'ajv' })
const one = (declaration: Declaration) => {
  const [lowered] = lower(program([declaration]))
  assert.ok(lowered)
  return lowered
}
const tagged = (tag: string) => object({ kind: { kind: 'literal', value: tag } })

describe('types', () => {
  const CASES: [string, Type, JsonSchema][] = [
    [
      'a string with constraints',
      { kind: 'string', minLength: 0, pattern: '^a' },
      { type: 'string', pattern: '^a', minLength: 0 },
    ],
    ['an integer with minimum 0', { kind: 'number', integer: true, minimum: 0 }, { type: 'integer', minimum: 0 }],
    ['null', nothing, { type: 'null' }],
    ['a literal, with its type', { kind: 'literal', value: 'a' }, { type: 'string', const: 'a' }],
    ['an enum of one type', choice('a', 'b'), { type: 'string', enum: ['a', 'b'] }],
    ['an enum of several types', choice('a', 1, null), { enum: ['a', 1, null] }],
    [
      'a described enum',
      { kind: 'enum', members: [{ value: 'a', description: 'The a.' }, { value: 'b' }] },
      { type: 'string', oneOf: [{ description: 'The a.', const: 'a' }, { const: 'b' }] },
    ],
    [
      'an array',
      { kind: 'array', items: integer, minItems: 0, uniqueItems: true },
      { type: 'array', items: { type: 'integer' }, minItems: 0, uniqueItems: true },
    ],
    [
      'a tuple',
      {
        kind: 'tuple',
        items: [
          { type: string, optional: false, name: 'first' },
          { type: number, optional: true },
        ],
      },
      {
        type: 'array',
        prefixItems: [{ type: 'string', title: 'first' }, { type: 'number' }],
        items: false,
        minItems: 1,
      },
    ],
    [
      'a tuple with a rest',
      { kind: 'tuple', items: [{ type: string, optional: false }], rest: number },
      { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' }, minItems: 1 },
    ],
    ['the empty tuple', { kind: 'tuple', items: [] }, { type: 'array', maxItems: 0 }],
    [
      'an object, closed',
      object({ a: string, 'b?': number }),
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'number' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    ['the empty object, closed', object({}), { type: 'object', properties: {}, additionalProperties: false }],
    [
      'a record',
      object({}, { index: [{ type: integer }], maxProperties: 5 }),
      { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 5 },
    ],
    [
      'keys by pattern',
      object({ a: string }, { index: [{ keyPattern: '^x-', type: integer }] }),
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        patternProperties: { '^x-': { type: 'integer' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    [
      'an optional never of a closed object, which is not there',
      object({ 'a?': { kind: 'never' } }),
      { type: 'object', properties: {}, additionalProperties: false },
    ],
    ['a union', union(string, nothing), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [
      'a discriminated union',
      object({ x: { kind: 'union', members: [tagged('a'), tagged('b')], discriminator: 'kind' } }),
      object2({ x: { oneOf: [tag('a'), tag('b')] } }),
    ],
    ['unknown', object({ x: { kind: 'unknown' } }), object2({ x: {} })],
    ['a date', { kind: 'date' }, { type: 'string', format: 'date-time' }],
    ['a URL', { kind: 'url' }, { type: 'string', format: 'uri' }],
    ['bytes, at most 1 MiB', { kind: 'bytes' }, { type: 'string', contentEncoding: 'base64', maxLength: 1_398_104 }],
    [
      'bytes with bounds, in characters of base64',
      { kind: 'bytes', minLength: 1, maxLength: 10 },
      { type: 'string', contentEncoding: 'base64', minLength: 4, maxLength: 16 },
    ],
  ]
  for (const [title, type, expected] of CASES)
    it(`lowers ${title}`, () => assert.equal(JSON.stringify(schema(type)), JSON.stringify(expected)))

  it('keeps a property called __proto__', () => {
    assert.deepEqual(Object.keys(schema(object({ ['__proto__']: property('__proto__', string) })).properties ?? {}), [
      '__proto__',
    ])
  })
})

function object2(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function tag(value: string): JsonSchema {
  return object2({ kind: { type: 'string', const: value } })
}

describe('documentation', () => {
  const doc = {
    description: 'How many.',
    default: { value: 5 },
    examples: [1, 2],
    deprecated: true,
    header: 'Limit',
    title: 'Limit',
  }
  const limit = object({ limit: property('limit', integer, { optional: true, doc }) })

  it('stands in one order before the constraints', () => {
    assert.equal(
      JSON.stringify(schema(limit).properties?.['limit']),
      '{"type":"integer","title":"Limit","description":"How many.","deprecated":true,"default":5,"examples":[1,2],"x-mcp-header":"Limit"}',
    )
  })

  it('has no defaults and headers on results', () => {
    const { default: _, 'x-mcp-header': __, ...rest } = schema(limit).properties?.['limit'] ?? {}
    assert.deepEqual(schema(limit, named({}), 'output').properties?.['limit'], rest)
  })

  it('of a property goes before that of its type', () => {
    const types = named({ State: choice('open', 'closed') }, { State: { description: 'Of an issue.', title: 'State' } })
    const properties = schema(
      object({ a: ref('State'), b: property('b', ref('State'), { doc: { description: 'The new one.' } }) }),
      types,
    ).properties
    assert.deepEqual(
      [properties?.['a']?.description, properties?.['b']?.description, properties?.['b']?.title],
      ['Of an issue.', 'The new one.', 'State'],
    )
  })

  it('is nothing to ajv', () => {
    assert.deepEqual(forAjv(object({ a: property('a', choice('x'), { doc }) })).properties, { a: { enum: ['x'] } })
  })
})

describe('$defs', () => {
  it('are for types that contain themselves; the root is never a reference', () => {
    const types = named({ 'Tree<string>': object({ value: string, children: array(ref('Tree<string>')) }) })
    const node = object2({
      value: { type: 'string' },
      children: { type: 'array', items: { $ref: '#/$defs/Tree_string' } },
    })
    assert.deepEqual(schema(ref('Tree<string>'), types), { ...node, $defs: { Tree_string: node } })
  })

  it('are for two types that contain each other, in the order of their names', () => {
    const types = named({ B: object({ 'a?': ref('A') }), A: object({ 'b?': ref('B') }) })
    assert.deepEqual(Object.keys(schema(object({ x: ref('B') }), types).$defs ?? {}), ['A', 'B'])
  })

  it('are not for an array of a type that contains itself, but for one that contains itself', () => {
    const types = named({
      Node: object({ children: ref('Array<Node>') }),
      'Array<Node>': array(ref('Node')),
      Nest: array(ref('Nest')),
    })
    const lowered = schema(object({ a: ref('Array<Node>'), b: ref('Nest') }), types)
    assert.deepEqual(Object.keys(lowered.$defs ?? {}), ['Nest', 'Node'])
    assert.deepEqual(lowered.properties?.['a'], { type: 'array', items: { $ref: '#/$defs/Node' } })
  })

  it('are for long types that are used more than once', () => {
    const long = (used: number) => {
      const types = named({
        Long: object(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`property${n}`, string]))),
      })
      return schema(object(Object.fromEntries(Array.from({ length: used }, (_, n) => [`x${n}`, ref('Long')]))), types)
    }
    assert.equal(long(1).$defs, undefined)
    assert.deepEqual(long(2).properties?.['x1'], { $ref: '#/$defs/Long' })
  })

  it('keep a chain of types that each use the next twice from growing without bound', () => {
    const names = Array.from({ length: 30 }, (_, n) => `T${n}`)
    const types = named(
      Object.fromEntries(
        names.map((name, n) => [name, n === 29 ? string : object({ a: ref(`T${n + 1}`), b: ref(`T${n + 1}`) })]),
      ),
    )
    assert.ok(JSON.stringify(schema(ref('T0'), types)).length < 20_000)
  })

  it('have keys of their own where names differ only in punctuation', () => {
    const types = named({ 'A<b>': object({ 'x?': ref('A<b>') }), 'A(b)': object({ 'x?': ref('A(b)') }) })
    const lowered = schema(object({ a: ref('A<b>'), b: ref('A(b)') }), types)
    assert.deepEqual(
      [lowered.properties?.['a'], lowered.properties?.['b']],
      [{ $ref: '#/$defs/A_b' }, { $ref: '#/$defs/A_b_2' }],
    )
  })
})

describe('tools', () => {
  it('are entries of tools/list', () => {
    const { entry } = one(
      tool('add', {
        title: 'Add',
        input: object({ a: integer }),
        annotations: { readOnly: true, idempotent: true, closedWorld: true },
        result: { kind: 'data', type: object({ sum: number }) },
      }),
    )
    assert.equal(
      JSON.stringify(entry),
      JSON.stringify({
        name: 'add',
        title: 'Add',
        description: 'The add.',
        inputSchema: {
          type: 'object',
          properties: { a: { type: 'integer' } },
          required: ['a'],
          additionalProperties: false,
        },
        outputSchema: {
          type: 'object',
          properties: { sum: { type: 'number' } },
          required: ['sum'],
          additionalProperties: false,
        },
        annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
      }),
    )
  })

  it('say in the description that they are deprecated', () => {
    assert.equal(
      one(tool('t', { deprecated: { text: 'Use u.' } })).entry['description'],
      'The t.\n\nDeprecated: Use u.',
    )
    assert.equal(one(tool('t', { deprecated: {} })).entry['description'], 'The t.\n\nDeprecated.')
  })

  it('without arguments take the empty object', () => {
    const { entry } = one(tool('t'))
    assert.deepEqual(entry['inputSchema'], { type: 'object', properties: {}, additionalProperties: false })
  })

  it('with a result that is no object are wrapped for older revisions', () => {
    const result = (type: Type) => one(tool('t', { result: { kind: 'data', type } }))
    assert.equal(result(array(string)).wrap, true)
    assert.equal(result(object({})).wrap, undefined)
    assert.equal(result(union(object({}), nothing)).wrap, true)
  })

  it('with a union of objects as result are not', () => {
    const lowered = one(
      tool('t', {
        result: { kind: 'data', type: { kind: 'union', members: [tagged('a'), tagged('b')], discriminator: 'kind' } },
      }),
    )
    assert.deepEqual(lowered.entry['outputSchema'], { type: 'object', oneOf: [tag('a'), tag('b')] })
    assert.equal(lowered.wrap, undefined)
  })

  for (const kind of ['none', 'text', 'bytes', 'content', 'mixed'] as const)
    it(`with the result ${kind} have no output schema`, () => {
      const lowered = one(tool('t', { result: { kind } }))
      assert.equal('outputSchema' in lowered.entry, false)
    })
})

describe('resources and prompts', () => {
  it('are entries of resources/list and resources/templates/list', () => {
    assert.deepEqual(one(resource('x://a', { mimeType: 'text/plain' })).entry, {
      uri: 'x://a',
      name: 'it',
      description: 'The it.',
      mimeType: 'text/plain',
    })
    assert.deepEqual(one(resource('x://{a}')).entry, { uriTemplate: 'x://{a}', name: 'it', description: 'The it.' })
  })

  it('are entries of prompts/list, with their arguments', () => {
    const input = object({ a: property('a', string, { doc: { description: 'The a.', title: 'A' } }), 'b?': boolean })
    assert.deepEqual(one(prompt('p', { input })).entry, {
      name: 'p',
      description: 'The p.',
      arguments: [
        { name: 'a', title: 'A', description: 'The a.', required: true },
        { name: 'b', required: false },
      ],
    })
    assert.equal('arguments' in one(prompt('p')).entry, false)
  })
})
