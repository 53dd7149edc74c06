/** A token counts when it comes alone, in the `Authorization` header, spelt as one; anywhere else it is nothing. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import { after, before, describe, it } from 'node:test'
import { jwt } from '../../packages/runtime/src/auth/jwt.ts'
import { resourceServer } from '../../packages/runtime/src/auth/resource-server.ts'
import { type AuthServer, callerOf, challengeOf, startAuthServer } from '../harness/auth.ts'
import { envelope } from '../harness/server.ts'
import { type Issuer, startIssuer } from '../harness/tokens.ts'

const OURS = 'https://api.example.com/mcp'

describe('credentials', { timeout: 60_000 }, () => {
  let issuer: Issuer
  let open: AuthServer
  let closed: AuthServer
  let good: string
  before(async () => {
    issuer = await startIssuer()
    const { url, jwksUri } = issuer
    open = await startAuthServer({ auth: jwt({ jwksUri, issuer: url, audience: OURS }), url: OURS })
    closed = await startAuthServer({ auth: resourceServer({ authorizationServers: [url], jwks: jwksUri }), url: OURS })
    good = await issuer.token(OURS)
  })
  after(async () => {
    await open[Symbol.asyncDispose]()
    await closed[Symbol.asyncDispose]()
    await issuer[Symbol.asyncDispose]()
  })

  /** Sent as it is written, header by header. */
  const raw = (headers: string[], path = '/mcp') =>
    open.request({
      path,
      headers: [
        ...['Host', 'localhost', 'Content-Type', 'application/json', 'Accept', 'application/json, text/event-stream'],
        ...['MCP-Protocol-Version', '2026-07-28', 'Mcp-Method', 'tools/call', 'Mcp-Name', 'whoami'],
        ...headers,
      ],
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: 'whoami', _meta: envelope() },
      }),
    })

  it('is each request’s own, also where many callers share a connection', async t => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => agent.destroy())
    const eve = await issuer.token(OURS, { claims: { sub: 'eve' } })
    const ports: (number | undefined)[] = []
    const callerWith = async (token: string | undefined) => {
      const headers = {
        ...{ 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
        ...{ 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'whoami' },
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      }
      const req = http.request({ host: '127.0.0.1', port: open.port, path: '/mcp', method: 'POST', headers, agent })
      const params = { name: 'whoami', _meta: envelope() }
      req.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }))
      const [res] = (await once(req, 'response')) as [http.IncomingMessage]
      ports.push(req.socket?.localPort)
      const body = Buffer.concat(await res.toArray()).toString()
      return res.statusCode === 200 ? JSON.parse(body).result.structuredContent.principal?.id : res.statusCode
    }
    const said: unknown[] = []
    for (const token of [good, good, eve, good, undefined, eve, `${eve.slice(0, -4)}AAAA`, good]) {
      said.push(await callerWith(token))
    }
    assert.deepEqual(said, ['ada', 'ada', 'eve', 'ada', undefined, 'eve', 401, 'ada'])
    assert.equal(new Set(ports).size, 1)
  })

  for (const [name, value] of [
    ['after several spaces', () => `Bearer   ${good}`],
    ['of a scheme in other case', () => `bEARER ${good}`],
  ] as const) {
    it(`is taken ${name}`, async () => {
      assert.equal(callerOf(await open.call({ Authorization: value() }))?.id, 'ada')
    })
  }

  for (const [name, value] of [
    ['without a token', () => 'Bearer'],
    ['with a space instead of a token', () => 'Bearer '],
    ['with two tokens', () => `Bearer ${good} ${good}`],
    ['with two tokens and a comma', () => `Bearer ${good}, Bearer ${good}`],
    ['with a token in quotes', () => `Bearer "${good}"`],
    ['with a token and a parameter', () => `Bearer ${good};x=1`],
    ['with a token in two parts', () => `Bearer ${good.slice(0, 20)} ${good.slice(20)}`],
    ['with a token of other characters', () => 'Bearer tök€n'.replace('€', '')],
    ['with an equals sign inside the token', () => `Bearer a=b`],
    ['with a token of more than 8 KB', () => `Bearer ${'a'.repeat(8193)}`],
    ['with a tab before the token', () => `Bearer\t${good}`],
  ] as const) {
    it(`is malformed ${name}`, async () => {
      const before = open.entered()
      const answer = await open.call({ Authorization: value() })
      assert.equal(answer.status, 400)
      assert.equal(challengeOf(answer)['error'], 'invalid_request')
      assert.equal(open.entered(), before)
    })
  }

  it('is malformed when the header came twice, even with the same token', async () => {
    const before = open.entered()
    for (const [one, two] of [
      [`Bearer ${good}`, `Bearer ${good}`],
      [`Bearer ${good}`, 'Basic eDp5'],
      ['Basic eDp5', `Bearer ${good}`],
    ] as const) {
      const answer = await raw(['Authorization', one, 'AUTHORIZATION', two])
      assert.equal(answer.status, 400)
      assert.equal(challengeOf(answer)['error'], 'invalid_request')
    }
    assert.equal(open.entered(), before)
  })

  for (const scheme of ['Basic', 'DPoP', 'Bearers', 'Token']) {
    it(`is none of ours with the scheme ${scheme}`, async () => {
      const headers = { Authorization: `${scheme} ${good}` }
      assert.equal(callerOf(await open.call(headers)), null)
      const answer = await closed.call(headers)
      assert.equal(answer.status, 401)
      assert.equal(challengeOf(answer)['error'], undefined)
      assert.equal(closed.entered(), 0)
    })
  }

  it('is nothing in the query, in the body, in a cookie or in another header', async () => {
    const inQuery = await raw([], `/mcp?access_token=${good}`)
    assert.equal(callerOf(inQuery), null)
    for (const headers of [
      { Cookie: `access_token=${good}` },
      { 'X-Access-Token': good },
      { 'Proxy-Authorization': `Bearer ${good}` },
      { 'X-Forwarded-Authorization': `Bearer ${good}` },
    ]) {
      assert.equal(callerOf(await open.call(headers)), null)
    }
    const params = { name: 'whoami', access_token: good, arguments: { access_token: good } }
    assert.equal(callerOf(await open.modern('tools/call', params)), null)
  })

  it('is asked for without an error when there is none, and says where to get one', async () => {
    const answer = await closed.call()
    assert.equal(answer.status, 401)
    assert.equal(
      answer.headers['www-authenticate'],
      'Bearer resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/mcp"',
    )
    assert.deepEqual(answer.json, { jsonrpc: '2.0', error: { code: -32600, message: 'A token is needed' } })
    assert.equal(closed.entered(), 0)
  })

  it('is asked for before the body is read', async () => {
    const answer = await closed.request({ headers: { 'Content-Type': 'text/plain' }, body: 'no JSON at all' })
    assert.equal(answer.status, 401)
  })

  for (const method of ['GET', 'DELETE', 'POST']) {
    it(`is asked for on ${method}, in either era`, async () => {
      for (const version of ['2026-07-28', '2025-11-25']) {
        const headers = { 'MCP-Protocol-Version': version, 'Mcp-Session-Id': 'any', Accept: 'text/event-stream' }
        const answer = await closed.request({ method, headers })
        assert.equal(answer.status, 401)
        const bad = await open.request({ method, headers: { ...headers, Authorization: 'Bearer AAAA' } })
        assert.equal(bad.status, 401)
      }
    })
  }
})
