/** What a client takes, read leniently. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { acceptedAnswers, isJson } from '../../../packages/runtime/src/http/accept.ts'
import { startServer } from '../../harness/server.ts'

describe('Accept', () => {
  const cases: [accept: string | undefined, answers: string][] = [
    [undefined, 'either'],
    ['application/json, text/event-stream', 'either'],
    ['text/event-stream,application/json;q=0.5', 'either'],
    ['*/*', 'either'],
    ['Application/JSON', 'json'],
    ['application/*', 'json'],
    ['text/event-stream', 'stream'],
    ['text/html', 'none'],
    ['application/json, text/event-stream;q=0', 'json'],
    ['application/json ; q=0.000, text/event-stream', 'stream'],
    ['application/json;q=0, text/event-stream; q=0.0', 'none'],
    ['application/json;q=0.01, text/event-stream', 'either'],
    ['', 'none'],
  ]
  for (const [accept, answers] of cases) {
    it(`${JSON.stringify(accept)} takes ${answers}`, () => assert.equal(acceptedAnswers(accept), answers))
  }

  it('without an event stream gets JSON, and no progress', async () => {
    await using server = await startServer()
    const meta = { progressToken: 1 }
    const { headers, json } = await server.modern(
      'tools/call',
      { name: 'count' },
      { meta, headers: { Accept: 'application/json' } },
    )
    assert.equal(headers['content-type'], 'application/json')
    assert.equal(json.result.content[0].text, 'counted')
  })

  it('of a stream alone gets a stream of one message, and errors of HTTP as JSON', async () => {
    await using server = await startServer()
    const headers = { Accept: 'text/event-stream' }
    const { events, json } = await server.modern('tools/call', { name: 'echo', arguments: { text: 'a' } }, { headers })
    assert.equal(events.length, 1)
    assert.equal(json.result.content[0].text, 'a')
    const refused = await server.modern('tools/fetch', {}, { headers })
    assert.deepEqual([refused.status, refused.headers['content-type']], [404, 'application/json'])
  })
})

describe('Content-Type', () => {
  const cases: [contentType: string | undefined, json: boolean][] = [
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Application/JSON ;charset=utf-8', true],
    ['application/jsonp', false],
    ['application/json-patch+json', false],
    ['text/plain', false],
    [undefined, false],
  ]
  for (const [contentType, json] of cases) {
    it(`${contentType} is ${json ? '' : 'not '}JSON`, () => assert.equal(isJson(contentType), json))
  }
})
