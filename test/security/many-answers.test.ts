/** Answers to what nobody asked cost nothing: not the time of everybody else, nor the storage's lock. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sqlite } from '@mcpgen/runtime/storage'
import { startServer } from '../harness/server.ts'
import { tasksDefinition } from '../runtime/tasks/tasks.ts'

const meta = {
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: {},
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
}

it('200 000 answers to questions that a task has not asked are passed over at once', async () => {
  await using server = await startServer({ storage: sqlite(':memory:') }, tasksDefinition)
  const begun = await server.modern('tools/call', { name: 'remove', arguments: { file: 'a' } }, { meta })
  const { taskId } = begun.json.result
  const answers = Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`k${n}`, {}]))
  const inputResponses = { ...answers, sure: { action: 'accept', content: { yes: true } } }
  const began = performance.now()
  const { status } = await server.modern('tasks/update', { taskId, inputResponses }, { meta })
  const took = performance.now() - began
  assert.equal(status, 200)
  assert.ok(took < 3000, `it took ${took} ms`)
})
