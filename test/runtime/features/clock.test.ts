/** `@timeout`: a run that takes too long is answered, aborted and forgotten. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { AbortReason } from '@mcpgen/runtime'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { ToolBinding } from '../../../packages/runtime/src/manifest.ts'
import { judgedClient } from '../../harness/client.ts'
import { tool } from './bindings.ts'

const FORM = '{"type":"object","properties":{"yes":{"type":"boolean"}},"required":["yes"]}'
const reasons: unknown[] = []

const timed = (binding: ToolBinding, timeout: number): ToolBinding => ({ ...binding, timeout })

const TOOLS = [
  timed(
    tool('slow', async (_, { context }) => {
      context.signal.addEventListener('abort', () => reasons.push((context.signal.reason as AbortReason).cause))
      await once(context.signal, 'abort')
      await delay(5)
      context.log.error('too late')
      throw new Error('nobody reads this')
    }),
    20,
  ),
  timed(
    tool('quick', async () => 'in time'),
    5000,
  ),
  timed(
    tool(
      'ask',
      async (_, { context }) => {
        await delay(10)
        const answer = await context.elicit<{ yes: boolean }>('sure', 'Sure?')
        if (answer.content?.yes) return 'done'
        reasons.push('waits')
        await once(context.signal, 'abort')
        return 'never'
      },
      { result: 'mixed', asks: { forms: ['sure'] } },
    ),
    60,
  ),
]

const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', tools: TOOLS, forms: { sure: FORM } })

for (const era of ['modern', '2025-11-25'] as const) {
  describe(`a tool with a timeout, in ${era}`, { timeout: 10_000 }, () => {
    it('that takes longer is answered so that a model can read it, and is aborted', async () => {
      await using client = await judgedClient(app, { era })
      reasons.length = 0
      const { content, isError } = await client.callTool('slow')
      assert.equal(isError, true)
      const text = 'slow took longer than 20ms and was stopped. It may have done a part of its work.'
      assert.deepEqual(content, [{ type: 'text', text }])
      assert.deepEqual(reasons, ['timeout'])
      // What it throws after that is dropped, and so is what it says.
      await delay(20)
      assert.deepEqual(client.failures, [])
      assert.deepEqual(client.logs, [])
    })

    it('that ends in time is answered as ever', async () => {
      await using client = await judgedClient(app, { era })
      assert.equal(await client.tools['quick']?.(), 'in time')
    })

    it('does not run while an ask is open', async () => {
      const answers = { sure: { action: 'accept', content: { yes: true } } }
      await using client = await judgedClient(app, { era, answers })
      assert.equal(await client.tools['ask']?.(), 'done')
      await using other = await judgedClient(app, { era, answers: { sure: { action: 'decline' } } })
      const { content } = await other.callTool('ask')
      assert.match(JSON.stringify(content), /ask took longer than 60ms/)
    })
  })
}

describe('the clock', { timeout: 10_000 }, () => {
  it('stands still for as long as a person takes', async () => {
    await using client = await judgedClient(app, { capabilities: { elicitation: {} } })
    const params = { name: 'ask', arguments: {} }
    const asked = await client.send('tools/call', params)
    assert.equal(asked['resultType'], 'input_required')
    await delay(100)
    const inputResponses = { sure: { action: 'accept', content: { yes: true } } }
    const done = await client.send('tools/call', { ...params, inputResponses })
    assert.deepEqual(done['content'], [{ type: 'text', text: 'done' }])
  })

  it('keeps no process alive once the run has ended', async () => {
    await using client = await judgedClient(app)
    const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
    const before = timers()
    await client.callTool('quick')
    assert.ok(timers() <= before)
  })
})
