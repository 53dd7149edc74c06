/** What the IR says of types; whether schemas made of it are right is judged in `test/compiler/types.test.ts`. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Type } from '../../../packages/compiler/src/ir/type.ts'
import { argumentsOf, declarationOf, findings, readSources, typeNamed } from '../../harness/read.ts'

const plain = (type: unknown) => JSON.parse(JSON.stringify(type, (key, value) => (key === 'span' ? undefined : value)))

describe('named types', () => {
  const reading = readSources({
    'src/a.ts': `
import type { Item as Other } from './b.ts'
/** Ours. */ interface Item { a: string }
/** How loud. */ type Level = 'low' | 'high'
interface Page<T> { items: T[] }
/** A. @tool */ export function f(x: Item, y: Other, z?: Level, p?: Page<Item>, q?: Page<Item[]>, r?: Page<Other>) {}
`,
    'src/b.ts': `export interface Item { b: number }`,
    'src/deep/a.ts': `interface Item { c: boolean }
/** A. @tool */ export function g(x: Item, n: number) {}`,
  })

  it('stand as references, with what their comment says', () => {
    assert.deepEqual(plain(argumentsOf(reading, 'f')['z']?.type), { kind: 'ref', name: 'src/a.ts#Level' })
    assert.deepEqual(typeNamed(reading, 'Level')?.doc, { description: 'How loud.' })
  })

  it('of one name are told apart by their files, and generics by their arguments', () => {
    assert.deepEqual(
      [...reading.program.types.keys()],
      [
        'src/a.ts#Item',
        'src/a.ts#Level',
        'src/a.ts#Page<Array[src/a.ts#Item]>',
        'src/a.ts#Page<src/a.ts#Item>',
        'src/a.ts#Page<src/b.ts#Item>',
        'src/b.ts#Item',
        'src/deep/a.ts#Item',
      ],
    )
  })
})

describe('problems inside types', () => {
  const reading = readSources({
    'src/input.ts': `
import type { Foreign } from 'foreign'
import type { Shared } from './shared.ts'
interface Tree { value: bigint; children: Tree[] }
type Callback = () => void
/** A. @tool */ export function one(input: Shared, n: number) {}
/** A. @tool */ export function two(input: Shared, n: number): Shared { return input }
/** A. @tool */ export function three(t: Tree, cb: Callback, foreign: Foreign) {}
/** A. @tool */ export function four(pairs: [string, Date][], byName: Record<string, URL>) {}
/** A. @tool */ export function five(good: string): string { return good }
`,
    'src/shared.ts': `export interface Shared { inner: { when: Date; odd: symbol }[]; onDone?(): void }`,
    'node_modules/foreign/package.json': '{ "name": "foreign", "types": "index.d.ts" }',
    'node_modules/foreign/index.d.ts': 'export interface Foreign { a: { b: Set<string> } }',
  })
  const found = reading.diagnostics.map(({ code, path, span }) => {
    const marked = span && reading.sources.get(span.file)?.slice(span.start, span.end)
    return `${code} | ${path} | ${span?.file} ${marked}`
  })

  it('have the path from the function, and their place in the user’s own file', () => {
    assert.deepEqual(found, [
      'function-left-out | one › input.onDone | src/shared.ts onDone',
      'not-serializable | one › input.inner[].when | src/shared.ts Date',
      'not-serializable | one › input.inner[].odd | src/shared.ts symbol',
      'not-serializable | three › t.value | src/input.ts bigint',
      'not-serializable | three › cb | src/input.ts Callback',
      'not-serializable | three › foreign.a.b | src/input.ts Foreign',
      'not-serializable | four › pairs[][1] | src/input.ts Date',
      'not-serializable | four › byName[key] | src/input.ts URL',
    ])
  })

  it('do not keep the other declarations from being read', () => {
    assert.deepEqual(plain(declarationOf(reading, 'five').result), { kind: 'text' })
  })
})

it('what cannot be carried is said once, whatever its comment wants of it', () => {
  const reading = readSources(`
import type { Gone } from './gone.ts'
/** @minimum 1 */ type Big = bigint
interface Value {
  /** @minimum 1 @default 2 */ a: bigint
  /** @minItems 1 */ b?: Set<string> | null
  /** @minLength 1 */ c: Gone
  d: Big
}
interface Wire { /** @format date-time */ at: Date; /** @format uri */ link?: URL }
/** A. @tool @param n {@minimum 1} */ export function f(value: Value, n: symbol): Wire { throw new Error() }
`)
  assert.deepEqual(findings(reading).sort(), [
    'not-serializable Set<string>',
    'not-serializable bigint',
    'not-serializable bigint',
    'not-serializable symbol',
    'unresolved-type Gone',
  ])
})

describe('constraints', () => {
  const reading = readSources(`
import type { Email } from '@mcpgen/runtime'
/** @minimum 1 */ type Positive = number
/** An age. @integer */ type Age = Positive
interface Value {
  age?: Age | null
  /** @maximum 9 */ small: Age
  mails: readonly Email[]
  /** @default draft @example "x" @title The state */ state: string
  /** @default 1.0 */ version?: string
  /** @default [1] @deprecated */ list?: number[]
  /** Own. */ described: Age
}
interface Mapped { /** @minLength 1 */ a: string }
/** A. @tool */ export function f(value: Value) {}
/** A. @tool */ export function g(flags: { [K in keyof Mapped]: boolean }) {}
`)
  const { age, small, mails, state, version, list } = argumentsOf(reading, 'f')

  it('add up through aliases that the checker forgets', () => {
    const integer: Type = { kind: 'number', integer: true, minimum: 1 }
    assert.deepEqual(age?.type, { kind: 'union', members: [integer, { kind: 'null' }] })
    assert.deepEqual(small?.type, { ...integer, maximum: 9 })
    assert.deepEqual(mails?.type, { kind: 'array', items: { kind: 'string', format: 'email' } })
  })

  it('come with defaults and examples: JSON, or a bare word where a text is wanted', () => {
    assert.deepEqual(plain(state?.doc), { title: 'The state', default: { value: 'draft' }, examples: ['x'] })
    assert.deepEqual(plain(version?.doc), { default: { value: '1.0' } })
    assert.deepEqual(plain(list?.doc), { default: { value: [1] }, deprecated: true })
  })

  it('are passed over where a mapped type gave the property another type', () => {
    assert.deepEqual(argumentsOf(reading, 'g')['a']?.type, { kind: 'boolean' })
    assert.deepEqual(findings(reading), [])
  })
})

describe('unions', () => {
  it('keep the order of their source, whatever was read before', () => {
    const declare = (name: string, type: string) => `/** A. @tool */ export function ${name}(x: ${type}, n: number) {}`
    const types = `
type Level = 'warn' | 'info' | 'debug'
interface B { kind: 'b' }
interface A { kind: 'a' }
const ORDER = ['z', 'y', 'x'] as const
`
    const forms = [
      ['level', 'Level'],
      ['some', "'debug' | 'warn' | null"],
      ['shape', 'B | A'],
      ['member', '(typeof ORDER)[number]'],
      ['keys', 'keyof { q: 1; p: 2 }'],
      ['excluded', "Exclude<Level, 'info'>"],
    ] as const
    const read = (order: typeof forms | readonly (readonly [string, string])[]) => {
      const reading = readSources(types + order.map(([name, type]) => declare(name, type)).join('\n'))
      const named = plain(Object.fromEntries([...reading.program.types.values()].map(type => [type.declared, type])))
      const own = forms.map(([name]) => [name, plain(argumentsOf(reading, name)['x']?.type)] as const)
      return { named, own: Object.fromEntries(own) }
    }
    const forward = read(forms)
    assert.deepEqual(read([...forms].reverse()), forward)
    const values = (type: { members: { value: unknown }[] }) => type.members.map(member => member.value)
    assert.deepEqual(values(forward.named.Level.type), ['warn', 'info', 'debug'])
    assert.deepEqual(values(forward.own['some']), ['debug', 'warn', null])
    assert.deepEqual(values(forward.own['member']), ['z', 'y', 'x'])
    assert.deepEqual(values(forward.own['keys']), ['q', 'p'])
  })

  it('know the property that tells their members apart', () => {
    const reading = readSources(`
/** A. @tool */ export function f(
  a: { k: 'x'; t: 'p' } | { k: 'x'; t: 'q' },
  b: { k: 'x' } | { k?: 'y' },
  c: { k: 'x' } | string,
) {}`)
    const { a, b, c } = argumentsOf(reading, 'f')
    const discriminators = [a, b, c].map(property => property?.type.kind === 'union' && property.type.discriminator)
    assert.deepEqual(discriminators, ['t', undefined, undefined])
  })
})

describe('what would never end, or is no data', () => {
  const reading = readSources(`
type Circular = Circular | string
type List = List[]
type Wide<T> = { x: Wide<T[]> | Wide<{ z: T }>; y: Wide<[T]> }
class Failure extends Error { code = 1 }
class Hidden { #secret = 1; protected inner = 2; shown = 3 }
enum Computed { A = 'x'.length, B = 2 }
const held = { a: 1, get self() { return held } }
interface Own { me: this }
/** A. @tool */ export function circular(a: Circular) {}
/** A. @tool */ export function list(a: List): List { return a }
/** A. @tool */ export function wide(a: Wide<string>, n: number) {}
/** A. @tool */ export function failure(a: Failure) {}
/** A. @tool */ export function page(a: HTMLElement, b: Iterable<string>) {}
/** A. @tool */ export function data(a: Hidden, b: Computed, c: Own) { return held }
`)

  it('is a finding, and no hang', () => {
    assert.deepEqual(findings(reading), [
      'unresolved-type Circular',
      'endless-type x',
      'endless-type y',
      'not-serializable Failure',
      'not-serializable HTMLElement',
      'not-serializable Iterable<string>',
    ])
  })

  it('is answered by the parameter that the runtime gives, where there is one', () => {
    const { diagnostics } = readSources(`
/** A. @tool */ export function a(signal?: AbortSignal) {}
/** B. @tool */ export function b(request: Request) {}
`)
    assert.deepEqual(
      diagnostics.map(({ path, help }) => [path, help]),
      [
        ['a › signal', 'take a parameter of the type Context, and use its `signal`'],
        ['b › request', 'take a parameter `request?: McpRequest`; on stdio there is none'],
      ],
    )
  })

  it('leaves private members out, and names a type that holds itself', () => {
    const shown = typeNamed(reading, 'Hidden')?.type
    assert.deepEqual(shown?.kind === 'object' && shown.properties.map(property => property.name), ['shown'])
    assert.deepEqual(typeNamed(reading, 'Computed')?.type, { kind: 'number', integer: false })
    assert.deepEqual(typeNamed(reading, 'List')?.type, {
      kind: 'array',
      items: { kind: 'ref', name: 'src/input.ts#List' },
    })
    const { result } = declarationOf(reading, 'data')
    const { name } = typeNamed(reading, 'Anonymous') ?? {}
    assert.deepEqual(result.kind === 'data' && result.type, { kind: 'ref', name })
  })
})

describe('`{}`', () => {
  const reading = readSources({
    'src/input.ts': `
/** A. @tool */ export function any(value: {}, list: {}[]) {}
/** A. @tool */ export function none(input: {}) {}
/** A. @tool */ export function given() { return {} }
interface Empty {}
/** A. @tool */ export function empty(input: Empty, more: Record<never, string>) {}
`,
  })

  it('is everything to TypeScript, and any JSON to us, which is told', () => {
    assert.deepEqual(findings(reading).filter(finding => finding.includes('untyped')).length, 2)
    assert.deepEqual(plain(argumentsOf(reading, 'any')['value']?.type), { kind: 'unknown' })
  })

  it('as all of the arguments is none', () => {
    assert.deepEqual(plain(declarationOf(reading, 'none')?.input), { kind: 'object', properties: [] })
  })

  it('as what is returned, or under a name, is an object without members', () => {
    const given = declarationOf(reading, 'given')
    assert.deepEqual(plain(given?.result), { kind: 'data', type: { kind: 'object', properties: [] } })
    assert.deepEqual(plain(typeNamed(reading, 'Empty')?.type), { kind: 'object', properties: [] })
    assert.deepEqual(plain(argumentsOf(reading, 'empty')['more']?.type), { kind: 'object', properties: [] })
  })
})
