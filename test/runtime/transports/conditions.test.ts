/**
 * What goes wrong, and what each era answers: error code and HTTP status, or 'ok' for a result and `in band` for one that
 * says that the tool failed. The transcripts show such answers whole; this is the table of them.
 */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import type { AppDefinition } from '../../../packages/runtime/src/manifest.ts'
import type { DECLARATIONS } from '../../harness/declarations.ts'
import {
  ACCEPT,
  type Answer,
  type Change,
  envelope,
  MODERN,
  startServer,
  type TestServer,
} from '../../harness/server.ts'

/** `[code, status]`; a code of undefined for an answer without a body. */
type Outcome = readonly [code: number | 'ok' | 'in band' | undefined, status: number]

interface Condition {
  readonly method: string
  readonly params?: object
  /** Of the modern request. */
  readonly change?: Change
  readonly modern: Outcome
  readonly legacy: Outcome
}

const OK: Outcome = ['ok', 200]
const UNKNOWN: Condition['modern'] = [-32601, 404]
const UNKNOWN_LEGACY: Condition['legacy'] = [-32601, 200]
const INVALID: Outcome = [-32602, 200]
const removed = (method: string, legacy: Outcome = OK, params: object = {}): Condition => ({
  method,
  params,
  modern: UNKNOWN,
  legacy,
})
const tool = (name: unknown, args?: unknown): object => ({
  name,
  ...(args !== undefined && { arguments: args }),
})
const completion = (ref: object, argument: object) => ({ ref, argument })

const CONDITIONS: Readonly<Record<string, Condition>> = {
  'a method that nobody has': { method: 'tools/nothing', modern: UNKNOWN, legacy: UNKNOWN_LEGACY },
  'a name that objects inherit': { method: 'constructor', modern: UNKNOWN, legacy: UNKNOWN_LEGACY },
  'ping, which went with sessions': removed('ping'),
  'logging/setLevel, which went with sessions': removed('logging/setLevel', OK, { level: 'info' }),
  'resources/subscribe, which went with sessions': removed('resources/subscribe', OK, { uri: 'note://one' }),
  'resources/unsubscribe, which went with sessions': removed('resources/unsubscribe', OK, { uri: 'note://one' }),
  'a second initialize': removed('initialize', [-32600, 400], {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  }),
  'server/discover': { method: 'server/discover', modern: OK, legacy: UNKNOWN_LEGACY },
  'a tool that is not there': { method: 'tools/call', params: tool('nothing'), modern: INVALID, legacy: INVALID },
  'a call without a name': { method: 'tools/call', modern: INVALID, legacy: INVALID },
  'arguments that are no object': {
    method: 'tools/call',
    params: tool('echo', ['x']),
    modern: INVALID,
    legacy: INVALID,
  },
  'arguments that the schema refuses': {
    method: 'tools/call',
    params: tool('add', { a: 'one' }),
    modern: ['in band', 200],
    legacy: ['in band', 200],
  },
  'a tool that throws': {
    method: 'tools/call',
    params: tool('crash'),
    modern: ['in band', 200],
    legacy: ['in band', 200],
  },
  'a prompt that is not there': {
    method: 'prompts/get',
    params: { name: 'nothing' },
    modern: INVALID,
    legacy: INVALID,
  },
  'an argument of a prompt that is no text': {
    method: 'prompts/get',
    params: { name: 'review', arguments: { topic: 7 } },
    modern: INVALID,
    legacy: INVALID,
  },
  'a resource that is not there': {
    method: 'resources/read',
    params: { uri: 'note://nowhere' },
    modern: INVALID,
    legacy: [-32002, 200],
  },
  'a resource without a URI': { method: 'resources/read', modern: INVALID, legacy: INVALID },
  'a cursor that is none': { method: 'tools/list', params: { cursor: 'stale' }, modern: INVALID, legacy: INVALID },
  'a cursor that is empty': { method: 'tools/list', params: { cursor: '' }, modern: INVALID, legacy: INVALID },
  'completion of what is not there': {
    method: 'completion/complete',
    params: completion({ type: 'ref/prompt', name: 'nothing' }, { name: 'topic', value: '' }),
    modern: INVALID,
    legacy: INVALID,
  },
  'a log level that is none, for the session': {
    method: 'logging/setLevel',
    params: { level: 'loud' },
    modern: UNKNOWN,
    legacy: INVALID,
  },
  'a log level that is none, for the request': {
    method: 'tools/list',
    change: { meta: { 'io.modelcontextprotocol/logLevel': 'loud' } },
    modern: [-32602, 400],
    legacy: OK,
  },
  'a state that is not this server’s': {
    method: 'tools/call',
    params: { ...tool('echo', { text: 'x' }), requestState: 'v1.made.up' },
    modern: INVALID,
    legacy: OK,
  },
  'answers that are malformed': {
    method: 'tools/call',
    params: { ...tool('echo', { text: 'x' }), inputResponses: ['x'] },
    modern: INVALID,
    legacy: OK,
  },
  'answers that nobody asked for': {
    method: 'tools/call',
    params: { ...tool('echo', { text: 'x' }), inputResponses: { other: { action: 'accept' } } },
    modern: OK,
    legacy: OK,
  },
  'no capabilities in the envelope': {
    method: 'tools/list',
    change: { meta: { 'io.modelcontextprotocol/clientCapabilities': undefined } },
    modern: [-32602, 400],
    legacy: OK,
  },
  'no client information in the envelope': {
    method: 'tools/list',
    change: { meta: { 'io.modelcontextprotocol/clientInfo': undefined } },
    modern: OK,
    legacy: OK,
  },
  'a version that is not served': {
    method: 'tools/list',
    change: {
      meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' },
      headers: { 'MCP-Protocol-Version': '2099-01-01' },
    },
    modern: [-32022, 400],
    legacy: OK,
  },
  'a version of the other era in the envelope': {
    method: 'tools/list',
    change: {
      meta: { 'io.modelcontextprotocol/protocolVersion': '2025-11-25' },
      headers: { 'MCP-Protocol-Version': '2025-11-25' },
    },
    modern: [-32022, 400],
    legacy: OK,
  },
  'a version that is not served, and another in the header': {
    method: 'tools/list',
    change: { meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'no header of the version': {
    method: 'tools/list',
    change: { headers: { 'MCP-Protocol-Version': undefined } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'no header of the method': {
    method: 'tools/list',
    change: { headers: { 'Mcp-Method': undefined } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'a header of the method in other letters': {
    method: 'tools/list',
    change: { headers: { 'Mcp-Method': 'TOOLS/LIST' } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'no header of the name': {
    method: 'tools/call',
    params: tool('echo', { text: 'x' }),
    change: { headers: { 'Mcp-Name': undefined } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'a header of another name': {
    method: 'tools/call',
    params: tool('echo', { text: 'x' }),
    change: { headers: { 'Mcp-Name': 'add' } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'a header of the name that is no base64': {
    method: 'tools/call',
    params: tool('echo', { text: 'x' }),
    change: { headers: { 'Mcp-Name': '=?base64?ZWNobw?=' } },
    modern: [-32020, 400],
    legacy: OK,
  },
  'a session and an event that mean nothing any more': {
    method: 'tools/list',
    change: { headers: { 'Mcp-Session-Id': 'gone', 'Last-Event-ID': '0-0' } },
    modern: OK,
    legacy: OK,
  },
}

function outcomeOf({ status, json }: Answer): Outcome {
  if (json === undefined) return [undefined, status]
  if (json.error !== undefined) return [json.error.code, status]
  return [json.result.isError === true ? 'in band' : 'ok', status]
}

describe('a condition', { timeout: 30_000 }, () => {
  for (const [what, { method, params = {}, change, modern, legacy }] of Object.entries(CONDITIONS)) {
    it(`of 2026-07-28: ${what} is ${modern.join(' with ')}`, async () => {
      await using server = await startServer()
      const answer = await server.modern(method, params, change)
      assert.deepEqual(outcomeOf(answer), modern, answer.text)
      assert.equal(answer.headers['mcp-session-id'], undefined)
      assertEchoes(answer)
    })
    it(`of 2025-11-25: ${what} is ${legacy.join(' with ')}`, async () => {
      await using server = await startServer()
      const session = await server.initialize()
      const answer = await server.legacy(session, { jsonrpc: '2.0', id: 1, method, params })
      assert.deepEqual(outcomeOf(answer), legacy, answer.text)
      assertEchoes(answer)
    })
  }
})

/** basic/index, "Responses": an error that could read the id says it. */
function assertEchoes({ json }: Answer): void {
  assert.equal(json.id, 1)
}

describe('a server without', { timeout: 20_000 }, () => {
  const NEEDS = {
    tools: ['tools/list', 'tools/call'],
    resources: ['resources/list', 'resources/templates/list', 'resources/read'],
    prompts: ['prompts/list', 'prompts/get'],
    completions: ['completion/complete'],
  }
  const without = (...lists: (keyof typeof DECLARATIONS)[]): Partial<AppDefinition> =>
    Object.fromEntries(lists.map(list => [list, []]))

  for (const [kind, definition] of [
    ['tools', without('tools')],
    ['prompts', without('prompts')],
    ['resources', without('resources', 'templates')],
    ['completions', without('prompts', 'templates')],
  ] as const) {
    it(`${kind} does not say that it has some, and has none of their methods, in either era`, async () => {
      await using server = await startServer({}, definition)
      const { capabilities } = (await server.modern('server/discover')).json.result
      assert.equal(kind in capabilities, false)
      const session = await server.initialize()
      for (const method of NEEDS[kind]) {
        assert.deepEqual(outcomeOf(await server.modern(method)), UNKNOWN, method)
        const legacy = await server.legacy(session, { jsonrpc: '2.0', id: 1, method })
        assert.deepEqual(outcomeOf(legacy), UNKNOWN_LEGACY, method)
      }
    })
  }
})

describe('two lines of Host', { timeout: 10_000 }, () => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: envelope() } })
  const raw = (...hosts: readonly string[]) =>
    [
      'POST /mcp HTTP/1.1',
      ...hosts,
      'Content-Type: application/json',
      `Accept: ${ACCEPT}`,
      `MCP-Protocol-Version: ${MODERN}`,
      'Mcp-Method: server/discover',
      `Content-Length: ${body.length}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n')
  const statusOf = async ({ port }: TestServer, request: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(request)
    return Number((await text(socket)).split(' ', 2)[1])
  }

  it('are 400, be they equal; one is not, and none is (RFC 9112 §3.2)', async () => {
    await using server = await startServer()
    assert.equal(await statusOf(server, raw('Host: localhost')), 200)
    assert.equal(await statusOf(server, raw('Host: localhost', 'Host: evil.example')), 400)
    assert.equal(await statusOf(server, raw('Host: localhost', 'HOST: localhost')), 400)
    assert.equal(await statusOf(server, raw()), 400)
  })
})
