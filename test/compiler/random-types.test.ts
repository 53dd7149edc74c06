/**
 * Random types, and judges of the same values: TypeScript, which says whether a value is of the type; the emitted
 * validator; an independent validator, by the schema that clients are sent; and a plain reading of what the type means,
 * which knows constraints as well. What they disagree about becomes a folder of `fixtures/types`.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { Validator } from '@cfworker/json-schema'
import type { Validators } from '../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../packages/runtime/src/protocol/json.ts'
import {
  buildRandom,
  disagreements,
  findings,
  lessExact,
  madeFor,
  type RandomCase,
  randomCases,
} from '../harness/random-types/built.ts'
import { isOf } from '../harness/random-types/is-of.ts'
import { isReadOf, nullFor, returned } from '../harness/random-types/results.ts'
import { textOf } from '../harness/random-types/text.ts'
import { wrongLines } from '../harness/random-types/typescript.ts'
import { strung } from '../harness/random-types/values.ts'
import { createWriter, using } from '../harness/random-types/writer.ts'

const cases = randomCases('taken')
const project = buildRandom(
  cases,
  (name, type) => `function ${name}(it: ${type}, n: number): { it: ${type} } { return { it } }`,
)
const loose = lessExact(project)

/** What TypeScript says of each value of each type: of the right ones, and then of those that nearly are. */
function judgedByTypeScript(): ReadonlyMap<RandomCase, readonly boolean[]> {
  const writer = createWriter(true)
  const lines = cases.flatMap(one => {
    const type = textOf(one.spec, writer).replaceAll('\n', ' ')
    return [...one.right, ...one.near].map(value => `{ const _: ${type} = ${inOneLine(value)} }\n`)
  })
  const wrong = wrongLines(new Map([...writer.modules(), ['src/values.ts', using(lines.join(''))]]))
  let line = 1
  return new Map(cases.map(one => [one, [...one.right, ...one.near].map(() => !wrong.has(line++))]))
}

/** To TypeScript U+2028 ends a line. */
function inOneLine(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028')
}

const isConstrained = ({ spec }: RandomCase): boolean => JSON.stringify(spec).includes('"constrained"')

it('random types compile without a diagnostic', () => {
  assert.deepEqual(findings(project, cases), [])
})

it('values that were made as values of a type are of it, and many others are not', () => {
  for (const { spec, right } of cases)
    for (const it of right) assert.ok(isOf(spec, it), `${JSON.stringify(spec)} made ${JSON.stringify(it)}`)
  const wrong = cases.flatMap(({ spec, near }) => near.filter(value => !isOf(spec, value)))
  assert.ok(wrong.length > cases.length, `too few values that are none of the type: ${wrong.length}`)
})

it('TypeScript, the emitted validator and the schema agree about values of random types', async () => {
  const isOfType = judgedByTypeScript()
  const found = await disagreements(project, cases, (one, { input }) => {
    const judge = new Validator(project.schema(one, 'inputSchema'), '2020-12', false)
    return [...one.right, ...one.near].flatMap((it, n) => {
      const expected = isOf(one.spec, it)
      if (!expected && loose.has(one.name)) return []
      // TypeScript knows no constraints: what one of them refuses it may take.
      const said = {
        TypeScript: !expected && isConstrained(one) ? false : isOfType.get(one)?.[n],
        emitted: input({ it, n: 1 }),
        schema: judge.validate({ it, n: 1 }).valid,
      }
      const agreed = Object.values(said).every(verdict => verdict === expected)
      return agreed ? [] : [`${JSON.stringify(it)} is ${expected}: ${JSON.stringify(said)}`]
    })
  })
  assert.deepEqual(found, [])
})

it('values of random types are sent as they are, and what is not declared is not', async () => {
  const found = await disagreements(project, cases, (one, { encode, output }) =>
    one.right.flatMap((it, n) => {
      const sent = encode({ it: madeFor(one, random => returned(one.spec, it, random), n), surplus: it } as never)
      return isDeepStrictEqual(sent, { it }) && output(sent) ? [] : [`${JSON.stringify(it)}, ${JSON.stringify(sent)}`]
    }),
  )
  assert.deepEqual(found, [])
})

function converted({ coerce }: Required<Validators>, it: unknown, n: unknown): JsonObject {
  const args = { it, n } as JsonObject
  const before = JSON.stringify(args)
  const made = coerce(args)
  assert.equal(JSON.stringify(args), before, 'arguments were changed in place')
  return made
}

/** Whole numbers that no number holds exactly are no text of one. */
function holdsHuge(value: unknown): boolean {
  return JSON.stringify(value).includes('1e+21')
}

it('strings become what a type wants where nothing is lost, and what is right is never changed', async () => {
  const found = await disagreements(project, cases, (one, validators) =>
    one.right.flatMap(it => {
      const sent = madeFor(one, random => strung(it, random))
      const filled = nullFor(one.spec, it)
      const { input } = validators
      const holds = {
        unchanged: isDeepStrictEqual(converted(validators, it, '5'), { it, n: 5 }),
        read: isOf(one.spec, sent) || holdsHuge(it) || input(converted(validators, sent, 1)),
        nullIsAbsent: isOf(one.spec, filled) || input(converted(validators, filled, 1)),
      }
      return Object.values(holds).every(Boolean) ? [] : [JSON.stringify({ it, sent, filled, holds })]
    }),
  )
  assert.deepEqual(found, [])
})

it('what becomes right is what was sent, read as JSON', async () => {
  const found = await disagreements(project, cases, (one, validators) =>
    [...one.right, ...one.near].flatMap(it => {
      const sent = madeFor(one, random => strung(it, random))
      const made = converted(validators, sent, 1)
      const right = isOf(one.spec, sent) || !validators.input(made) || isReadOf(sent, made['it'])
      return right ? [] : [`${JSON.stringify(sent)} became ${JSON.stringify(made)}`]
    }),
  )
  assert.deepEqual(found, [])
})
