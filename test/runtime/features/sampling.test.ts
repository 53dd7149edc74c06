/** client/sampling: what a server may send, of tools above all. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SamplingMessage } from '@mcpgen/runtime'
import { samplingParams } from '../../../packages/runtime/src/features/asks/sampling.ts'

const text = { type: 'text' as const, text: 'Look it up.' }
const use = (id: string) => ({ type: 'tool_use' as const, id, name: 'look', input: {} })
const answer = (toolUseId: string) => ({ type: 'tool_result' as const, toolUseId, content: [text] })
const user = (content: SamplingMessage['content']): SamplingMessage => ({ role: 'user', content })
const model = (content: SamplingMessage['content']): SamplingMessage => ({ role: 'assistant', content })

describe('messages for a model', () => {
  it('are one of a user where there is a text alone, and at most 1000 tokens are wanted', () => {
    assert.deepEqual(samplingParams('Sum it up.', {}), {
      messages: [{ role: 'user', content: { type: 'text', text: 'Sum it up.' } }],
      maxTokens: 1000,
    })
  })

  it('may hold what tools were asked for, and all that they answered', () => {
    const messages = [user(text), model([text, use('1'), use('2')]), user([answer('2'), answer('1')]), model('Done.')]
    assert.equal((samplingParams(messages, {})['messages'] as unknown[]).length, 4)
    samplingParams([user(text), model(use('1')), user(answer('1'))], {})
  })

  const WRONG: Readonly<Record<string, readonly SamplingMessage[]>> = {
    'a call of a tool that nothing answers': [user(text), model(use('1'))],
    'a call that is answered too late': [model(use('1')), user(text), user(answer('1'))],
    'one of two calls answered': [model([use('1'), use('2')]), user(answer('1'))],
    'an answer to another call': [model(use('1')), user(answer('2'))],
    'an answer to nothing': [user(answer('1'))],
    'an answer beside a text': [model(use('1')), user([answer('1'), text])],
    'an answer of the model itself': [model(use('1')), model(answer('1'))],
  }
  for (const [what, messages] of Object.entries(WRONG)) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => samplingParams(messages, {}), /^Error: ctx\.sample: /)
    })
  }
})
