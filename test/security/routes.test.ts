/** Who may call a route: the same authentication, guards and scopes as for tools. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { type Built, serveProject } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
const CONFIG = `import { apiKeys, defineConfig } from '@mcpgen/runtime'
export default defineConfig({
  auth: apiKeys([
    { sha256: '${hashOf('ada')}', id: 'ada', admin: true, scopes: ['write'] },
    { sha256: '${hashOf('bob')}', id: 'bob' },
  ]),
  expose: ['report', 'purge'],
})
`
const SOURCE = `import type { McpRequest, Principal } from '@mcpgen/runtime'
/** Open to all. @route GET /open @guard none */
export function open(principal: Principal, request: McpRequest): { id: string | null; token: boolean } {
  return { id: principal?.id ?? null, token: 'authorization' in request.headers }
}
/** A report. @route GET /reports/{month} @guard authenticated */
export function report(month: string): { month: string } { return { month } }
/** Delete a report. @route DELETE /reports/{month} @guard admin */
export function purge(month: string): { gone: string } { return { gone: month } }
/** Write a report. @route PUT /reports/{month} @guard authenticated @scope write */
export function write(month: string, text: string): { month: string; text: string } { return { month, text } }
/** For admins. @route POST /admin @guard admin */
export function administer(): void {}
`

let server: Built
const PROJECT = temporaryProject([
  ['package.json', '{ "name": "access", "version": "1.0.0", "type": "module" }'],
  ['mcpgen.config.ts', CONFIG],
  ['src/reports.ts', SOURCE],
])
before(async () => {
  server = await serveProject(PROJECT)
})
after(() => server?.[Symbol.asyncDispose]())

async function ask(
  method: string,
  path: string,
  key?: string,
  more: { headers?: OutgoingHttpHeaders; body?: string } = {},
) {
  const { status, headers, text } = await server.request({
    method,
    path,
    headers: { ...(key !== undefined && { Authorization: `Bearer ${key}` }), ...more.headers } as OutgoingHttpHeaders,
    ...(more.body !== undefined && { body: more.body }),
  })
  return { status, headers, text, type: headers['content-type'] }
}

describe('a caller of a route', () => {
  it('is known by the same credentials, which the function does not see', async () => {
    assert.deepEqual(JSON.parse((await ask('GET', '/open', 'ada')).text), { id: 'ada', token: false })
    assert.deepEqual(JSON.parse((await ask('GET', '/open')).text), { id: null, token: false })
  })

  it('with a token that is no good is refused, whatever the route', async () => {
    const { status, type, headers } = await ask('GET', '/open', 'eve')
    assert.deepEqual([status, type], [401, 'application/problem+json'])
    assert.match(String(headers['www-authenticate']), /^Bearer .*error="invalid_token"/)
  })

  it('is refused before the body is read', async () => {
    const { status } = await ask('PUT', '/reports/may', 'eve', { body: ' '.repeat(5_000_000) })
    assert.equal(status, 401)
  })

  it('sees no route that a guard keeps from them, by no method', async () => {
    const nothing = await ask('GET', '/nowhere', 'bob')
    for (const [method, path, key] of [
      ['GET', '/reports/may', undefined],
      ['DELETE', '/reports/may', 'bob'],
      ['POST', '/admin', 'bob'],
      ['GET', '/admin', 'bob'],
      ['OPTIONS', '/admin', 'bob'],
      ['POST', '/admin', undefined],
    ] as const) {
      const { status, text, type } = await ask(method, path, key, {
        body: method === 'POST' ? '{' : undefined,
      } as object)
      assert.deepEqual([status, text, type], [404, nothing.text, nothing.type], `${method} ${path}`)
    }
  })

  it('learns of no path that is hidden by asking for it in an odd way', async () => {
    const origin = 'http://localhost:3000'
    const plainly = async (path: string, method: string, headers: OutgoingHttpHeaders) => {
      const answer = await server.request({
        method,
        path,
        headers: { Accept: undefined, ...headers } as OutgoingHttpHeaders,
      })
      const { date: _, ...rest } = answer.headers
      return { status: answer.status, headers: rest, text: answer.text }
    }
    for (const [how, method, headers] of [
      ['a preflight', 'OPTIONS', { Origin: origin, 'Access-Control-Request-Method': 'POST' }],
      ['a preflight for another method', 'OPTIONS', { Origin: origin, 'Access-Control-Request-Method': 'TRACE' }],
      [
        'a preflight of a page elsewhere',
        'OPTIONS',
        { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' },
      ],
      ['OPTIONS', 'OPTIONS', { Origin: origin }],
      ['a page elsewhere', 'GET', { Origin: 'https://evil.example' }],
      ['a page of loopback', 'POST', { Origin: origin }],
      ['another host', 'GET', { Host: 'evil.example' }],
      ['a token that is no good', 'GET', { Authorization: 'Bearer eve' }],
      ['a garbled token', 'POST', { Authorization: 'Bearer a b' }],
      ['nobody', 'PATCH', {}],
    ] as const) {
      assert.deepEqual(await plainly('/admin', method, headers), await plainly('/nowhere', method, headers), how)
    }
    const { headers } = await ask('OPTIONS', '/admin', undefined, {
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    })
    assert.equal(headers['access-control-allow-methods'], 'GET, HEAD, DELETE, PUT, POST, OPTIONS')
  })

  it('finds nothing below /.well-known, with whatever token', async () => {
    assert.equal((await ask('GET', '/.well-known/openid-configuration', 'eve')).status, 404)
  })

  it('is told of the methods that they see, and of no other', async () => {
    assert.equal((await ask('PATCH', '/reports/may', 'bob')).headers.allow, 'GET, HEAD, PUT, OPTIONS')
    assert.equal((await ask('PATCH', '/reports/may', 'ada')).headers.allow, 'GET, HEAD, DELETE, PUT, OPTIONS')
  })

  it('without a scope is told which, before the body is read', async () => {
    const { status, type, headers } = await ask('PUT', '/reports/may', 'bob', { body: '{' })
    assert.deepEqual([status, type], [403, 'application/problem+json'])
    assert.match(String(headers['www-authenticate']), /error="insufficient_scope".*scope="write"/)
    assert.equal((await ask('PUT', '/reports/may', 'ada', { body: '{"text":"x"}' })).status, 200)
  })

  it('gets answers that no cache keeps', async () => {
    assert.equal((await ask('GET', '/reports/may', 'bob')).headers['cache-control'], 'no-store')
  })

  it('gets no document of what they may not see', async () => {
    assert.equal((await ask('GET', '/openapi.json', 'ada')).status, 404)
  })
})

it('what a caller may not see is the host’s to answer, as what nobody has is', async t => {
  const host = createServer((req, res) => server.app.handler(req, res, () => void res.writeHead(418).end('the host')))
  host.listen(0, '127.0.0.1')
  t.after(() => host.close())
  await once(host, 'listening')
  const base = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
  for (const [method, path] of [
    ['POST', '/admin'],
    ['GET', '/admin'],
    ['GET', '/nowhere'],
  ] as const) {
    const answer = await fetch(base + path, { method, headers: { Authorization: 'Bearer bob' } })
    assert.deepEqual([answer.status, await answer.text()], [418, 'the host'], `${method} ${path}`)
  }
})

describe('an exposed route', () => {
  const toolsOf = async (key: string) => {
    const { json } = await server.modern('tools/list', {}, { headers: { Authorization: `Bearer ${key}` } })
    return json.result.tools.map(({ name }: { name: string }) => name)
  }
  const call = async (key: string, name: string) => {
    const change = { headers: { Authorization: `Bearer ${key}` } }
    return (await server.modern('tools/call', { name, arguments: { month: 'may' } }, change)).json
  }

  it('has the guards of the route', async () => {
    assert.deepEqual(await toolsOf('bob'), ['report'])
    assert.deepEqual(await toolsOf('ada'), ['report', 'purge'])
    assert.deepEqual((await call('ada', 'purge')).result.structuredContent, { gone: 'may' })
    assert.deepEqual((await call('bob', 'purge')).error, { code: -32602, message: 'Unknown tool: purge' })
  })
})
