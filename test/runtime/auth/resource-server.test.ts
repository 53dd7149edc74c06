/** `resourceServer`: how a client without a token learns where to get one, and what it must then bring. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createApp } from '../../../packages/runtime/src/app.ts'
import { type ResourceServerOptions, resourceServer } from '../../../packages/runtime/src/auth/resource-server.ts'
import { callerOf, challengeOf, startAuthServer, whoami } from '../../harness/auth.ts'
import { startIssuer } from '../../harness/tokens.ts'

const SERVER = 'https://idp.example.com'
const OURS = 'https://api.example.com/mcp'
const WELL_KNOWN = '/.well-known/oauth-protected-resource'
const verify = (token: string, { resource }: { resource: string }) =>
  token === 'good' ? { sub: 'ada', aud: resource, scope: 'mcp read', client_id: 'c' } : null

describe('the metadata of a resource server', { timeout: 30_000 }, () => {
  it('stands at the path-inserted and at the root URL, and names the configured URL', async () => {
    const options = {
      authorizationServers: [SERVER],
      verify,
      scopes: ['mcp'],
      documentation: 'https://example.com/docs',
    }
    await using server = await startAuthServer({
      auth: resourceServer(options),
      url: 'https://API.example.com:443/a/mcp',
    })
    for (const path of ['', '/a/mcp', '/mcp', '/mcp?x=1']) {
      const answer = await server.request({ method: 'GET', path: `${WELL_KNOWN}${path}` })
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json, {
        resource: 'https://api.example.com/a/mcp',
        authorization_servers: [SERVER],
        scopes_supported: ['mcp'],
        bearer_methods_supported: ['header'],
        resource_name: 'tests',
        resource_documentation: 'https://example.com/docs',
      })
    }
    const challenge = challengeOf(await server.call())
    assert.equal(challenge['resource_metadata'], `https://api.example.com${WELL_KNOWN}/a/mcp`)
  })

  it('names localhost and the port where no URL is configured, whatever Host says', async () => {
    await using server = await startAuthServer({ auth: resourceServer({ authorizationServers: [SERVER], verify }) })
    const { port } = server
    const answer = await server.request({ method: 'GET', path: WELL_KNOWN, headers: { Host: '127.0.0.1:1234' } })
    assert.equal(answer.json.resource, `http://localhost:${port}/mcp`)
    const challenge = challengeOf(await server.call({ Host: 'localhost:1234', 'X-Forwarded-Host': 'evil.test' }))
    assert.equal(challenge['resource_metadata'], `http://localhost:${port}${WELL_KNOWN}/mcp`)
  })

  it('may be read by pages of every origin, and not by a name that is not this server’s', async () => {
    await using server = await startAuthServer({ auth: resourceServer({ authorizationServers: [SERVER], verify }) })
    const read = (method: string, headers: Record<string, string>) =>
      server.request({ method, path: `${WELL_KNOWN}/mcp`, headers })
    for (const [method, status] of [
      ['GET', 200],
      ['HEAD', 200],
      ['OPTIONS', 204],
      ['POST', 405],
    ] as const) {
      const answer = await read(method, { Origin: 'https://client.example.com' })
      assert.deepEqual([answer.status, answer.headers['access-control-allow-origin']], [status, '*'])
    }
    assert.equal((await read('GET', { Host: 'evil.test' })).status, 404)
  })

  it('is nobody’s where no authorization server is configured', async () => {
    await using server = await startAuthServer({})
    assert.equal((await server.request({ method: 'GET', path: WELL_KNOWN })).status, 404)
  })

  it('may stand for a resource of another name', async () => {
    const options = { authorizationServers: [SERVER], verify, resource: 'https://example.com/' }
    await using server = await startAuthServer({ auth: resourceServer(options), url: OURS })
    const answer = await server.request({ method: 'GET', path: WELL_KNOWN })
    assert.equal(answer.json.resource, 'https://example.com')
    assert.equal(challengeOf(await server.call())['resource_metadata'], `https://example.com${WELL_KNOWN}`)
    assert.equal((await server.present('good')).status, 200)
  })

  it('lists the scopes that the server begins with, unless it was given others', async () => {
    const auth = resourceServer({ authorizationServers: [SERVER], verify })
    await using server = await startAuthServer({ auth, scopes: { baseline: ['files:read'] } })
    const answer = await server.request({ method: 'GET', path: WELL_KNOWN })
    assert.deepEqual(answer.json.scopes_supported, ['files:read'])
    assert.equal(challengeOf(await server.call())['scope'], 'files:read')
  })
})

describe('a resource server', { timeout: 30_000 }, () => {
  it('lets a verified token in, and asks again at every request', async () => {
    let asked = 0
    const counting: typeof verify = (token, server) => {
      asked += 1
      return verify(token, server)
    }
    const auth = resourceServer({ authorizationServers: [SERVER], verify: counting })
    await using server = await startAuthServer({ auth, url: OURS })
    for (let n = 0; n < 2; n++) {
      const { id, scopes, issuer, clientId } = callerOf(await server.present('good')) ?? {}
      assert.deepEqual([id, scopes, issuer, clientId], ['ada', ['mcp', 'read'], SERVER, 'c'])
    }
    assert.equal(asked, 2)
    const answer = await server.present('bad')
    assert.equal(answer.status, 401)
    assert.deepEqual(
      [challengeOf(answer)['error'], challengeOf(answer)['error_description']],
      ['invalid_token', 'The token is not good here'],
    )
  })

  for (const [name, claims] of [
    ['that are for nobody', { sub: 'ada' }],
    ['that are for another server', { sub: 'ada', aud: 'https://other.example.com' }],
    ['of another issuer', { sub: 'ada', aud: OURS, iss: 'https://evil.test' }],
    ['that have expired', { sub: 'ada', aud: OURS, exp: 1 }],
    ['that are no object', 'ada'],
    ['that are nothing', undefined],
  ] as const) {
    it(`refuses claims of the verifier ${name}`, async () => {
      const broken = (() => claims) as unknown as typeof verify
      const auth = resourceServer({ authorizationServers: [SERVER], verify: broken })
      await using server = await startAuthServer({ auth, url: OURS })
      assert.equal((await server.present('any')).status, 401)
      assert.equal(server.entered(), 0)
    })
  }

  it('answers 503 when the verifier fails, and keeps the token out of the log', async t => {
    const said: string[] = []
    t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
    const failing = async (token: string) => {
      throw new Error(`cannot verify ${token}`)
    }
    await using server = await startAuthServer({
      auth: resourceServer({ authorizationServers: [SERVER], verify: failing }),
    })
    assert.equal((await server.present('very-secret')).status, 503)
    assert.match(said.join(''), /cannot verify \[token\]/)
    assert.equal(said.join('').includes('very-secret'), false)
  })

  it('answers 403 for a token that lacks a scope which every token must have, and names them all', async () => {
    const auth = resourceServer({ authorizationServers: [SERVER], verify, requiredScopes: ['mcp', 'write'] })
    await using server = await startAuthServer({ auth, url: OURS })
    const answer = await server.present('good')
    assert.equal(answer.status, 403)
    assert.deepEqual(challengeOf(answer), {
      scheme: 'Bearer',
      resource_metadata: `https://api.example.com${WELL_KNOWN}/mcp`,
      error: 'insufficient_scope',
      error_description: 'The token lacks a scope',
      scope: 'mcp write',
    })
    assert.equal(server.entered(), 0)
    assert.equal(challengeOf(await server.call())['scope'], 'mcp write')
  })

  it('takes a scope that includes the one which every token must have', async () => {
    const auth = resourceServer({ authorizationServers: [SERVER], verify, requiredScopes: ['write'] })
    await using server = await startAuthServer({ auth, url: OURS, scopes: { implies: { mcp: ['write'] } } })
    assert.equal((await server.present('good')).status, 200)
  })

  it('lets callers without a token in where that is said, and still refuses a bad token', async () => {
    const auth = resourceServer({ authorizationServers: [SERVER], verify, access: 'optional' })
    await using server = await startAuthServer({ auth })
    assert.equal(callerOf(await server.call()), null)
    assert.equal((await server.present('bad')).status, 401)
  })

  it('takes the audience that is this server by another spelling', async () => {
    await using issuer = await startIssuer()
    const auth = resourceServer({ authorizationServers: [issuer.url], jwks: issuer.jwksUri })
    await using server = await startAuthServer({ auth, url: 'https://api.example.com' })
    for (const aud of ['https://api.example.com', 'https://api.example.com/', 'HTTPS://API.example.com:443']) {
      assert.equal((await server.present(await issuer.token(aud))).status, 200)
    }
    assert.equal((await server.present(await issuer.token('https://api.example.com/mcp'))).status, 401)
  })

  it('takes tokens of another type where that is said', async () => {
    await using issuer = await startIssuer()
    const auth = resourceServer({ authorizationServers: [issuer.url], jwks: issuer.jwksUri, tokenType: 'JWT' })
    await using server = await startAuthServer({ auth, url: OURS })
    assert.equal((await server.present(await issuer.token(OURS, { header: { typ: 'JWT' } }))).status, 200)
    assert.equal((await server.present(await issuer.token(OURS))).status, 401)
    assert.equal((await server.present(await issuer.token(OURS, { header: { typ: 'application/jwt' } }))).status, 200)
  })

  const jwks = `${SERVER}/jwks`
  const wrong: readonly (readonly [Partial<ResourceServerOptions>, RegExp])[] = [
    [{}, /^resourceServer takes one of "verify", "jwks" and "introspection"$/],
    [{ jwks, verify }, /^resourceServer takes one of/],
    [{ jwks: undefined }, /^resourceServer: "jwks" is not set$/],
    [{ jwks: 'http://idp.example.com/jwks' }, /^resourceServer: "jwks" must be an https URL, or http on loopback/],
    [{ jwks, authorizationServers: [] }, /"authorizationServers" must name one$/],
    [{ jwks, authorizationServers: ['idp'] }, /"authorizationServers" must be an https URL/],
    [{ jwks, scopes: ['offline_access'] }, /"offline_access" is nothing that a resource server asks for$/],
    [{ jwks, algorithms: ['HS256'] }, /not HS256$/],
    [{ jwks, resource: 'https://api.example.com/mcp#x' }, /"resource" must be an https URL/],
    [
      { introspection: { url: `${SERVER}/i`, clientId: 'us', clientSecret: undefined } },
      /"introspection.clientSecret" is not set$/,
    ],
    [{ introspection: { url: 'http://10.0.0.1/i', clientId: 'us', clientSecret: 's' } }, /"introspection.url" must be/],
  ]
  for (const [options, message] of wrong) {
    it(`says at once what is wrong with ${JSON.stringify(options)}`, () => {
      assert.throws(() => resourceServer({ authorizationServers: [SERVER], ...options }), {
        name: 'TypeError',
        message,
      })
    })
  }
})

describe('a server with auth', { timeout: 30_000 }, () => {
  const app = (config: object) => createApp({ contract: 1, name: 'tests', version: '1.0.0', ...whoami(), config })
  const auth = resourceServer({ authorizationServers: [SERVER], verify })

  it('listens beyond loopback without more ado, and asks for its public URL', async t => {
    const without = app({ auth, host: '0.0.0.0' })
    t.after(() => without.close())
    for (const unsafePublic of [false, true]) {
      await assert.rejects(without.listen({ port: 0, unsafePublic }), {
        message: /^Not listening on 0\.0\.0\.0: with "auth" the public address must be known\. Set "url" in the config/,
      })
    }
    const full = app({ auth, host: '0.0.0.0', url: OURS })
    t.after(() => full.close())
    assert.equal((await full.listen({ port: 0 })).url, OURS)
  })

  it('tells a page of another origin which headers it may send, and read', async () => {
    await using server = await startAuthServer({ auth, origins: ['https://app.example.com'] })
    const headers = { Origin: 'https://app.example.com' }
    const preflight = await server.request({ method: 'OPTIONS', headers })
    assert.match(String(preflight.headers['access-control-allow-headers']), /, authorization$/)
    const refused = await server.call(headers)
    assert.equal(refused.status, 401)
    assert.equal(refused.headers['access-control-allow-origin'], 'https://app.example.com')
    assert.match(String(refused.headers['access-control-expose-headers']), /WWW-Authenticate/)
  })

  it('shows a browser how to connect, and no tools', async () => {
    await using server = await startAuthServer({ auth })
    const { status, text } = await server.request({ method: 'GET', headers: { Accept: 'text/html' } })
    assert.equal(status, 200)
    assert.match(text, /claude mcp add/)
    assert.equal(text.includes('whoami'), false)
  })

  it('is told of a wrong authenticator without the secrets in it', () => {
    assert.throws(() => app({ auth: { secret: 'a secret' } }), {
      message:
        'mcpgen.config.ts has wrong values:\n  auth takes what jwt(), apiKeys() and the like return, or a list of that',
    })
  })
})
