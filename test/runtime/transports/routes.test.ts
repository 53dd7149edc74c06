/** REST routes, from their sources to what a client reads. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import express from 'express'
import { createApp } from '../../../packages/runtime/src/app.ts'
import { createTestClient } from '../../../packages/runtime/src/testing.ts'
import { type Built, filesBelow, serveProject } from '../../harness/built.ts'
import { temporaryProject } from '../../harness/project.ts'

const PROJECT = temporaryProject(filesBelow(join(import.meta.dirname, '../../../fixtures/routes')))

let server: Built
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

interface Said {
  readonly method?: string
  readonly body?: unknown
  readonly raw?: string | Buffer
  readonly headers?: OutgoingHttpHeaders
}

async function ask(path: string, { method = 'GET', body, raw, headers = {} }: Said = {}) {
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await server.request({
    method,
    path,
    headers: {
      Accept: undefined,
      'Content-Type': text === undefined ? undefined : 'application/json',
      ...headers,
    } as OutgoingHttpHeaders,
    ...(text !== undefined && { body: text }),
  })
  const type = String(answer.headers['content-type'] ?? '')
  return { ...answer, type, value: /json/.test(type) && answer.text !== '' ? JSON.parse(answer.text) : answer.text }
}

describe('a request for a route', () => {
  it('gets the result as JSON, and no more of it than is declared', async () => {
    const { status, type, value, headers } = await ask('/items/1')
    assert.deepEqual([status, type, value], [200, 'application/json', { id: 1, name: 'Bolt', price: 20 }])
    assert.equal(headers['x-content-type-options'], 'nosniff')
  })

  it('has its arguments in the query, in their declared types', async () => {
    const { value } = await ask('/items?tag=a&tag=b%20c&limit=5&sold=true&size=1')
    assert.deepEqual(value, { tag: ['a', 'b c'], limit: 5, sold: true, size: 1 })
    assert.deepEqual((await ask('/items?tag=a&size=S')).value, { tag: ['a'], limit: 10, sold: null, size: 'S' })
    assert.deepEqual((await ask('/items')).value, { tag: [], limit: 10, sold: null, size: null })
  })

  it('has its arguments in the body, which is the one object or has its properties', async () => {
    const item = { id: 2, name: 'Nut', price: 5 }
    assert.deepEqual((await ask('/items', { method: 'POST', body: item })).value, item)
    assert.deepEqual((await ask('/items/2', { method: 'PATCH', body: { price: 6 } })).value, { ...item, price: 6 })
    const placed = await ask('/items/2/shelf', { method: 'PUT', body: { shelf: 'top', note: 'left' } })
    assert.deepEqual([placed.status, placed.type, placed.value], [200, 'text/plain; charset=utf-8', 'Nut on top: left'])
  })

  it('goes to the plain path before the variable', async () => {
    assert.deepEqual((await ask('/items/favourite')).value, ['Bolt'])
  })

  it('gets 204 for nothing, bytes as they are, and 404 for undefined', async () => {
    const gone = await ask('/items/1', { method: 'DELETE' })
    assert.deepEqual([gone.status, gone.text, gone.headers['content-length']], [204, '', undefined])
    const label = await ask('/items/1/label')
    assert.deepEqual([label.type, label.headers['content-length']], ['image/png', '3'])
    assert.deepEqual((await ask('/items/1/note')).value, { text: 'fine' })
    assert.equal((await ask('/items/2/note')).status, 404)
  })

  it('by HEAD gets the head alone', async () => {
    const { status, text, headers } = await ask('/items/1', { method: 'HEAD' })
    assert.deepEqual([status, text, headers['content-length']], [200, '', '33'])
  })

  it('is told to a function that takes the request', async () => {
    const { value } = await ask('/whoami', { headers: { 'X-Agent': 'test' } })
    assert.deepEqual(value, { id: null, method: 'GET', agent: 'test' })
  })

  it('runs what asks only where that is possible', async () => {
    assert.equal((await ask('/ask', { method: 'POST' })).value, 'cannot ask')
  })
})

describe('what is wrong with a request', () => {
  const problemOf = async (path: string, said?: Said) => {
    const { status, type, value } = await ask(path, said)
    assert.equal(type, 'application/problem+json')
    assert.deepEqual([value.type, value.status], ['about:blank', status])
    return value
  }

  it('is told whole, with each place', async () => {
    const { status, title, errors } = await problemOf('/items?limit=1000&sold=maybe&size=M&limt=1')
    assert.deepEqual([status, title], [400, 'Bad Request'])
    assert.deepEqual(errors, [
      { in: 'query', name: 'sold', detail: 'sold: must be a boolean, got the string "maybe"' },
      {
        in: 'query',
        name: 'size',
        detail: 'size: must be one of "S", "L" or 1, got the string "M", did you mean "S"?',
      },
      { in: 'query', name: 'limt', detail: 'limt: not known here, did you mean "limit"?' },
      { in: 'query', name: 'limit', detail: 'limit: must be at most 100, got the string "1000"' },
    ])
  })

  it('has places in the body as the body has them', async () => {
    const one = await problemOf('/items/1', { method: 'PATCH', body: { price: 'x', colour: 'red' } })
    assert.deepEqual(one.errors, [
      { in: 'body', detail: 'colour: not known here, only "name" or "price"' },
      { in: 'body', detail: 'price: must be an integer, got the string "x"' },
    ])
    const none = await problemOf('/items/1', { method: 'PATCH' })
    assert.deepEqual(none.errors, [{ in: 'body', detail: 'required, but missing' }])
    const many = await problemOf('/items/one/shelf', { method: 'PUT', body: { note: 5 } })
    assert.deepEqual(many.errors, [
      { in: 'path', name: 'id', detail: 'id: must be an integer, got the string "one"' },
      { in: 'body', name: 'shelf', detail: 'shelf: required, but missing' },
      { in: 'body', name: 'note', detail: 'note: must be a string, got 5' },
    ])
    const list = await problemOf('/items/1/shelf', { method: 'PUT', body: ['top'] })
    assert.deepEqual(list.errors, [{ in: 'body', detail: 'must be an object, got an array of 1 item' }])
  })

  it('is a name where it does not belong', async () => {
    const twice = await problemOf('/items/1?id=2')
    assert.deepEqual(twice.errors, [{ in: 'query', name: 'id', detail: 'not known here' }])
    const query = await problemOf('/items/1/shelf?shelf=top', { method: 'PUT', body: { shelf: 'top' } })
    assert.deepEqual(query.errors, [{ in: 'query', name: 'shelf', detail: 'not known here' }])
    const body = await problemOf('/items/1/shelf', { method: 'PUT', body: { id: 2, shelf: 'top' } })
    assert.deepEqual(body.errors, [{ in: 'body', name: 'id', detail: 'not known here: it stands in the path' }])
    const polluted = await problemOf('/items/1', { method: 'PATCH', raw: '{"__proto__":{"price":1}}' })
    assert.match(polluted.errors[0].detail, /__proto__/)
    assert.equal((await problemOf('/items?__proto__=1')).status, 400)
  })

  it('is a body that is not JSON, or too large, or too deep', async () => {
    const statusOf = async (said: Said) => (await problemOf('/items', { method: 'POST', ...said })).status
    assert.equal(await statusOf({ raw: '{', headers: {} }), 400)
    assert.equal(await statusOf({ raw: Buffer.from([34, 255, 34]) }), 400)
    assert.equal(await statusOf({ raw: 'id=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }), 415)
    assert.equal(await statusOf({ raw: '{}', headers: { 'Content-Type': 'text/plain' } }), 415)
    assert.equal(await statusOf({ raw: '{}', headers: { 'Content-Encoding': 'gzip' } }), 415)
    assert.equal(await statusOf({ raw: ' '.repeat(4 * 1024 * 1024 + 1) }), 413)
    const deep = await problemOf('/items', { method: 'POST', raw: '['.repeat(65) + ']'.repeat(65) })
    assert.deepEqual([deep.status, deep.detail], [400, 'The body is nested deeper than 64 levels'])
  })

  it('is a method that the path does not have', async () => {
    const { status, headers } = await ask('/items/1', { method: 'PUT', body: {} })
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD, PATCH, DELETE, OPTIONS'])
    const options = await ask('/items/1', { method: 'OPTIONS' })
    assert.deepEqual([options.status, options.headers.allow], [204, 'GET, HEAD, PATCH, DELETE, OPTIONS'])
  })

  it('is a path that nobody has', async () => {
    for (const path of ['/nowhere', '/items/', '/items/1/', '/Items/1', '/items//label', '/']) {
      assert.equal((await problemOf(path)).status, 404, path)
    }
  })
})

describe('what goes wrong in a route', () => {
  for (const [kind, status, detail] of [
    ['user', 400, /^Not like this$/],
    ['conflict', 409, /^Taken$/],
    ['odd', 400, /^Odd$/],
    ['protocol', 400, /^Seven$/],
    ['secret', 500, /^Internal error \(reference \w{8}\)$/],
    ['wrong', 500, /^Internal error \(reference \w{8}\)$/],
  ] as const) {
    it(`is told as it may be: ${kind}`, async () => {
      const { status: answered, value, type } = await ask(`/errors/${kind}`)
      assert.deepEqual([answered, type], [status, 'application/problem+json'])
      assert.match(value.detail, detail)
      if (kind === 'protocol') assert.deepEqual([value.code, value.data], [7, { n: 7 }])
    })
  }

  it('is 404 where the object is not there', async () => {
    const { status, value } = await ask('/items/99')
    assert.deepEqual([status, value.title, value.detail], [404, 'Not Found', 'There is no item 99'])
  })

  it('aborts when the caller goes away', async () => {
    const { aborted } = await import(pathToFileURL(join(server.root, 'src/items.ts')).href)
    const req = httpRequest({ host: '127.0.0.1', port: server.port, path: '/wait' }).on('error', () => {})
    req.end()
    await sleep(100)
    req.destroy()
    for (let n = 0; n < 50 && aborted.length === 0; n++) await sleep(20)
    assert.deepEqual(aborted, ['disconnected'])
  })
})

describe('an exposed route', () => {
  it('is a tool with the arguments of the route, checked and converted as those of any tool', async () => {
    const { json } = await server.modern('tools/call', { name: 'getItem', arguments: { id: '1' } })
    assert.deepEqual(json.result.structuredContent, { id: 1, name: 'Bolt', price: 20 })
    const wrong = await server.modern('tools/call', { name: 'findItems', arguments: { limit: 1000 } })
    assert.match(wrong.json.result.content[0].text, /limit: must be at most 100/)
  })

  it('is listed, and no other is', async () => {
    const { json } = await server.modern('tools/list')
    assert.deepEqual(
      json.result.tools.map(({ name }: { name: string }) => name),
      ['findItems', 'getItem', 'shelf', 'whoami'],
    )
  })
})

describe('pages of other origins', () => {
  it('may not send requests, and a name that an attacker chose is not ours', async () => {
    const foreign = await ask('/items/1', { headers: { Origin: 'https://evil.example' } })
    assert.deepEqual([foreign.status, foreign.type], [403, 'application/problem+json'])
    assert.equal((await ask('/items/1', { headers: { Host: 'evil.example' } })).status, 403)
    assert.equal((await ask('/openapi.json', { headers: { Host: 'evil.example' } })).status, 403)
  })

  it('of loopback may, after a preflight', async () => {
    const Origin = 'http://localhost:5173'
    const headers = { Origin, 'Access-Control-Request-Method': 'PATCH' }
    const preflight = await ask('/items/1', { method: 'OPTIONS', headers })
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers['access-control-allow-origin'], Origin)
    assert.equal(preflight.headers['access-control-allow-methods'], 'GET, HEAD, PATCH, DELETE, OPTIONS')
    assert.equal((await ask('/items/1', { headers: { Origin } })).headers['access-control-allow-origin'], Origin)
    assert.equal((await ask('/items/99', { headers: { Origin } })).headers['access-control-allow-origin'], Origin)
  })
})

describe('the OpenAPI document', () => {
  it('is served', async () => {
    const { status, value } = await ask('/openapi.json')
    assert.deepEqual([status, value.openapi], [200, '3.1.1'])
    assert.deepEqual(Object.keys(value.paths['/items/{id}']), ['get', 'patch', 'delete'])
    assert.equal((await ask('/openapi.json', { method: 'POST', body: {} })).status, 405)
  })
})

describe('routes inside a server of the host', () => {
  it('are ours with whatever method, take bodies that are parsed, and leave the rest to the host', async () => {
    const host = express()
    host.use(express.json())
    host.use(server.app.handler)
    host.get('/items/1/mine', (_req, res) => void res.json('of the host'))
    host.use((_req, res) => void res.status(418).end())
    const listening = host.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    try {
      const base = `http://127.0.0.1:${(listening.address() as { port: number }).port}`
      const headers = { 'Content-Type': 'application/json' }
      const change = await fetch(`${base}/items/1`, { method: 'PATCH', headers, body: '{"price":3}' })
      assert.deepEqual(await change.json(), { id: 1, name: 'Bolt', price: 3 })
      const deep = await fetch(`${base}/items/1`, {
        method: 'PATCH',
        headers,
        body: `{"name":${'['.repeat(70)}${']'.repeat(70)}}`,
      })
      assert.match(await deep.text(), /nested deeper than 64 levels/)
      assert.equal((await fetch(`${base}/items/1`, { method: 'PUT' })).status, 405)
      assert.equal(await (await fetch(`${base}/items/1/mine`)).json(), 'of the host')
      assert.equal((await fetch(`${base}/nowhere`)).status, 418)
    } finally {
      listening.close()
    }
  })
})

describe('the client for tests', () => {
  it('reaches routes as a program does', async () => {
    const client = await createTestClient(server.app)
    const { status, body } = await client.request('GET', '/items/1')
    assert.deepEqual([status, JSON.parse(body)], [200, { id: 1, name: 'Bolt', price: 20 }])
    await client.close()
  })
})

describe('a route at the path of the endpoint', () => {
  it('is refused when the application is made', () => {
    const binding = { name: 'a', source: 'a', entry: '{}', method: 'GET', path: '/here', result: 'none' } as const
    const routes = [{ ...binding, load: async () => ({}), run: () => undefined }]
    const make = () => createApp({ contract: 1, name: 'a', version: '1', config: { path: '/here' }, routes })
    assert.throws(make, { message: /^The route \/here is at the path of the MCP endpoint/ })
  })
})

describe('the end of the server', () => {
  it('waits for a route, then aborts it, and answers 503 meanwhile', async () => {
    const { aborted } = await import(pathToFileURL(join(server.root, 'src/items.ts')).href)
    aborted.length = 0
    const waiting = ask('/wait')
    await sleep(100)
    const ended = server.app.close()
    const answer = await waiting
    assert.deepEqual([answer.status, answer.type], [503, 'application/problem+json'])
    await ended
    assert.deepEqual(aborted, ['shutdown'])
    const host = createServer(server.app.handler).listen(0, '127.0.0.1')
    await once(host, 'listening')
    const late = await fetch(`http://127.0.0.1:${(host.address() as { port: number }).port}/items/1`)
    assert.deepEqual([late.status, late.headers.get('content-type')], [503, 'application/problem+json'])
    host.close()
  })
})
