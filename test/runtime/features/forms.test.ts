/** Filled-in forms against the schemas that were sent. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readForm } from '../../../packages/runtime/src/features/asks/form.ts'
import type { FormField } from '../../../packages/runtime/src/protocol/ask.ts'

/** What is said of a value of a required field, or `fits`. */
function judge(field: FormField, value: unknown): string {
  const { content, problems } = readForm({ x: value }, { type: 'object', properties: { x: field }, required: ['x'] })
  assert.deepEqual(content, problems.length === 0 ? { x: value } : {})
  return problems[0] ?? 'fits'
}

describe('a form', () => {
  const cases: [FormField, right: unknown[], wrong: Record<string, unknown[]>][] = [
    [
      { type: 'string', minLength: 2, maxLength: 3 },
      ['ab', '👍👍👍'],
      {
        'be text': [1, null, ['ab'], {}],
        'have at least 2 characters': ['a', '👍'],
        'have at most 3 characters': ['abcd'],
      },
    ],
    [{ type: 'string', format: 'email' }, ['ada@example.com'], { 'have the format email': ['ada'] }],
    [{ type: 'string', format: 'date' }, ['2026-02-28'], { 'have the format date': ['2026-02-30'] }],
    [{ type: 'string', pattern: '^a+$' }, ['aa'], { 'match ^a+$': ['ab'] }],
    [{ type: 'string', enum: ['a', 'b'] }, ['a'], { 'be one of "a", "b"': ['c', ''] }],
    [{ type: 'string', oneOf: [{ const: 'a', title: 'A' }] }, ['a'], { 'be one of "a"': ['A'] }],
    [
      { type: 'integer', minimum: 1, maximum: 3 },
      [1, 3],
      {
        'be a number': ['1', Number.NaN],
        'be a whole number': [1.5],
        'be at least 1': [0],
        'be at most 3': [4],
      },
    ],
    [{ type: 'number' }, [1.5, -2], { 'be a number': [true, Number.POSITIVE_INFINITY] }],
    [{ type: 'boolean' }, [true, false], { 'be true or false': ['true', 0] }],
    [
      { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 1, maxItems: 2 },
      [['a'], ['a', 'b']],
      {
        'be a list of choices': ['a', ['a', 'a']],
        'be chosen from "a", "b", "c"': [['d'], [1]],
        'have at least 1 choices': [[]],
        'have at most 2 choices': [['a', 'b', 'c']],
      },
    ],
    [{ type: 'array', items: { anyOf: [{ const: 'a', title: 'A' }] } }, [['a'], []], { 'be chosen from "a"': [['A']] }],
  ]

  for (const [field, right, wrong] of cases) {
    it(`takes of ${JSON.stringify(field)} what fits`, () => {
      for (const value of right) assert.equal(judge(field, value), 'fits')
      for (const [problem, values] of Object.entries(wrong)) {
        for (const value of values) assert.equal(judge(field, value), `"x" must ${problem}`)
      }
    })
  }

  it('names what is missing, and leaves out what it does not have', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      required: ['a'],
    } as const
    const form = { ...schema, required: [...schema.required] }
    assert.deepEqual(readForm({ b: 'x', c: 1 }, form), { content: { b: 'x' }, problems: ['"a" is missing'] })
    assert.deepEqual(readForm({ a: 'x' }, form), { content: { a: 'x' }, problems: [] })
    assert.deepEqual(readForm(undefined, form).problems, ['the content is missing'])
    assert.deepEqual(readForm(Object.create({ a: 'inherited' }), form).problems, ['"a" is missing'])
  })
})
