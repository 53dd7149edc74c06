/** server/utilities/caching: which answers carry hints, and whose word they are. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startServer } from '../../harness/server.ts'

const METHODS = ['server/discover', 'tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'] as const

describe('caching hints', () => {
  it('are five minutes for everybody unless the config says otherwise', async () => {
    await using server = await startServer()
    for (const method of METHODS) {
      const { result } = (await server.modern(method)).json
      assert.deepEqual([result.ttlMs, result.cacheScope], [300_000, 'public'], method)
    }
  })

  it('are what the config says of each list, on all of its pages', async () => {
    const cache = { discover: '1h', tools: '60s private', resources: '1d public', prompts: '0ms private' } as const
    await using server = await startServer({ cache, pageSize: 4 })
    const hints = async (method: string, params = {}) => {
      const { ttlMs, cacheScope, nextCursor } = (await server.modern(method, params)).json.result
      return { hint: [ttlMs, cacheScope], nextCursor }
    }
    const first = await hints('tools/list')
    assert.deepEqual(first.hint, [60_000, 'private'])
    assert.deepEqual((await hints('tools/list', { cursor: first.nextCursor })).hint, [60_000, 'private'])
    assert.deepEqual((await hints('server/discover')).hint, [3_600_000, 'private'])
    assert.deepEqual((await hints('resources/list')).hint, [86_400_000, 'public'])
    assert.deepEqual((await hints('resources/templates/list')).hint, [86_400_000, 'public'])
    assert.deepEqual((await hints('prompts/list')).hint, [0, 'private'])
  })

  it('are not for older clients, nor on answers of other methods', async () => {
    await using server = await startServer({ cache: { tools: '1h public' } })
    const session = await server.initialize()
    const list = await server.legacy(session, { jsonrpc: '2.0', id: 1, method: 'tools/list' })
    const call = await server.modern('tools/call', { name: 'echo', arguments: { text: 'hello' } })
    const prompt = await server.modern('prompts/get', { name: 'greeting' })
    for (const { text } of [list, call, prompt]) assert.doesNotMatch(text, /ttlMs|cacheScope/)
  })
})
