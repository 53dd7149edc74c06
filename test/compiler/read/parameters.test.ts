import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { argumentsOf, declarationOf, findings, readSources } from '../../harness/read.ts'

const reading = readSources(`
import type { Context, Int, McpRequest, Principal } from '@mcpgen/runtime'
import type * as runtime from '@mcpgen/runtime'
interface Deep extends Context { extra: string }
type Alias = Deep
interface Who extends Principal<{ tenant: string }> {}

/** A. @tool */
export function injected(a: Alias, b: string, c?: Who, d?: McpRequest | undefined, e?: runtime.Context) {}

/**
 * A.
 * @tool
 * @param a First
 *   of two. {@integer} {@minimum 0}
 * @param {string} b - Second.
 * @param [c] Third.
 */
export function positional(a: number, b: string, c = -1.5, /** Own words. @maxLength 3 */ d?: string, e: string | undefined = undefined) {}

interface Order { /** Cheap. @minimum 1 */ price: Int; lines: { count: number }[] }
/** A. @tool @param order The order. */
export function plain(order: Order, ctx: Context) {}

/**
 * A.
 * @tool
 * @param order.price Dear. {@minimum 10}
 * @param order.lines[].count How many. {@integer}
 */
export function members(order: Order) {}

/** A. @tool @param limit How many. */
export function destructured({ limit = 20, where: { city = 'Bern' } = {}, q }: { limit?: number; where?: { city?: string }; q: string }) {}

/** A. @tool */
export function union(shape: { a: string } | { b: number }) {}
/** A. @tool */
export function record(labels: Record<string, string>) {}
/** A. @tool */
export function nothing() {}
/** A. @tool */
export function list(items: string[]) {}
const MODES = { fast: 'fast' } as const
/** A. @tool */
export function computed(when = Date.now(), mode: string = MODES.fast, more = { a: [1, 'b', null] }) {}
`)

describe('injected parameters', () => {
  it('are known by symbol, through aliases, extends and namespaces', () => {
    const { parameters } = declarationOf(reading, 'injected')
    assert.deepEqual(
      parameters.map(parameter => (parameter.kind === 'injected' ? parameter.what : parameter.kind)),
      ['context', 'argument', 'principal', 'request', 'context'],
    )
    assert.deepEqual(Object.keys(argumentsOf(reading, 'injected')), ['b'])
  })
})

describe('a type of the same name', () => {
  it('that is the user’s own is an argument, and its value is data', () => {
    const own = readSources(`
interface Context { id: string }
interface TextContent { body: string }
/** A. @tool */ export function f(context: Context, n: number): TextContent { return null! }
`)
    assert.deepEqual(Object.keys(argumentsOf(own, 'f')), ['context', 'n'])
    assert.equal(declarationOf(own, 'f').result.kind, 'data')
  })
})

describe('positional parameters', () => {
  const { a, b, c, d, e } = argumentsOf(reading, 'positional')

  it('take text and constraints from @param, and from a comment of their own', () => {
    assert.deepEqual(a?.type, { kind: 'number', integer: true, minimum: 0 })
    assert.deepEqual(a?.doc, { description: 'First\nof two.' })
    assert.deepEqual(b?.doc, { description: 'Second.' })
    assert.deepEqual(d?.type, { kind: 'string', maxLength: 3 })
    assert.deepEqual(d?.doc, { description: 'Own words.' })
  })

  it('are optional with an initializer, which is their default if it is a literal', () => {
    assert.deepEqual(
      [a, b, c, d, e].map(property => property?.optional),
      [false, false, true, true, true],
    )
    assert.deepEqual(c?.doc, { default: { value: -1.5 }, description: 'Third.' })
    assert.equal(e?.doc.default, undefined)
  })

  it('have no default that only running would tell', () => {
    const { when, mode, more } = argumentsOf(reading, 'computed')
    assert.deepEqual(when?.doc, {})
    assert.equal(when?.optional, true)
    assert.deepEqual(more?.doc, { default: { value: { a: [1, 'b', null] } } })
    assert.deepEqual(mode?.doc, { default: { value: 'fast' } })
  })
})

describe('one object', () => {
  it('is the arguments object itself, by its name', () => {
    const { input, parameters } = declarationOf(reading, 'plain')
    assert.deepEqual(input, { kind: 'ref', name: 'src/input.ts#Order' })
    assert.deepEqual(
      parameters.map(parameter => parameter.kind),
      ['arguments', 'injected'],
    )
  })

  it('has members that @param documents, in a copy of its own', () => {
    const { price, lines } = argumentsOf(reading, 'members')
    assert.deepEqual(price?.type, { kind: 'number', integer: true, minimum: 10 })
    assert.equal(price?.doc.description, 'Dear.')
    const items = lines?.type.kind === 'array' ? lines.type.items : undefined
    const count = items?.kind === 'object' ? items.properties[0] : undefined
    assert.deepEqual(count?.type, { kind: 'number', integer: true })
    assert.equal(argumentsOf(reading, 'plain')['price']?.doc.description, 'Cheap.')
  })

  it('may be destructured, with defaults at every level', () => {
    const { limit, where, q } = argumentsOf(reading, 'destructured')
    assert.deepEqual(limit?.doc, { default: { value: 20 }, description: 'How many.' })
    const city = where?.type.kind === 'object' ? where.type.properties[0] : undefined
    assert.deepEqual(city?.doc.default, { value: 'Bern' })
    assert.equal(q?.optional, false)
  })

  it('is neither a list nor a union: those stand under their name', () => {
    assert.deepEqual(Object.keys(argumentsOf(reading, 'union')), ['shape'])
    assert.deepEqual(Object.keys(argumentsOf(reading, 'list')), ['items'])
    assert.deepEqual(argumentsOf(reading, 'record'), {})
    assert.deepEqual(argumentsOf(reading, 'nothing'), {})
  })
})

it('only the computed default is a finding', () => {
  assert.deepEqual(findings(reading), ['default-not-literal Date.now()'])
})
