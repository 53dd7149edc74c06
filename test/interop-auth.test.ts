/** The official clients sign in by themselves: from a 401 over an identity provider to a call in the person's name. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client as Client2, StreamableHTTPClientTransport as Http2 } from '@modelcontextprotocol/client'
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { type ResourceServerOptions, resourceServer } from '../packages/runtime/src/auth/resource-server.ts'
import { type AuthServer, challengeOf, startAuthServer } from './harness/auth.ts'
import { tool } from './harness/declarations.ts'
import { browse, CALLBACK, CLIENT, type Idp, startIdp } from './harness/idp.ts'
import { startServer } from './harness/server.ts'

interface Tokens {
  access_token: string
  id_token?: string
  refresh_token?: string
}

/** What a client's application has to bring: a place for what is remembered, and a browser. */
interface Person {
  readonly provider: OAuthClientProvider
  readonly tokens: () => Tokens
  /** Whether the client has sent the browser anywhere. */
  readonly isSent: () => boolean
  /** Goes where the client sends the browser; returns what the redirect back brings. */
  browse(account: string): Promise<URLSearchParams>
}

interface Kept {
  client: unknown
  tokens?: unknown
  verifier?: unknown
  discovery?: unknown
  sent?: URL | undefined
}

/** @param client One that the provider knows already; else it registers. */
function person(client?: { client_id: string }): Person {
  const kept: Kept = { client }
  const keep = (name: keyof typeof kept) => (value: unknown) => void Object.assign(kept, { [name]: value })
  const provider = {
    redirectUrl: CALLBACK,
    clientMetadata: {
      client_name: 'tests',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      scope: 'mcp deploy openid offline_access',
    },
    clientInformation: () => kept.client,
    saveClientInformation: keep('client'),
    tokens: () => kept.tokens,
    saveTokens: keep('tokens'),
    redirectToAuthorization: keep('sent'),
    saveCodeVerifier: keep('verifier'),
    codeVerifier: () => kept.verifier,
    discoveryState: () => kept.discovery,
    saveDiscoveryState: keep('discovery'),
  } as OAuthClientProvider
  return {
    provider,
    tokens: () => kept.tokens as Tokens,
    isSent: () => kept.sent !== undefined,
    async browse(account) {
      const url = kept.sent ?? new URL(CALLBACK)
      kept.sent = undefined
      return browse(url, account)
    },
  }
}

interface Caller {
  readonly id: string
  readonly clientId: string
  readonly issuer: string
}

interface Way {
  readonly title: string
  /** Connects, with signing in where that is needed; returns who the server says is calling. */
  callerAt(url: string, as: Person, account: string): Promise<Caller>
}

const CALL = { name: 'whoami', arguments: {} }
const ME = { name: 'tests', version: '0' }

interface Connected {
  readonly client: Client1 | Client2
  readonly finish: (callback: URLSearchParams) => Promise<void>
  readonly error: Error | undefined
}

const client2 = (mode: 'legacy' | { pin: string }) => async (url: URL, authProvider: OAuthClientProvider) => {
  const transport = new Http2(url, { authProvider: authProvider as never })
  const client = new Client2(ME, { versionNegotiation: { mode } })
  const error = await client.connect(transport).catch((error: Error) => error)
  return { client, error, finish: (callback: URLSearchParams) => transport.finishAuth(callback) } as Connected
}

const sdk1 = async (url: URL, authProvider: OAuthClientProvider) => {
  const transport = new Http1(url, { authProvider })
  const client = new Client1(ME)
  const error = await client.connect(transport as never).catch((error: Error) => error)
  return { client, error, finish: callback => transport.finishAuth(callback.get('code') ?? '') } as Connected
}

function way(title: string, connect: (url: URL, provider: OAuthClientProvider) => Promise<Connected>): Way {
  return {
    title,
    async callerAt(address, as, account) {
      const url = new URL(address)
      let connected = await connect(url, as.provider)
      if (connected.error !== undefined && as.isSent()) {
        await connected.finish(await as.browse(account))
        connected = await connect(url, as.provider)
      }
      if (connected.error !== undefined) throw connected.error
      const { structuredContent } = await connected.client.callTool(CALL)
      await connected.client.close()
      return (structuredContent as { principal: Caller }).principal
    },
  }
}

const WAYS: readonly Way[] = [
  way('sdk 1.32', sdk1),
  way('client 2.4, legacy', client2('legacy')),
  way('client 2.4, modern', client2({ pin: '2026-07-28' })),
]

type Mode = 'jwks' | 'introspection'

for (const mode of ['jwks', 'introspection'] as const satisfies readonly Mode[]) {
  describe(`signing in, tokens checked by ${mode}`, { timeout: 60_000 }, () => {
    let idp: Idp
    let server: AuthServer
    before(async () => {
      idp = await startIdp(mode === 'jwks' ? 'jwt' : 'opaque')
      server = await serve(idp, mode, { scopes: ['mcp'] })
    })
    after(async () => {
      await server[Symbol.asyncDispose]()
      await idp[Symbol.asyncDispose]()
    })

    for (const { title, callerAt } of WAYS) {
      it(`${title} gets a token and calls in the person's name`, async () => {
        const as = person()
        const caller = await callerAt(server.url, as, 'ada')
        assert.deepEqual([caller.id, caller.issuer], ['ada', idp.issuer])
        assert.notEqual(caller.clientId, undefined)
        const again = await callerAt(server.url, as, 'nobody is asked')
        assert.equal(again.id, 'ada')
      })
    }

    it('gives a token that another server of the same provider refuses', async () => {
      const as = person()
      await WAYS[0]?.callerAt(server.url, as, 'eve')
      await using other = await serve(idp, mode, {})
      const answer = await other.present(as.tokens().access_token)
      assert.deepEqual([answer.status, challengeOf(answer)['error_description']], [401, WRONG_AUDIENCE])
      assert.equal(other.entered(), 0)
    })

    it('gives an ID token and a refresh token that are refused', async () => {
      await using plain = await serve(idp, mode, {})
      const as = person()
      assert.equal((await WAYS[0]?.callerAt(plain.url, as, 'ada'))?.id, 'ada')
      const { access_token, id_token = '', refresh_token = '' } = as.tokens()
      assert.equal((await plain.present(access_token)).status, 200)
      for (const token of [id_token, refresh_token]) {
        assert.notEqual(token, '')
        const answer = await plain.present(token)
        assert.deepEqual([answer.status, challengeOf(answer)['error']], [401, 'invalid_token'])
      }
    })

    it('goes on with a new token when the last has expired, without asking the person', async t => {
      await using plain = await serve(idp, mode, {})
      const as = person()
      await WAYS[0]?.callerAt(plain.url, as, 'ada')
      const { access_token } = as.tokens()
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 310_000 })
      assert.equal((await plain.present(access_token)).status, 401)
      assert.equal((await WAYS[0]?.callerAt(plain.url, as, 'nobody is asked'))?.id, 'ada')
      assert.notEqual(as.tokens().access_token, access_token)
    })
  })
}

for (const [title, connect] of [
  ['sdk 1.32', sdk1],
  ['client 2.4, legacy', client2('legacy')],
  ['client 2.4, modern', client2({ pin: '2026-07-28' })],
] as const) {
  it(`${title} asks the person for a scope when a call needs it, and not before`, { timeout: 60_000 }, async () => {
    await using idp = await startIdp('jwt')
    const deploy = { ...tool('deploy', () => 'deployed'), scopes: ['deploy'] }
    const auth = resourceServer({ authorizationServers: [idp.issuer], jwks: idp.jwksUri, scopes: ['mcp'] })
    await using server = await startServer({ auth, requireGuards: false }, { tools: [deploy] })
    // A client that registers itself is bound to the scopes that it began with.
    const as = person({ client_id: CLIENT })
    const url = new URL(server.url)
    await (await connect(url, as.provider)).finish(await as.browse('ada'))
    const { client, finish, error } = await connect(url, as.provider)
    assert.equal(error, undefined)
    assert.equal(decodeJwt(as.tokens().access_token)['scope'], 'mcp')
    const call = () => client.callTool({ name: 'deploy', arguments: {} })
    await assert.rejects(call(), { name: /Error/ })
    assert.equal(as.isSent(), true)
    await finish(await as.browse('ada'))
    assert.match(String(decodeJwt(as.tokens().access_token)['scope']), /deploy/)
    assert.deepEqual((await call()).content, [{ type: 'text', text: 'deployed' }])
    await client.close()
  })
}

it('goes on when the provider signs with another key', { timeout: 60_000 }, async t => {
  await using idp = await startIdp('jwt')
  await using server = await serve(idp, 'jwks', { scopes: ['mcp'] })
  const [ada, eve] = [person(), person()]
  await WAYS[0]?.callerAt(server.url, ada, 'ada')
  await idp.rotate()
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 })
  assert.equal((await WAYS[0]?.callerAt(server.url, eve, 'eve'))?.id, 'eve')
  const kids = [ada, eve].map(one => decodeProtectedHeader(one.tokens().access_token).kid)
  assert.deepEqual(kids, ['idp-1', 'idp-2'])
  assert.equal((await server.present(ada.tokens().access_token)).status, 200)
  assert.equal(idp.asked.get('/jwks'), 2)
})

const WRONG_AUDIENCE = 'The token was issued for another server'

function serve(
  { issuer, jwksUri, introspection }: Idp,
  mode: Mode,
  more: Partial<ResourceServerOptions>,
): Promise<AuthServer> {
  const source = mode === 'jwks' ? { jwks: jwksUri } : { introspection }
  return startAuthServer({ auth: resourceServer({ authorizationServers: [issuer], ...source, ...more }) })
}
