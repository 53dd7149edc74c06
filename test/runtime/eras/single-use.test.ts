/** `singleUse`: what a client carries between two rounds is taken once. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Config } from '../../../packages/runtime/src/config.ts'
import { judgedClient } from '../../harness/client.ts'
import { tasksApp } from '../tasks/tasks.ts'

const capabilities = { elicitation: {} }
const inputResponses = { sure: { action: 'accept', content: { yes: true } } }
const call = { name: 'remove', arguments: { file: 'a' } }
const used = { code: -32602, message: 'Invalid params: "requestState" was used before' }

const open = (config: Config) => judgedClient(tasksApp(config), { capabilities })

describe('with singleUse', () => {
  it('of fifty calls at once with the same state exactly one goes on', async () => {
    await using client = await open({ singleUse: true })
    const { requestState } = await client.send('tools/call', call)
    const replays = Array.from({ length: 50 }, () =>
      client.send('tools/call', { ...call, inputResponses, requestState }),
    )
    const ends = await Promise.allSettled(replays)
    const refused = ends.flatMap(end => (end.status === 'rejected' ? [end.reason] : []))
    assert.equal(refused.length, 49)
    for (const { code, message } of refused) assert.deepEqual({ code, message }, used)
  })
  it('every state is its own, and so is every round', async () => {
    await using client = await open({ singleUse: true })
    for (let n = 0; n < 3; n += 1) {
      const { requestState } = await client.send('tools/call', call)
      assert.equal(
        (await client.send('tools/call', { ...call, inputResponses, requestState }))['resultType'],
        'complete',
      )
    }
  })
  it('a state travels even where nothing is remembered, and answers without one are asked for again', async () => {
    await using client = await open({ singleUse: true })
    const pair = { name: 'pair', arguments: {} }
    const { requestState } = await client.send('tools/call', pair)
    assert.equal(typeof requestState, 'string')
    const answers = Object.fromEntries(
      ['name:1', 'name:2'].map(key => [key, { action: 'accept', content: { name: 'A' } }]),
    )
    assert.equal(
      (await client.send('tools/call', { ...pair, inputResponses: answers }))['resultType'],
      'input_required',
    )
    assert.equal(
      (await client.send('tools/call', { ...pair, inputResponses: answers, requestState }))['resultType'],
      'complete',
    )
  })
})

describe('without singleUse', () => {
  it('a state can be brought as often as one likes, until it is too old', async () => {
    await using client = await open({})
    const { requestState } = await client.send('tools/call', call)
    for (let n = 0; n < 3; n += 1) {
      assert.equal(
        (await client.send('tools/call', { ...call, inputResponses, requestState }))['resultType'],
        'complete',
      )
    }
  })
})
