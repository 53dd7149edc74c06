/** Functions behind keywords of JSON Schema. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codePoints, isMultiple, nested } from '../../../packages/runtime/src/validation/keywords.ts'

describe('a multiple', () => {
  const CASES: [value: number, of: number, right: boolean][] = [
    [19.99, 0.01, true],
    [19.995, 0.01, false],
    [0.07, 0.01, true],
    [1.1, 0.1, true],
    [0.3, 0.1, true],
    [4.35, 0.05, true],
    [0, 0.01, true],
    [-19.99, 0.01, true],
    [7, 2, false],
    [8, 2, true],
    [1e308, 0.5, true],
    [1e21, 3, false],
    [9e20, 3, true],
    [1e-7, 1e-8, true],
    [1.5e-7, 1e-7, false],
    [9007199254740991, 2, false],
  ]
  for (const [value, of, right] of CASES)
    it(`${value} is ${right ? 'one' : 'none'} of ${of}`, () => {
      assert.equal(isMultiple(value, of), right)
    })

  it('is told in no time of the largest number and the smallest', () => {
    const started = performance.now()
    isMultiple(Number.MAX_VALUE, Number.MIN_VALUE)
    assert.ok(performance.now() - started < 100)
  })
})

it('code points are counted as one, halves of a pair alone too', () => {
  assert.deepEqual(['', 'a', '😀', 'a😀b', '\ud83d', '\ude00\ud83d'].map(codePoints), [0, 1, 1, 3, 1, 2])
})

it('problems of a part are added behind those of the whole, with the place before theirs', () => {
  const problem = (instancePath: string) => ({ instancePath, keyword: 'type', params: {} })
  const inner = [problem(''), problem('/b')]
  const paths = (list: readonly { instancePath: string }[]) => list.map(one => one.instancePath)
  assert.deepEqual(paths(nested(null, inner, '/a')), ['/a', '/a/b'])
  assert.deepEqual(paths(nested([problem('/x')], inner, '/a/0')), ['/x', '/a/0', '/a/0/b'])
  assert.deepEqual(paths(inner), ['', '/b'], 'the part keeps its own')
})
