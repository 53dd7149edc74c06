/** A test client that answers asks by their keys, in every revision that has asks. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Application, Context } from '@mcpgen/runtime'
import { type Answers, type TestClientOptions, ToolError } from '@mcpgen/runtime/testing'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { BindingAsks, ToolBinding } from '../../../packages/runtime/src/manifest.ts'
import { judgedClient } from '../../harness/client.ts'
import { tool } from '../features/bindings.ts'

const NAME = '{"type":"object","properties":{"name":{"type":"string","minLength":2}},"required":["name"]}'
const asking = (name: string, body: (ctx: Context) => unknown, asks: BindingAsks = {}): ToolBinding =>
  tool(name, (_, given) => body(given.context), { result: 'mixed', asks })

let planned = 0

const TOOLS: ToolBinding[] = [
  asking(
    'greet',
    async ctx => {
      const plan = await ctx.once('plan', () => {
        planned += 1
        return 'plan'
      })
      const who = await ctx.elicit<{ name: string }>('name', 'Who?')
      const again = await ctx.elicit<{ name: string }>('name', 'Who else?', { id: 2 })
      return [plan, who.content?.name ?? who.action, again.content?.name ?? again.action].join(' ')
    },
    { requires: ['elicitation'], forms: ['name'], remembers: true },
  ),
  asking('rest', async ctx => {
    const [roots, sampled, whole] = await Promise.all([
      ctx.roots('where'),
      ctx.sample('capital', 'Which?'),
      ctx.sample('poem', 'Write.'),
    ])
    return [roots[0]?.uri, sampled.text, sampled.model, whole.text, whole.model, whole.stopReason].join(' ')
  }),
  asking('pay', async ctx => (await ctx.elicitUrl('page', 'Pay', 'https://pay.example/1')).action),
]

const app: Application = createApp({
  contract: 1,
  name: 'tests',
  version: '1.0.0',
  tools: TOOLS,
  forms: { name: NAME },
})

const ANSWERS: Answers = {
  name: { action: 'accept', content: { name: 'Ada' } },
  'name:2': { action: 'decline' },
  where: [{ uri: 'file:///work' }],
  capital: 'Paris',
  poem: { text: 'Roses', model: 'poet-1', stopReason: 'maxTokens' },
  page: { action: 'accept' },
}

/** Revisions by what they can ask for. */
const ERAS: readonly NonNullable<TestClientOptions['era']>[] = ['modern', '2025-11-25', '2025-06-18']

for (const era of ERAS) {
  describe(`answers in ${era}`, { timeout: 20_000 }, () => {
    it('go to the asks of their keys, round after round, and the function goes on', async () => {
      await using client = await judgedClient(app, { era, answers: ANSWERS })
      planned = 0
      assert.equal(await client.tools['greet']?.(), 'plan Ada decline')
      assert.equal(planned, 1)
    })

    it('are as the function gets them, of every kind, also together', async () => {
      await using client = await judgedClient(app, { era, answers: ANSWERS })
      assert.equal(await client.tools['rest']?.(), 'file:///work Paris test Roses poet-1 maxTokens')
      if (era !== '2025-06-18') assert.equal(await client.tools['pay']?.(), 'accept')
    })

    it('that are missing fail the call, by the key that a test has to answer', async () => {
      await using client = await judgedClient(app, { era, answers: { name: ANSWERS['name'] } })
      await assert.rejects(client.callTool('greet'), {
        message: 'Nothing answers the ask "name:2": give createTestClient an answer of that key',
      })
      await using nobody = await judgedClient(app, { era, answers: {} })
      await assert.rejects(nobody.callTool('rest'), /Nothing answers the ask "(where|capital|poem)"/)
    })

    it('that do not fit the form are asked for again, until the rounds are used up', async () => {
      const answers = { name: { action: 'accept', content: { name: 'A' } } }
      await using client = await judgedClient(app, { era, answers })
      await assert.rejects(
        async () => client.tools['greet']?.(),
        (error: Error) => error instanceof ToolError && /asked 8 times/.test(error.message),
      )
    })

    it('are of no use to a client that says it can do less', async () => {
      await using client = await judgedClient(app, { era, answers: ANSWERS, capabilities: {} })
      const failed = await client.callTool('greet').then(
        result => result.isError === true,
        error => error.code === -32021,
      )
      assert.equal(failed, true)
    })
  })
}

describe('a test client without answers', () => {
  it('leaves the asks of 2026-07-28 to the test', async () => {
    await using client = await judgedClient(app, { capabilities: { elicitation: {} } })
    const asked = await client.send('tools/call', { name: 'greet', arguments: {} })
    assert.equal(asked['resultType'], 'input_required')
    assert.deepEqual(Object.keys(asked['inputRequests'] as object), ['name'])
  })

  it('waits for nobody where an older revision asks', async () => {
    await using client = await judgedClient(app, { era: 'legacy', capabilities: { elicitation: {} } })
    await assert.rejects(client.callTool('greet'), /Nothing answers the ask "name"/)
  })
})
