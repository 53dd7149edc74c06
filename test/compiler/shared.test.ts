/** Modules of shared types: what is in them, and that edits elsewhere leave them where they are. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lower } from '../../packages/compiler/src/3-lower/lower.ts'
import { emit } from '../../packages/compiler/src/4-emit/emit.ts'
import type { Declaration } from '../../packages/compiler/src/ir/declaration.ts'
import type { NamedType, Type } from '../../packages/compiler/src/ir/type.ts'
import { array, named, number, object, program, ref, SPAN, string, tool } from '../harness/ir.ts'
import { validatorsOf } from '../harness/validators.ts'

const fields = (count: number): Record<string, Type> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`field${n}`, string]))
const large = object(fields(12))
const small = object({ a: number })

function emitted(declarations: Declaration[], types: Map<string, NamedType>): Map<string, string> {
  const built = program(declarations, types)
  return emit(built, lower(built))
}

const takes = (name: string, type: Type) => tool(name, { input: object({ it: type }) })
const returns = (name: string, type: Type) => tool(name, { result: { kind: 'data', type: object({ it: type }) } })
const sharedIn = (files: Map<string, string>) => [...files.keys()].filter(path => path.startsWith('validators/shared/'))

describe('a shared type', () => {
  it('is one that is large, or contains itself', () => {
    const types = named({ Large: large, Small: small, List: object({ 'next?': ref('List') }) })
    const input = object({ large: ref('Large'), small: ref('Small'), list: ref('List') })
    assert.deepEqual(sharedIn(emitted([tool('t', { input })], types)), [
      'validators/shared/a.Large.mjs',
      'validators/shared/a.List.mjs',
    ])
  })

  it('is not one that stands at the root of a declaration alone', () => {
    const types = named({ Large: large })
    const declaration = tool('t', { input: ref('Large'), result: { kind: 'data', type: ref('Large') } })
    assert.deepEqual(sharedIn(emitted([declaration], types)), [])
  })

  it('is written once, whoever takes or returns it', () => {
    const types = named({ Large: large, Outer: object({ ...fields(12), inner: ref('Large') }) })
    const files = emitted(
      [takes('a', ref('Large')), returns('b', ref('Outer')), takes('c', array(ref('Large')))],
      types,
    )
    const holding = [...files].filter(([path, text]) => path.startsWith('validators') && text.includes('"field11"'))
    assert.deepEqual(holding.map(([path]) => path).sort(), [
      'validators/shared/a.Large.mjs',
      'validators/shared/a.Outer.mjs',
    ])
  })

  it('has the same module whatever is declared beside it', () => {
    const types = named({ Large: large, Small: small })
    const alone = emitted([takes('a', ref('Large'))], types)
    const beside = emitted(
      [returns('b', array(ref('Large'))), takes('a', ref('Large')), takes('c', ref('Small'))],
      types,
    )
    for (const path of ['validators/a.mjs', 'validators/shared/a.Large.mjs'])
      assert.equal(beside.get(path), alone.get(path), path)
  })

  it('stays where it is when another file declares one of its name', () => {
    const one = named({ Large: large })
    const two = new Map([
      ['Large_a', { name: 'Large_a', declared: 'Large', type: large, doc: {}, span: SPAN }],
      ['Large_b', { name: 'Large_b', declared: 'Large', type: large, doc: {}, span: { ...SPAN, file: 'src/b.ts' } }],
    ])
    const before = emitted([takes('t', ref('Large'))], one)
    const after = emitted([takes('t', ref('Large_a')), takes('u', ref('Large_b'))], two)
    assert.deepEqual(sharedIn(after), ['validators/shared/a.Large.mjs', 'validators/shared/b.Large.mjs'])
    for (const path of ['validators/t.mjs', 'validators/shared/a.Large.mjs'])
      assert.equal(after.get(path), before.get(path), path)
  })

  it('tells types of one name apart by what they mention', () => {
    const item = (name: string, type: Type) => [name, { name, declared: 'Item', type, doc: {}, span: SPAN }] as const
    const page = (name: string, of: string): readonly [string, NamedType] => {
      const type = object({ ...fields(12), items: array(ref(of)) })
      return [name, { name, declared: 'Page_Item', type, doc: {}, span: SPAN }]
    }
    const types = new Map<string, NamedType>([
      item('Item', object({ a: number })),
      item('Item_2', object({ b: number })),
      page('Page_Item', 'Item'),
      page('Page_Item_2', 'Item_2'),
    ])
    assert.equal(sharedIn(emitted([takes('t', ref('Page_Item')), takes('u', ref('Page_Item_2'))], types)).length, 2)
  })
})

describe('checks of shared types', () => {
  const types = named({
    Large: object({ ...fields(12), 'n?': number }),
    Tree: object({ v: number, kids: array(ref('Tree')) }),
  })
  const right = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field${n}`, 'x']))

  it('put the place of the part before the place of the problem', async () => {
    const { input } = await validatorsOf(takes('t', array(ref('Large'))), types)
    assert.equal(input?.({ it: [right, { ...right, n: 'x' }, right, { ...right, field3: 1 }] }), false)
    assert.deepEqual(
      input?.errors?.map(problem => problem.instancePath),
      ['/it/1/n', '/it/3/field3'],
    )
    assert.equal(input?.({ it: [right] }), true)
    assert.equal(input?.errors, null)
  })

  it('forget the problems of an earlier value', async () => {
    const { input } = await validatorsOf(takes('t', ref('Tree')), types)
    assert.equal(input?.({ it: { v: 1, kids: [{ v: 'x', kids: [] }] } }), false)
    assert.equal(
      input?.({
        it: {
          v: 1,
          kids: [
            { v: 2, kids: [] },
            { v: 3, kids: [{ v: null, kids: [] }] },
          ],
        },
      }),
      false,
    )
    assert.deepEqual(
      input?.errors?.map(problem => problem.instancePath),
      ['/it/kids/1/kids/0/v'],
    )
  })

  it('call types by names that do not hide what the code calls itself', async () => {
    const types = named({ Finite: object({ ...fields(12), n: number }), NaN: object({ ...fields(12), n: number }) })
    const { input } = await validatorsOf(
      tool('t', { input: object({ a: ref('Finite'), b: ref('NaN'), n: number }) }),
      types,
    )
    const both = { ...right, n: 1 }
    assert.equal(input?.({ a: both, b: both, n: 1 }), true)
    assert.equal(input?.({ a: both, b: both, n: 'x' }), false)
  })
})
