/** Emitted validators, imported and run. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EnumType, Type } from '../../packages/compiler/src/ir/type.ts'
import {
  array,
  boolean,
  choice,
  integer,
  named,
  nothing,
  number,
  object,
  prompt,
  ref,
  resource,
  string,
  tool,
  union,
} from '../harness/ir.ts'
import { validatorsOf } from '../harness/validators.ts'

const input = async (type: Type, types = named({})) => (await validatorsOf(tool('t', { input: type }), types)).input
const date: Type = { kind: 'date' }
const record = (type: Type): Type => object({}, { index: [{ type }] })
const encoderOf = async (type: Type, types = named({})) =>
  (await validatorsOf(tool('t', { result: { kind: 'data', type } }), types)).encode
const coercerOf = async (properties: Record<string, Type>, types = named({})) => {
  const { coerce } = await validatorsOf(tool('t', { input: object(properties) }), types)
  return (args: Record<string, unknown>) => coerce?.(args as never) ?? args
}

describe('input', () => {
  it('lists every problem with its place', async () => {
    const check = await input(object({ a: integer, b: object({ c: string }), 'd?': boolean }))
    assert.equal(check?.({ a: 1, b: { c: 'x' } }), true)
    assert.equal(check?.({ a: 1.5, b: { c: 2, z: 1 }, d: 'x' }), false)
    assert.deepEqual(
      check?.errors?.map(problem => [problem.instancePath, problem.keyword, problem.params]),
      [
        ['/a', 'type', { type: 'integer' }],
        ['/b', 'additionalProperties', { additionalProperty: 'z' }],
        ['/b/c', 'type', { type: 'string' }],
        ['/d', 'type', { type: 'boolean' }],
      ],
    )
  })

  it('sees own properties only', async () => {
    const check = await input(object({ constructor: string, 'toString?': string }))
    assert.equal(check?.({}), false)
    assert.equal(check?.({ constructor: 'x' }), true)
  })

  it('counts code points, not code units', async () => {
    const check = await input(object({ a: { kind: 'string', minLength: 2, maxLength: 3 } }))
    for (const [text, right] of [
      ['😀', false],
      ['😀😀', true],
      ['😀😀😀', true],
      ['😀😀😀😀', false],
      ['abc', true],
      ['a', false],
      ['abcd', false],
    ] as const)
      assert.equal(check?.({ a: text }), right, text)
  })

  it('finds equal items whatever the order of their properties', async () => {
    const check = await input(
      object({ a: { kind: 'array', items: object({}, { index: [{ type: number }] }), uniqueItems: true } }),
    )
    assert.equal(
      check?.({
        a: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      }),
      true,
    )
    assert.equal(
      check?.({
        a: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      }),
      false,
    )
    assert.deepEqual(check?.errors?.[0]?.params, { i: 1, j: 0 })
  })

  it('stops counting a hostile list of problems after a hundred', async () => {
    const check = await input(object({ a: array(number) }))
    assert.equal(check?.({ a: new Array(100_000).fill('x') }), false)
    assert.equal(check?.errors?.length, 100)
  })

  it('names the values of a tag that fits no member', async () => {
    const member = (tag: string) => object({ kind: { kind: 'literal', value: tag }, [tag]: string })
    const check = await input(
      object({ x: { kind: 'union', members: [member('a'), member('b')], discriminator: 'kind' } }),
    )
    assert.equal(check?.({ x: { kind: 'b', b: 'x' } }), true)
    assert.equal(check?.({ x: { kind: 'b', a: 'x' } }), false)
    assert.equal(check?.({ x: { kind: 'c' } }), false)
    assert.deepEqual(
      check?.errors?.map(problem => [problem.instancePath, problem.keyword]),
      [['/x', 'discriminator']],
    )
  })

  it('takes text that looks like code as text', async () => {
    const hostile = `");require("fs")//\u2028'\`\${1}\\`
    const { input: check, text } = await validatorsOf(
      tool('t', {
        input: object({ [hostile]: choice(hostile, 'b'), pattern: { kind: 'string', pattern: '^"\\\\/`$' } }),
      }),
    )
    assert.equal(check?.({ [hostile]: hostile, pattern: '"\\/`' }), true)
    assert.equal(check?.({ [hostile]: 'c', pattern: 'x' }), false)
    assert.doesNotMatch(text, /^[^"]*require\(/m)
  })

  it('checks the formats it knows and leaves the others alone', async () => {
    const check = await input(
      object({ at: { kind: 'string', format: 'date-time' }, id: { kind: 'string', format: 'isbn' } }),
    )
    assert.equal(check?.({ at: '2026-11-01T10:00:00Z', id: 'x' }), true)
    assert.equal(check?.({ at: '2026-11-31T10:00:00Z', id: 'x' }), false)
  })

  it('follows types that contain themselves', async () => {
    const types = named({ Node: object({ value: number, children: array(ref('Node')) }) })
    const check = await input(ref('Node'), types)
    assert.equal(check?.({ value: 1, children: [{ value: 2, children: [] }] }), true)
    assert.equal(check?.({ value: 1, children: [{ value: 2, children: [3] }] }), false)
    assert.equal(check?.errors?.[0]?.instancePath, '/children/0/children/0')
  })
})

describe('coerce', () => {
  it('reads numbers, booleans, arrays and objects from strings where nothing is lost', async () => {
    const coerce = await coercerOf({ n: number, i: integer, b: boolean, a: array(integer), o: object({ x: number }) })
    const args = { n: '1.5e2', i: '5', b: 'true', a: '[1, "2"]', o: '{"x": "3"}' }
    assert.deepEqual(coerce(args), { n: 150, i: 5, b: true, a: [1, 2], o: { x: 3 } })
    assert.deepEqual(
      args,
      { n: '1.5e2', i: '5', b: 'true', a: '[1, "2"]', o: '{"x": "3"}' },
      'the arguments are not changed',
    )
  })

  it('leaves what is no JSON, or would lose something, for the schema to refuse', async () => {
    const coerce = await coercerOf({ n: number, i: integer, b: boolean, a: array(integer) })
    for (const text of [
      '',
      ' 5',
      '5 ',
      '0x10',
      '1e400',
      '+5',
      '05',
      '5.',
      '.5',
      'Infinity',
      'NaN',
      '1_000',
      '9007199254740993',
    ])
      assert.deepEqual(coerce({ n: text }), { n: text }, `number from ${JSON.stringify(text)}`)
    assert.deepEqual(coerce({ i: '5.5', b: 'yes', a: '[1' }), { i: '5.5', b: 'yes', a: '[1' })
    assert.deepEqual(coerce({ a: '[1, 9007199254740993]' }), { a: '[1, 9007199254740993]' })
    assert.deepEqual(coerce({ b: 'True', n: true, i: [5] }), { b: 'True', n: true, i: [5] })
  })

  it('never makes a string', async () => {
    const coerce = await coercerOf({ s: string, n: number, e: choice('1', '2'), u: union(string, number) })
    assert.deepEqual(coerce({ s: 5, e: 1, u: '5', n: '1' }), { s: 5, e: 1, u: '5', n: 1 })
  })

  it('takes null on an optional property for absent, unless null is a value of it', async () => {
    const coerce = await coercerOf({
      'a?': string,
      b: string,
      'c?': union(string, nothing),
      'd?': object({ 'e?': number }),
    })
    assert.deepEqual(coerce({ a: null, b: null, c: null, d: { e: null } }), { b: null, c: null, d: {} })
  })

  it('takes the first member of a union that fits', async () => {
    const coerce = await coercerOf({
      u: union(boolean, integer),
      v: union(array(integer), nothing),
      w: choice(1, 2, true, 'x'),
    })
    assert.deepEqual(coerce({ u: 'true', v: '["1"]', w: '2' }), { u: true, v: [1], w: 2 })
    assert.deepEqual(coerce({ u: '7', v: null, w: 'true' }), { u: 7, v: null, w: true })
    assert.deepEqual(coerce({ u: 'x', v: ['1', 'x'], w: 'x' }), { u: 'x', v: [1, 'x'], w: 'x' })
  })

  it('takes a text that is none of the union’s texts for the other that it may be', async () => {
    const coerce = await coercerOf({
      u: union({ kind: 'string', pattern: '^#[0-9]+$' }, integer),
      v: union({ kind: 'string', minLength: 3, maxLength: 4 }, number),
      w: union({ kind: 'string', format: 'date' }, boolean),
    })
    assert.deepEqual(coerce({ u: '5', v: '50', w: 'true' }), { u: 5, v: 50, w: true })
    assert.deepEqual(coerce({ u: '#5', v: '5000', w: '2026-11-25' }), { u: '#5', v: '5000', w: '2026-11-25' })
    assert.deepEqual(coerce({ u: 'x', v: '50000', w: 'x' }), { u: 'x', v: 50000, w: 'x' })
  })

  it('keeps what is not declared, for the schema to refuse', async () => {
    const coerce = await coercerOf({ n: number })
    const args = JSON.parse('{"n": "1", "z": "2", "__proto__": {"n": "3"}}')
    const coerced = coerce(args)
    assert.deepEqual(Object.keys(coerced), ['n', 'z', '__proto__'])
    assert.equal(Object.getPrototypeOf(coerced), Object.prototype)
  })

  it('follows recursion, index signatures and tuples', async () => {
    const types = named({ Node: object({ value: number, 'next?': ref('Node') }) })
    const coerce = await coercerOf(
      {
        node: ref('Node'),
        map: object({}, { index: [{ type: integer }] }),
        pair: {
          kind: 'tuple',
          items: [
            { type: integer, optional: false },
            { type: boolean, optional: true },
          ],
        },
      },
      types,
    )
    assert.deepEqual(coerce({ node: { value: '1', next: '{"value":"2"}' }, map: { a: '1' }, pair: ['1', 'true'] }), {
      node: { value: 1, next: { value: 2 } },
      map: { a: 1 },
      pair: [1, true],
    })
  })

  it('does not follow JSON in a string deeper than a message may be', async () => {
    const types = named({ Deep: array(ref('Deep')) })
    const coerce = await coercerOf({ deep: ref('Deep') }, types)
    const text = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    assert.equal(JSON.stringify(coerce({ deep: text(64) }).deep), text(64))
    assert.equal(coerce({ deep: text(65) }).deep, text(65))
    assert.equal(typeof coerce({ deep: text(1_000_000) }).deep, 'string')
  })

  it('is not there when nothing could be made of a string', async () => {
    const { coerce } = await validatorsOf(tool('t', { input: object({ a: string, b: choice('x', 'y') }) }))
    assert.equal(coerce, undefined)
  })
})

describe('decode', () => {
  const decoderOf = async (properties: Record<string, Type>) => {
    const { decode } = await validatorsOf(prompt('p', { input: object(properties) }))
    return (strings: Record<string, string>) => decode?.(strings)
  }

  it('reads numbers by the grammar of JSON, integers in the safe range, booleans exactly', async () => {
    const decode = await decoderOf({ n: number, i: integer, b: boolean, s: string })
    assert.deepEqual(decode({ n: '-1.5', i: '42', b: 'false', s: '42' }), {
      args: { n: -1.5, i: 42, b: false, s: '42' },
      problems: [],
    })
  })

  it('names what it cannot read, and leaves it', async () => {
    const decode = await decoderOf({ n: number, i: integer, b: boolean })
    const decoded = decode({ n: '', i: '9007199254740992', b: 'True', other: 'x' })
    assert.deepEqual(decoded?.args, { n: '', i: '9007199254740992', b: 'True', other: 'x' })
    assert.deepEqual(
      decoded?.problems.map(problem => [problem.instancePath, problem.keyword, problem.params]),
      [
        ['/n', 'type', { type: 'number' }],
        ['/i', 'type', { type: 'integer' }],
        ['/b', 'type', { type: 'boolean' }],
      ],
    )
  })

  it('reads literals by their printed form, and unions from the narrowest to strings', async () => {
    const decode = await decoderOf({
      e: choice(1, 2, true),
      u: union(string, number, boolean),
      v: union(number, choice('auto')),
    })
    assert.deepEqual(decode({ e: '2', u: '5', v: 'auto' })?.args, { e: 2, u: 5, v: 'auto' })
    assert.deepEqual(decode({ e: 'true', u: 'true', v: '7' })?.args, { e: true, u: true, v: 7 })
    assert.deepEqual(
      decode({ e: '3', u: 'x', v: 'auto' })?.problems.map(problem => problem.instancePath),
      ['/e'],
    )
  })

  it('is not there when every argument is a string', async () => {
    const { decode } = await validatorsOf(
      resource('x://{a}/{b}', { input: object({ a: string, b: choice('x', 'y') }) }),
    )
    assert.equal(decode, undefined)
  })

  it('sees own readers only', async () => {
    const decode = await decoderOf({ n: number })
    assert.deepEqual(decode({ n: '1', constructor: 'x' })?.args, { n: 1, constructor: 'x' })
  })
})

describe('encode', () => {
  it('sends what is declared and nothing else', async () => {
    const encode = await encoderOf(object({ a: number, 'b?': string, c: object({ d: number }) }))
    assert.deepEqual(encode?.({ a: 1, b: undefined, c: { d: 2, secret: 3 }, secret: 4 }), { a: 1, c: { d: 2 } })
    assert.deepEqual(encode?.({ c: { d: 2 }, b: 'x', a: 1 }), { a: 1, b: 'x', c: { d: 2 } })
  })

  it('converts dates, URLs and bytes', async () => {
    const encode = await encoderOf(object({ at: { kind: 'date' }, 'to?': { kind: 'url' }, data: { kind: 'bytes' } }))
    const value = {
      at: new Date(0),
      to: new URL('http://localhost/a b'),
      data: new Uint8Array([1, 2, 255]).subarray(1),
    }
    assert.deepEqual(encode?.(value), { at: '1970-01-01T00:00:00.000Z', to: 'http://localhost/a%20b', data: 'Av8=' })
  })

  it('asks toJSON where an object stands for what is none', async () => {
    const money: Type = { kind: 'string', toJson: true }
    const sum = { toJSON: () => '5 EUR' }
    const type = object({
      sum: money,
      'none?': money,
      all: array(money),
      either: union(money, nothing, date, object({ a: number })),
      many: { kind: 'union', members: [string, nothing], toJson: true },
      level: { ...(choice('low', 'high') as EnumType), toJson: true },
      plain: money,
    })
    const encode = await encoderOf(type)
    const value = {
      sum,
      all: [sum, 'x'],
      either: sum,
      many: { toJSON: () => null },
      level: { toJSON: () => 'low' },
      plain: 'x',
    }
    const sent = { sum: '5 EUR', all: ['5 EUR', 'x'], either: '5 EUR', many: null, level: 'low', plain: 'x' }
    assert.deepEqual(encode?.(value), sent)
    const { output } = await validatorsOf(tool('t', { result: { kind: 'data', type } }))
    assert.equal(output?.(sent), true)
    assert.deepEqual(encode?.({ ...value, either: new Date(0) }), { ...sent, either: '1970-01-01T00:00:00.000Z' })
    assert.deepEqual(encode?.({ ...value, either: { a: 1, b: 2 } }), { ...sent, either: { a: 1 } })
    const root = await encoderOf(money)
    assert.equal(root?.(sum), '5 EUR')
  })

  it('asks toJSON of a class, and reads what its prototype declares', async () => {
    class Point {
      get x() {
        return 1
      }
    }
    class Money {
      toJSON() {
        return { x: 2, y: 3 }
      }
    }
    const encode = await encoderOf(array(object({ x: number })))
    assert.deepEqual(encode?.([new Point(), new Money()]), [{ x: 1 }, { x: 2 }])
  })

  it('drops undefined members of a record', async () => {
    const encode = await encoderOf(
      object({ 'a?': number }, { index: [{ keyPattern: '^x-', type: object({ n: number }) }] }),
    )
    assert.deepEqual(encode?.({ a: 1, 'x-1': { n: 1, m: 2 }, 'x-2': undefined, y: 3 }), { a: 1, 'x-1': { n: 1 } })
  })

  it('sends the own members of a record, without a copy where that is all of it', async () => {
    const encode = await encoderOf(object({}, { index: [{ type: number }] }))
    const counts = { a: 1, b: 2 }
    assert.equal(encode?.(counts), counts)
    assert.deepEqual(encode?.({ a: 1, b: undefined }), { a: 1 })
    assert.deepEqual(encode?.(Object.assign(Object.create({ inherited: 1 }), { own: 2 })), { own: 2 })
    assert.equal(encode?.('no record'), 'no record')
  })

  it('hands on arrays, null and functions where an object is declared', async () => {
    const encode = await encoderOf(object({ a: number }))
    for (const value of [[1], null, undefined, 'a', 1]) assert.equal(encode?.(value), value)
    assert.deepEqual(encode?.({ toJSON: () => ({ a: 1, b: 2 }) }), { a: 1 })
  })

  it('follows the member of a union that a value is', async () => {
    const tagged = (kind: string, more: Record<string, Type>) =>
      object({ kind: { kind: 'literal', value: kind }, ...more })
    const encode = await encoderOf(
      array({
        kind: 'union',
        members: [tagged('a', { x: number }), tagged('b', { y: { kind: 'date' } })],
        discriminator: 'kind',
      }),
    )
    assert.deepEqual(
      encode?.([
        { kind: 'a', x: 1, y: 2 },
        { kind: 'b', x: 1, y: new Date(0) },
      ]),
      [
        { kind: 'a', x: 1 },
        { kind: 'b', y: '1970-01-01T00:00:00.000Z' },
      ],
    )
  })

  it('takes the member that keeps the most where there is no tag', async () => {
    const encode = await encoderOf(
      array(union(object({ x: number }), object({ x: number, 'y?': string }), object({ x: string }))),
    )
    assert.deepEqual(encode?.([{ x: 1, y: 'a', z: 1 }, { x: 1 }, { x: 's', y: 'b' }]), [
      { x: 1, y: 'a' },
      { x: 1 },
      { x: 's' },
    ])
  })

  it('tells lists apart by their items', async () => {
    const encode = await encoderOf(
      union(array(object({ a: number })), array(object({ b: number })), { kind: 'date' }, string),
    )
    assert.deepEqual(encode?.([{ b: 1, c: 2 }]), [{ b: 1 }])
    assert.deepEqual(encode?.([{ a: 1, b: 2 }]), [{ a: 1 }])
    assert.equal(encode?.(new Date(0)), '1970-01-01T00:00:00.000Z')
    assert.equal(encode?.('text'), 'text')
  })

  it('follows recursion', async () => {
    const types = named({ Node: object({ at: { kind: 'date' }, 'next?': ref('Node') }) })
    const encode = await encoderOf(ref('Node'), types)
    const at = new Date(0)
    assert.deepEqual(encode?.({ at, next: { at, next: undefined, x: 1 } }), {
      at: at.toISOString(),
      next: { at: at.toISOString() },
    })
  })

  it('follows lists that contain themselves', async () => {
    const types = named({ Nest: array(union(ref('Nest'), { kind: 'date' })), Deep: array(ref('Deep')) })
    const at = new Date(0)
    assert.deepEqual((await encoderOf(ref('Nest'), types))?.([[at], [[at]]]), [
      [at.toISOString()],
      [[at.toISOString()]],
    ])
    assert.equal(await encoderOf(ref('Deep'), types), undefined)
  })

  it('hands on what is not as declared, for the validator to name', async () => {
    const { encode, output } = await validatorsOf(
      tool('t', { result: { kind: 'data', type: object({ a: object({ b: number }) }) } }),
    )
    assert.deepEqual(encode?.({ a: null }), { a: null })
    assert.equal(encode?.(undefined), undefined)
    assert.equal(output?.(encode?.({ a: null })), false)
    assert.equal(output?.errors?.[0]?.instancePath, '/a')
  })

  it('sends what toJSON gives and never what stands behind it, whatever it is', async () => {
    class Hidden {
      a = 1
      toJSON() {
        return ['secret']
      }
    }
    const { encode, output } = await validatorsOf(
      tool('t', { result: { kind: 'data', type: object({ it: object({ a: number }), all: record(number) }) } }),
    )
    const sent = encode?.({ it: new Hidden(), all: new Hidden() })
    assert.deepEqual(sent, { it: ['secret'], all: ['secret'] })
    assert.equal(output?.(sent), false)
  })

  it('takes the one member whose required properties are there, where there is no tag', async () => {
    const encode = await encoderOf(
      array(union(object({ text: string }), object({ image: string, 'alt?': string }), object({ 'x-y': date }))),
    )
    const at = new Date(0)
    const image = { toJSON: () => ({ image: 'i', size: 3 }), text: 'of the class' }
    assert.deepEqual(encode?.([{ text: 'a', alt: 'b' }, { image: 'i', alt: 'b', x: 1 }, { 'x-y': at, x: 1 }, image]), [
      { text: 'a' },
      { image: 'i', alt: 'b' },
      { 'x-y': at.toISOString() },
      { image: 'i' },
    ])
    assert.deepEqual(encode?.([{ neither: 1 }]), [{ neither: 1 }])
    assert.deepEqual(encode?.([{ text: 'a', image: 'i' }]), [{ text: 'a' }])
  })

  it('reads a tag that is no identifier, of what toJSON gives too', async () => {
    const tagged = (value: string, more: Record<string, Type>) =>
      object({ 'x-kind': { kind: 'literal', value }, ...more })
    const encode = await encoderOf(
      array({
        kind: 'union',
        members: [tagged('a', { x: number }), tagged('b', { y: number })],
        discriminator: 'x-kind',
      }),
    )
    const plain = { 'x-kind': 'b', x: 1, y: 2 }
    assert.deepEqual(encode?.([plain, { toJSON: () => plain }, null]), [
      { 'x-kind': 'b', y: 2 },
      { 'x-kind': 'b', y: 2 },
      null,
    ])
  })

  it('keeps the order of the type, whichever optional properties are there', async () => {
    const encode = await encoderOf(object({ a: number, 'b?': number, c: number, 'd?': object({ e: number }) }))
    const keys = (value: unknown) => Object.keys(encode?.(value) as object).join('')
    assert.equal(keys({ d: { e: 1 }, c: 1, b: 1, a: 1 }), 'abcd')
    assert.equal(keys({ d: { e: 1 }, c: 1, a: 1 }), 'acd')
    assert.equal(keys({ c: 1, b: undefined, a: 1 }), 'ac')
    assert.deepEqual(encode?.({ a: 1, c: 1, d: { toJSON: () => undefined } }), { a: 1, c: 1 })
  })

  it('asks a getter once, so that what is checked is what is sent', async () => {
    const encode = await encoderOf(object({ 'a?': number, all: record(object({ b: number })) }))
    let asked = 0
    const count = { enumerable: true, get: () => ++asked }
    const all = Object.defineProperty({}, 'x', { enumerable: true, get: () => ({ b: ++asked, secret: 1 }) })
    const sent = encode?.(Object.defineProperty({ all }, 'a', count))
    assert.deepEqual(JSON.parse(JSON.stringify(sent)), { a: 1, all: { x: { b: 2 } } })
    assert.throws(
      () =>
        encode?.({
          get a() {
            throw new RangeError('no')
          },
          all: {},
        }),
      RangeError,
    )
  })

  it('sends own members of a record of objects, whatever their names are', async () => {
    const encode = await encoderOf(record(object({ b: number })))
    const sent = encode?.(JSON.parse('{"__proto__": {"b": 1, "c": 2}, "toString": {"b": 3}}')) as object
    assert.equal(JSON.stringify(sent), '{"__proto__":{"b":1},"toString":{"b":3}}')
    assert.equal(Object.getPrototypeOf(sent), Object.prototype)
    Object.defineProperty(Object.prototype, 'polluted', { value: { b: 1 }, enumerable: true, configurable: true })
    try {
      assert.equal(JSON.stringify(encode?.({ x: { b: 1, c: 2 }, y: undefined })), '{"x":{"b":1}}')
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
  })

  it('sends lists and tuples by index, of any class and any length', async () => {
    class Rows extends Array<unknown> {
      static override get [Symbol.species]() {
        return Map as unknown as ArrayConstructor
      }
    }
    const item = object({ a: number })
    const pair: Type = {
      kind: 'tuple',
      items: [
        { type: item, optional: false },
        { type: date, optional: true },
      ],
    }
    const encode = await encoderOf(object({ rows: array(item), pair }))
    const rows = Rows.from([{ a: 1, b: 2 }])
    const at = new Date(0)
    assert.deepEqual(encode?.({ rows, pair: Rows.from<unknown>([{ a: 1, b: 2 }, at]) }), {
      rows: [{ a: 1 }],
      pair: [{ a: 1 }, at.toISOString()],
    })
    assert.deepEqual(encode?.({ rows: { toJSON: () => rows }, pair: [{ a: 1, b: 2 }] }), {
      rows: [{ a: 1 }],
      pair: [{ a: 1 }],
    })
    assert.deepEqual(encode?.({ rows: 'x', pair: [] }), { rows: 'x', pair: [] })
    const standIn = (items: unknown[]) => Object.assign(Rows.from([1, 2]), { toJSON: () => items })
    assert.deepEqual(encode?.({ rows: standIn([{ a: 3, b: 4 }]), pair: standIn([{ a: 5 }, at]) }), {
      rows: [{ a: 3 }],
      pair: [{ a: 5 }, at.toISOString()],
    })
  })

  it('reads no property of Object.prototype, and sends __proto__ as a property', async () => {
    const encode = await encoderOf(object({ 'constructor?': string, ['__proto__']: property('__proto__') }))
    const sent = encode?.(JSON.parse('{"__proto__": 1}')) as object
    assert.deepEqual(Object.keys(sent), ['__proto__'])
    assert.equal(Object.getPrototypeOf(sent), Object.prototype)
  })

  it('is not there when there is nothing to strip or convert', async () => {
    for (const type of [string, number, array(array(string)), union(string, nothing), { kind: 'unknown' } as const])
      assert.equal(await encoderOf(type), undefined, JSON.stringify(type))
  })
})

function property(name: string) {
  return { name, type: number, optional: false, doc: {}, span: { file: '', start: 0, end: 0 } }
}

describe('bytes as arguments', () => {
  const bytes: Type = { kind: 'bytes' }
  const readerOf = async (type: Type, types = named({})) => {
    const { input, revive } = await validatorsOf(tool('t', { input: type }), types)
    return (args: Record<string, unknown>) => {
      if (!input?.(args))
        return input?.errors?.map(({ instancePath, keyword, params }) => [instancePath, keyword, params])
      return revive?.(args as never) ?? args
    }
  }
  const of = (...numbers: number[]) => Uint8Array.from(numbers)

  it('are made of base64 text, with padding or without', async () => {
    const read = await readerOf(object({ data: bytes }))
    assert.deepEqual(read({ data: 'AP8Q' }), { data: of(0, 255, 16) })
    assert.deepEqual(read({ data: 'AP8=' }), { data: of(0, 255) })
    assert.deepEqual(read({ data: 'AP8' }), { data: of(0, 255) })
    assert.deepEqual(read({ data: '' }), { data: of() })
  })

  it('name the place of what is no base64 text', async () => {
    const read = await readerOf(object({ list: array(object({ data: bytes })) }))
    const most = 1_048_576
    for (const wrong of ['A', 'AP8=A', 'AP=', '=', 'AP 8', 'AP8\n', 'AP-_', 'ä']) {
      assert.deepEqual(read({ list: [{ data: 'AA' }, { data: wrong }] }), [
        ['/list/1/data', 'bytes', { least: 0, most }],
      ])
    }
  })

  it('are bounded by the bytes and not by the text', async () => {
    const read = await readerOf(object({ data: { kind: 'bytes', minLength: 2, maxLength: 4 } }))
    for (const [size, right] of [
      [1, false],
      [2, true],
      [4, true],
      [5, false],
      [6, false],
    ] as const) {
      const found = read({ data: Buffer.alloc(size).toString('base64') })
      assert.deepEqual(found, right ? { data: new Uint8Array(size) } : [['/data', 'bytes', { least: 2, most: 4 }]])
    }
  })

  it('have a bound where none is given', async () => {
    const read = await readerOf(object({ data: bytes }))
    assert.deepEqual(read({ data: 'A'.repeat(1_398_104) }), [['/data', 'bytes', { least: 0, most: 1_048_576 }]])
    const { data } = read({ data: Buffer.alloc(1_048_576).toString('base64') }) as { data: Uint8Array }
    assert.equal(data.length, 1_048_576)
  })

  it('are of the class that the function takes, over memory of their own', async () => {
    const read = await readerOf(
      object({ a: bytes, b: { ...bytes, view: 'Buffer' }, c: { ...bytes, view: 'Uint8ClampedArray' } }),
    )
    const { a, b, c } = read({ a: 'AAE=', b: 'AAE=', c: 'AAE=' }) as Record<string, Uint8Array>
    assert.equal(a?.constructor, Uint8Array)
    assert.equal(a?.buffer.byteLength, 2)
    assert.ok(Buffer.isBuffer(b))
    assert.ok(c?.constructor === Uint8ClampedArray)
  })

  it('are found wherever they stand, and nothing else is touched', async () => {
    const types = named({
      Entry: object({ name: string, 'data?': bytes, 'entries?': array(ref('Entry')), 'constructor?': bytes }),
    })
    const tagged = (kind: string, more: Record<string, Type>) =>
      object({ kind: { kind: 'literal', value: kind }, ...more })
    const read = await readerOf(
      object({
        root: ref('Entry'),
        pair: {
          kind: 'tuple',
          items: [
            { type: string, optional: false },
            { type: bytes, optional: true },
          ],
          rest: bytes,
        },
        'open?': { kind: 'object', properties: [], index: [{ type: bytes }] },
        part: {
          kind: 'union',
          discriminator: 'kind',
          members: [tagged('text', { body: string }), tagged('file', { body: bytes })],
        },
        maybe: union(bytes, nothing, number, object({ inner: bytes })),
      }),
      types,
    )
    const args = {
      root: { name: 'AA==', data: 'AQ==', entries: [{ name: 'b', data: 'Ag==' }, { name: 'c' }] },
      pair: ['AA==', 'AQ==', 'Ag=='],
      open: { x: 'AQ==' },
      part: { kind: 'file', body: 'AQ==' },
      maybe: { inner: 'AQ==' },
    }
    const before = structuredClone(args)
    assert.deepEqual(read(args), {
      root: { name: 'AA==', data: of(1), entries: [{ name: 'b', data: of(2) }, { name: 'c' }] },
      pair: ['AA==', of(1), of(2)],
      open: { x: of(1) },
      part: { kind: 'file', body: of(1) },
      maybe: { inner: of(1) },
    })
    assert.deepEqual(args, before)
    const more = { ...args, part: { kind: 'text', body: 'AQ==' }, maybe: 5 }
    const { part, maybe } = read(more) as Record<string, unknown>
    assert.deepEqual([part, maybe], [{ kind: 'text', body: 'AQ==' }, 5])
  })

  it('cost a tool without them nothing', async () => {
    const { revive, text } = await validatorsOf(tool('t', { input: object({ a: string }) }))
    assert.equal(revive, undefined)
    assert.doesNotMatch(text, /read|isBase64/)
  })
})
