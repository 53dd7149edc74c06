import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { envelope, MODERN, startServer } from '../../harness/server.ts'

describe('an answer of bytes that many answers share', { timeout: 10_000 }, () => {
  const ask = (id: string) =>
    JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list', params: { _meta: envelope() } })
  const headers = { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'tools/list' }

  it('has the length of its bytes, whatever characters its id has', async () => {
    await using server = await startServer()
    const id = 'zwölf Boxkämpfer 🥊'
    const { headers: answered, text, json } = await server.request({ headers, body: ask(id) })
    assert.equal(json.id, id)
    assert.equal(Number(answered['content-length']), Buffer.byteLength(text))
  })

  it('is whole in every answer, and as an event', async () => {
    await using server = await startServer()
    const [one, other] = await Promise.all(['a', 'b'].map(id => server.request({ headers, body: ask(id) })))
    const stream = await server.request({ headers: { ...headers, Accept: 'text/event-stream' }, body: ask('c') })
    assert.deepEqual([one?.json.id, other?.json.id, stream.json.id], ['a', 'b', 'c'])
    assert.deepEqual(one?.json.result, other?.json.result)
    assert.deepEqual(one?.json.result, stream.json.result)
  })
})
