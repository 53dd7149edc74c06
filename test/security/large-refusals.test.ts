/** A message that is wrong in very many places costs no more to refuse than it takes to say the first of them. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { renderProblems } from '../../packages/runtime/src/features/problems/render.ts'
import type { ValidationProblem } from '../../packages/runtime/src/manifest.ts'

const COUNT = 400_000

it('of 400 000 problems the first are said, and the others counted', () => {
  const value = { numbers: Array.from({ length: COUNT }, () => 'x') }
  const problems = value.numbers.map(
    (_, n): ValidationProblem => ({ instancePath: `/numbers/${n}`, keyword: 'type', params: { type: 'number' } }),
  )
  const began = performance.now()
  const lines = renderProblems(problems, { value, root: 'the arguments', schema: { type: 'object' } })
  const took = performance.now() - began
  assert.equal(lines.length, 51)
  assert.equal(lines[0], 'numbers[0]: must be a number, got the string "x"')
  assert.equal(lines[50], `and ${COUNT - 50} more`)
  assert.ok(took < 2500, `it took ${took} ms`)
})

it('of 300 000 unknown names the first are said, and the others counted', () => {
  const names = Array.from({ length: 300_000 }, (_, n) => `name${n}`)
  const known = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`property${n}`, {}]))
  const problems = names.map(
    (name): ValidationProblem => ({
      instancePath: '',
      keyword: 'additionalProperties',
      params: { additionalProperty: name },
    }),
  )
  const began = performance.now()
  const lines = renderProblems(problems, { value: {}, root: 'the arguments', schema: { properties: known } })
  const took = performance.now() - began
  assert.equal(lines.length, 51)
  assert.ok(took < 2500, `it took ${took} ms`)
})
