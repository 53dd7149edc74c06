/** The judge of messages condemns what is wrong in the revision that it is said in, and nothing else. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createJudge } from './harness/judge.ts'

const call = (id: number, meta?: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'x', ...(meta && { _meta: meta }) },
})
const modern = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }
const answer = (id: number, result: object) => ({ jsonrpc: '2.0', id, result })
const LIST = { content: [], structuredContent: [1], resultType: 'complete' }

it('an answer is judged by its request, two eras beside each other', () => {
  const judge = createJudge()
  judge.sent(JSON.stringify(call(1, modern)))
  judge.sent(call(1))
  judge.received(answer(1, LIST))
  assert.throws(() => judge.received(answer(1, LIST)), /no CallToolResult of 2025-11-25/)
})

it('an answer that lacks what its method wants is condemned', () => {
  const judge = createJudge()
  judge.sent([call(1), call(2)])
  judge.received([answer(2, { content: [] })])
  assert.throws(() => judge.received([answer(1, { content: [{ type: 'txet' }] })]), /no CallToolResult/)
})

it('a notification that the schema does not have is condemned', () => {
  const judge = createJudge()
  const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 'half' } }
  assert.throws(() => judge.received(progress), /ServerNotification|JSONRPCMessage/)
})
