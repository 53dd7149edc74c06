/** What an authorization server says of a token is believed for a minute at most, and nothing is believed without it. */
import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { resourceServer } from '../../packages/runtime/src/auth/resource-server.ts'
import { type AuthServer, callerOf, challengeOf, startAuthServer } from '../harness/auth.ts'

const OURS = 'https://api.example.com/mcp'
const ISSUER = 'https://idp.example.com'
const now = () => Math.floor(Date.now() / 1000)
const good = () => ({ active: true, sub: 'ada', aud: OURS, exp: now() + 300, client_id: 'c', scope: 'mcp' })

interface Endpoint {
  readonly server: AuthServer
  readonly asked: { readonly authorization: string | undefined; readonly body: string }[]
  readonly said: string[]
  /** What the endpoint answers with. */
  answer: (token: string, res: http.ServerResponse) => unknown
}

async function start(t: TestContext, issuers = [ISSUER]): Promise<Endpoint> {
  const said: string[] = []
  t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
  const idp = http.createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    endpoint.asked.push({ authorization: req.headers.authorization, body })
    const claims = await endpoint.answer(new URLSearchParams(body).get('token') ?? '', res)
    if (claims !== undefined) res.setHeader('Content-Type', 'application/json').end(JSON.stringify(claims))
  })
  await new Promise<void>(resolve => idp.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(idp.address() as AddressInfo).port}/introspect`
  const introspection = { url, clientId: 'us & them', clientSecret: 'a+b:c' }
  const server = await startAuthServer({
    auth: resourceServer({ authorizationServers: issuers, introspection }),
    url: OURS,
  })
  const endpoint: Endpoint = { server, asked: [], said, answer: good }
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    idp.closeAllConnections()
    idp.close()
  })
  return endpoint
}

describe('introspection', { timeout: 30_000 }, () => {
  it('asks with the token and its own name, and knows the caller', async t => {
    const { server, asked } = await start(t)
    const { id, issuer, clientId, scopes } = callerOf(await server.present('opaque+/token==')) ?? {}
    assert.deepEqual([id, issuer, clientId, scopes], ['ada', ISSUER, 'c', ['mcp']])
    assert.deepEqual(asked, [
      {
        authorization: `Basic ${Buffer.from('us+%26+them:a%2Bb%3Ac').toString('base64')}`,
        body: 'token=opaque%2B%2Ftoken%3D%3D&token_type_hint=access_token',
      },
    ])
  })

  it('asks once for many requests with one token, and once a minute', async t => {
    const endpoint = await start(t)
    const { server, asked } = endpoint
    const many = await Promise.all(Array.from({ length: 20 }, () => server.present('token')))
    assert.deepEqual(new Set(many.map(answer => callerOf(answer)?.id)), new Set(['ada']))
    assert.equal(asked.length, 1)
    const began = Date.now()
    t.mock.timers.enable({ apis: ['Date'], now: began + 59_000 })
    await server.present('token')
    assert.equal(asked.length, 1)
    t.mock.timers.setTime(began + 61_000)
    endpoint.answer = () => ({ active: false })
    assert.equal((await server.present('token')).status, 401)
    assert.equal(asked.length, 2)
  })

  it('believes no longer than the token lives', async t => {
    const endpoint = await start(t)
    endpoint.answer = () => ({ ...good(), exp: now() + 10 })
    assert.equal((await endpoint.server.present('token')).status, 200)
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 16_000 })
    endpoint.answer = () => ({ active: false })
    assert.equal((await endpoint.server.present('token')).status, 401)
  })

  it('asks again about a token that was not active after five seconds', async t => {
    const endpoint = await start(t)
    const { server, asked } = endpoint
    endpoint.answer = () => ({ active: false })
    for (let n = 0; n < 5; n++) {
      const answer = await server.present('token')
      assert.equal(answer.status, 401)
      assert.equal(challengeOf(answer)['error_description'], 'The token is not active')
    }
    assert.equal(asked.length, 1)
    endpoint.answer = good
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 5001 })
    assert.equal((await server.present('token')).status, 200)
  })

  it('takes a 400 for what the server says of the token, and not of itself', async t => {
    const endpoint = await start(t)
    endpoint.answer = (_, res) => void res.writeHead(400).end('{"error":"invalid_request"}')
    for (let n = 0; n < 5; n++) assert.equal((await endpoint.server.present(`token-${n}`)).status, 401)
    endpoint.answer = good
    assert.equal((await endpoint.server.present('token')).status, 200)
  })

  for (const [name, claims] of [
    ['says that it is not active, and all else', () => ({ ...good(), active: false })],
    ['does not say for whom it is', () => ({ ...good(), aud: undefined })],
    ['says it is for another server', () => ({ ...good(), aud: 'https://other.example.com' })],
    ['says it is for us and another server', () => ({ ...good(), aud: [OURS, 'https://other.example.com'] })],
    ['says another issuer', () => ({ ...good(), iss: 'https://evil.test' })],
    ['says that it has expired', () => ({ ...good(), exp: now() - 60 })],
    ['does not say when it expires', () => ({ ...good(), exp: undefined })],
    ['says that it is not valid yet', () => ({ ...good(), nbf: now() + 60 })],
    ['says that it is bound to a key', () => ({ ...good(), cnf: { jkt: 'x' } })],
    ['says that it is of another type', () => ({ ...good(), token_type: 'DPoP' })],
    ['says that it is of a type which is no text', () => ({ ...good(), token_type: ['Bearer'] })],
    ['names nobody', () => ({ ...good(), sub: undefined })],
  ] as const) {
    it(`refuses a token when the server ${name}`, async t => {
      const endpoint = await start(t)
      endpoint.answer = claims
      const answer = await endpoint.server.present('token')
      assert.equal(answer.status, 401)
      assert.equal(challengeOf(answer)['error'], 'invalid_token')
      assert.equal(endpoint.server.entered(), 0)
    })
  }

  it('does not guess which of two servers has issued a token', async t => {
    const endpoint = await start(t, [ISSUER, 'https://other.example.com'])
    assert.equal((await endpoint.server.present('token')).status, 401)
    endpoint.answer = () => ({ ...good(), iss: 'https://other.example.com' })
    assert.equal(callerOf(await endpoint.server.present('another'))?.issuer, 'https://other.example.com')
  })

  const broken: readonly (readonly [string, Endpoint['answer']])[] = [
    ['does not know us', (_, res) => void res.writeHead(401).end('{"error":"invalid_client"}')],
    ['fails', (_, res) => void res.writeHead(500).end()],
    ['leads elsewhere', (_, res) => void res.writeHead(307, { Location: '/elsewhere' }).end('{"active":true}')],
    ['answers with a page', (_, res) => void res.end('<html>')],
    ['answers with a list', () => [good()]],
    ['says "active" as a text', () => ({ ...good(), active: 'true' })],
    ['does not say whether it is active', () => ({ ...good(), active: undefined })],
    ['answers with too much', () => ({ ...good(), x: 'x'.repeat(256 * 1024) })],
    ['hangs up', (_, res) => void res.destroy()],
  ]
  for (const [name, answer] of broken) {
    it(`leaves it open who is calling when the server ${name}`, async t => {
      const endpoint = await start(t)
      endpoint.answer = answer
      const refused = await endpoint.server.present('a-secret-token')
      assert.equal(refused.status, 503)
      assert.equal(refused.headers['retry-after'], '5')
      assert.equal(refused.headers['www-authenticate'], undefined)
      assert.equal(endpoint.server.entered(), 0)
      assert.match(endpoint.said.join(''), /introspect can't be asked about tokens/)
      assert.doesNotMatch(endpoint.said.join(''), /a-secret-token|a\+b:c|dXMr/)
    })
  }

  it('leaves a server alone that has failed three times, for ten seconds', async t => {
    const endpoint = await start(t)
    const { server, asked } = endpoint
    endpoint.answer = (_, res) => void res.writeHead(500).end()
    for (let n = 0; n < 10; n++) assert.equal((await server.present(`token-${n}`)).status, 503)
    assert.equal(asked.length, 3)
    endpoint.answer = good
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10_001 })
    assert.equal((await server.present('token')).status, 200)
  })
})
