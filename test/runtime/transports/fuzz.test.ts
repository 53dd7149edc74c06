/** No input ends the process, and every answer to it is a JSON-RPC error or nothing at all. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { envelope, MODERN, startServer, type TestServer } from '../../harness/server.ts'

/** A small generator of its own, so that a failure can be run again by its seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const SEEDS: unknown[] = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'echo', arguments: { text: 'a' }, _meta: envelope() },
  },
  { jsonrpc: '2.0', id: 'x', method: 'tools/list', params: { cursor: 'c', _meta: envelope() } },
  { jsonrpc: '2.0', id: 2, method: 'resources/read', params: { uri: 'users://7', _meta: envelope() } },
  { jsonrpc: '2.0', id: 3, method: 'prompts/get', params: { name: 'review', arguments: { topic: 't' } } },
  { jsonrpc: '2.0', id: 4, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {} } },
  { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 4 } },
  [{ jsonrpc: '2.0', id: 5, method: 'ping' }],
  { jsonrpc: '2.0', id: 6, result: {} },
]

const VALUES: unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  '__proto__',
  'constructor',
  [],
  [[]],
  {},
  { $ref: '#' },
  '\u0000\ud800',
]
const NAMES = [
  '__proto__',
  'constructor',
  'id',
  'method',
  'params',
  '_meta',
  'name',
  'arguments',
  'jsonrpc',
  'toString',
]

/** The text of a message in which one thing is changed: a byte, a member, or its end. */
function mutated(random: (below: number) => number): Buffer {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const message = structuredClone(pick(SEEDS))
  if (random(2) === 0) {
    const target = pick(objectsIn(message))
    target[random(2) === 0 ? pick(NAMES) : pick(Object.keys(target).concat('x'))] = pick(VALUES)
  }
  const bytes = Buffer.from(JSON.stringify(message))
  const kind = random(4)
  if (kind === 0) bytes[random(bytes.length)] = random(256)
  return kind === 1 ? bytes.subarray(0, random(bytes.length)) : bytes
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

describe('whatever is sent', { timeout: 60_000 }, () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  after(() => server[Symbol.asyncDispose]())

  it('is answered by JSON or by nothing, with a status of the protocol', async () => {
    const session = await server.initialize()
    for (let seed = 1; seed <= 600; seed += 1) {
      const random = randomOf(seed)
      const body = mutated(random)
      const modern = { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'echo' }
      const headers = [{}, { 'Mcp-Session-Id': session }, modern][random(3)] ?? {}
      const { status, text, json } = await server.request({ body, headers })
      const story = `seed ${seed}: ${body.toString()} → ${status} ${text}`
      assert.ok([200, 202, 400, 404].includes(status), story)
      if (status === 202) assert.equal(text, '', story)
      else
        assert.ok(
          [json].flat().every(answer => answer.jsonrpc === '2.0' && 'result' in answer !== 'error' in answer),
          story,
        )
      if (!Array.isArray(json) && json?.error) assert.notEqual(json.error.code, -32603, story)
    }
    assert.equal((await server.modern('tools/list')).status, 200)
  })

  it('does not reach what every object inherits', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal((await server.modern('tools/call', { name })).json.error.code, -32602)
      assert.equal((await server.modern('prompts/get', { name })).json.error.code, -32602)
      assert.equal((await server.modern(name)).json.error.code, -32601)
    }
    await server.request({ body: '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{"polluted":1}}' })
    assert.equal(({} as { polluted?: number }).polluted, undefined)
  })
})
