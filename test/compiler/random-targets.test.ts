/** Random types for targets that take less: whatever the exact validator takes the lowered schema takes as well. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Validator } from '@cfworker/json-schema'
import { buildRandom, disagreements, findings, randomCases } from '../harness/random-types/built.ts'
import { nullFor } from '../harness/random-types/results.ts'

const cases = randomCases('taken')

/** What cannot be said to a client at all: objects with any names to strict function calling, lists in lists to Gemini. */
const UNSAID: Readonly<Record<string, RegExp>> = { 'openai-strict': /"(?:record|json)"/, gemini: /"recursive"/ }

for (const targets of [['2025-06-18'], ['claude', 'vscode'], ['gemini'], ['openai-strict']]) {
  describe(`for ${targets.join(' and ')}`, () => {
    const strict = targets.includes('openai-strict')
    const unsaid = UNSAID[targets[0] ?? '']
    const project = buildRandom(
      cases,
      (name, type) => `function ${name}(it: ${type}, n: number): { it: ${type} } { return { it } }`,
      targets,
    )

    it('random types compile with no finding but what is told less of', () => {
      assert.deepEqual(findings(project, cases), [])
    })

    it('what a type takes its schemas take', async () => {
      const found = await disagreements(project, cases, one => {
        const [takes, sends] = (['inputSchema', 'outputSchema'] as const).map(
          side => new Validator(project.schema(one, side), '2020-12', false),
        )
        return one.right.flatMap(it => {
          const sent = strict ? nullFor(one.spec, it) : it
          const taken = unsaid?.test(JSON.stringify(one.spec)) || takes?.validate({ it: sent, n: 1 }).valid
          const said = [taken, sends?.validate({ it }).valid]
          return said.every(Boolean) ? [] : [`${JSON.stringify(it)} as an argument, as a result: ${said}`]
        })
      })
      assert.deepEqual(found, [])
    })
  })
}
