/** Random types of results, with those that travel in another form: what is sent is the declared projection. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { Validator } from '@cfworker/json-schema'
import { buildRandom, disagreements, findings, lessExact, madeFor, randomCases } from '../harness/random-types/built.ts'
import { isOf } from '../harness/random-types/is-of.ts'
import { returned } from '../harness/random-types/results.ts'
import type { Spec } from '../harness/random-types/spec.ts'

const cases = randomCases('sent')
const project = buildRandom(cases, (name, type) => `function ${name}(): { it: ${type} } { throw new Error() }`)
const loose = lessExact(project)

/** Text that stands for bytes is made here, so nothing looks whether it is base64. */
const hasBytes = (spec: Spec): boolean => JSON.stringify(spec).includes('"bytes"')

it('random types of results compile without a diagnostic', () => {
  assert.deepEqual(findings(project, cases), [])
})

it('what is sent is what the type declares, and of its schema', async () => {
  const found = await disagreements(project, cases, (one, { encode, output }) => {
    const judge = new Validator(project.schema(one, 'outputSchema'), '2020-12', false)
    return one.right.flatMap((it, n) => {
      const encoded = encode({ it: madeFor(one, random => returned(one.spec, it, random), n), surplus: it } as never)
      const sent = JSON.parse(JSON.stringify(encoded))
      const said = [output(encoded), judge.validate(sent).valid, isDeepStrictEqual(sent, { it })]
      return said.every(Boolean) ? [] : [`${JSON.stringify(it)} is sent as ${JSON.stringify(sent)}: ${said}`]
    })
  })
  assert.deepEqual(found, [])
})

it('what is none of the type is refused before it leaves', async () => {
  const found = await disagreements(project, cases, ({ name, spec, near }, { output }) =>
    near.flatMap(it => {
      const expected = isOf(spec, it)
      if (!expected && (loose.has(name) || hasBytes(spec))) return []
      return output({ it }) === expected ? [] : [`${JSON.stringify(it)} is ${expected}`]
    }),
  )
  assert.deepEqual(found, [])
})
