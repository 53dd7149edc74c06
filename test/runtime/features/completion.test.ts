import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Principal } from '../../../packages/runtime/src/features/context.ts'
import { UserError } from '../../../packages/runtime/src/features/errors.ts'
import type { FeaturesOptions } from '../../../packages/runtime/src/features/options.ts'
import type { CompletionBinding } from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { call, prompt, resource, serve, template } from './bindings.ts'

function byFunction(
  argument: string,
  suggest: (value: string, filled: Record<string, string>) => unknown,
): CompletionBinding {
  const run = (_module: unknown, { value, filled }: JsonObject) => suggest(value as string, filled as never)
  return { argument, source: 'src/tests.ts#suggest', load: async () => ({}), run }
}

const entry = JSON.stringify({ name: 'p', arguments: [{ name: 'a' }, { name: 'free' }] })

const ADA: Principal = { id: 'ada', staff: false, admin: false, permissions: [], scopes: [], claims: {} }

function server(completion: CompletionBinding, options: Partial<FeaturesOptions> = {}) {
  const completions = [completion]
  const definition = {
    prompts: [prompt('p', () => '', { entry, completions })],
    resources: [resource('x://one', () => '')],
    templates: [template('x://{a}', () => '', { completions })],
  }
  const { features, failures } = serve(definition, options)
  const complete = async (params: JsonObject) => features.complete?.(call(params, { principal: ADA }))
  const suggest = (value: string, more: JsonObject = {}) =>
    complete({ ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'a', value }, ...more })
  return { complete, suggest, failures }
}

const colours: CompletionBinding = { argument: 'a', values: ['red', 'Rosé', 'green'] }

describe('completion/complete', () => {
  it('is not there when nothing completes', () => {
    assert.equal(serve({ prompts: [prompt('p', () => '')] }).features.complete, undefined)
  })

  it('gives the values of the type that begin with what was typed, whatever its case', async () => {
    const { suggest } = server(colours)
    assert.deepEqual(await suggest('r'), { values: ['red', 'Rosé'], total: 2, hasMore: false })
    assert.deepEqual(await suggest('GR'), { values: ['green'], total: 1, hasMore: false })
    assert.deepEqual((await suggest(''))?.values, ['red', 'Rosé', 'green'])
    assert.deepEqual(await suggest('blue'), { values: [], total: 0, hasMore: false })
  })

  it('gives a template’s values by the template’s own text', async () => {
    const { complete } = server(colours)
    const found = await complete({ ref: { type: 'ref/resource', uri: 'x://{a}' }, argument: { name: 'a', value: 'g' } })
    assert.deepEqual(found?.values, ['green'])
  })

  it('asks the function, with the texts that are filled in', async () => {
    const seen: unknown[] = []
    const { suggest } = server(
      byFunction('a', async (value, filled) => {
        seen.push([value, { ...filled }])
        return [`${value}!`]
      }),
    )
    assert.deepEqual((await suggest('x', { context: { arguments: { free: 'y', odd: 1 } } }))?.values, ['x!'])
    assert.deepEqual((await suggest('z', { context: null }))?.values, ['z!'])
    assert.deepEqual(seen, [
      ['x', { free: 'y' }],
      ['z', {}],
    ])
  })

  it('gives a hundred, and says how many there are', async () => {
    const all = Array.from({ length: 250 }, (_, i) => `v${i}`)
    const { suggest } = server(byFunction('a', () => all))
    assert.deepEqual(await suggest(''), { values: all.slice(0, 100), total: 250, hasMore: true })
  })

  it('has nothing to say of an argument that nothing completes', async () => {
    const { complete } = server(colours)
    const found = await complete({ ref: { type: 'ref/prompt', name: 'p' }, argument: { name: 'free', value: '' } })
    assert.deepEqual(found, { values: [], total: 0, hasMore: false })
  })

  it('refuses what it does not know, and what is malformed, with −32602', async () => {
    const { complete } = server(colours)
    const ref = { type: 'ref/prompt', name: 'p' }
    const argument = { name: 'a', value: '' }
    const wrong: JsonObject[] = [
      { ref: { ...ref, name: 'q' }, argument },
      { ref: { ...ref, name: '__proto__' }, argument },
      { ref: { type: 'ref/tool', name: 'p' }, argument },
      { ref: { type: 'ref/resource', uri: 'x://1' }, argument },
      { ref: { type: 'ref/resource', uri: 'x://one' }, argument },
      { ref, argument: { name: 'constructor', value: '' } },
      { ref, argument: { name: 'a' } },
      { ref, argument: { name: 'a', value: 1 } },
      { ref },
      { ref: [], argument },
      { argument },
    ]
    for (const params of wrong) await assert.rejects(complete(params), { code: -32602 }, JSON.stringify(params))
  })

  it('tells what the function tells, and hides everything else', async () => {
    const refusing = server(
      byFunction('a', () => {
        throw new UserError('Pick a city first.')
      }),
    )
    await assert.rejects(refusing.suggest(''), { code: -32602, message: 'Pick a city first.' })
    for (const returned of [undefined, 'text', [1], { values: [] }]) {
      const wrong = server(byFunction('a', () => returned))
      await assert.rejects(wrong.suggest(''), { code: -32603, message: /^Internal error \(reference/ })
      assert.equal(wrong.failures[0]?.source, 'src/tests.ts#suggest')
    }
  })

  it('is refused to who asks too often, until time has gone by', async () => {
    let now = 0
    const { suggest } = server(colours, { completions: 60, clock: () => now })
    for (let i = 0; i < 60; i++) await suggest('r')
    await assert.rejects(suggest('r'), { code: -32603, message: /^Too many completions/ })
    now = 1000
    assert.equal((await suggest('r'))?.total, 2)
    await assert.rejects(suggest('r'), { code: -32603 })
  })
})
