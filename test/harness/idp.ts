/** An identity provider on loopback (oidc-provider), and the person in front of a browser who signs in there. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration, type JWK } from 'oidc-provider'

export interface Idp extends AsyncDisposable {
  readonly issuer: string
  readonly jwksUri: string
  readonly introspection: { url: string; clientId: string; clientSecret: string }
  /** How often each path was asked for. */
  readonly asked: Map<string, number>
  /** Signs with a new key from now on, and publishes the old one beside it. */
  rotate(): Promise<void>
}

/** Where clients are called back: nobody listens there. */
export const CALLBACK = 'http://localhost:9/callback'

/** A client that is known from the start, and may ask for every scope. */
export const CLIENT = 'a-known-client'

/** Who may introspect. */
const SERVER = { clientId: 'the-server', clientSecret: 'a-secret-of-the-server' }

/** @param format Of the access tokens that it issues. */
export async function startIdp(format: 'jwt' | 'opaque'): Promise<Idp> {
  const keys = [await newKey(1)]
  const asked = new Map<string, number>()
  let answer: ReturnType<Provider['callback']>
  const server = http.createServer((req, res) => {
    const path = String(req.url).replace(/\?.*/, '')
    asked.set(path, (asked.get(path) ?? 0) + 1)
    answer(req, res)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const open = () => {
    answer = quietly(() => new Provider(issuer, configuration(format, keys))).callback()
  }
  open()
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspection: { url: `${issuer}/token/introspection`, ...SERVER },
    asked,
    async rotate() {
      keys.unshift(await newKey(keys.length + 1))
      open()
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function newKey(n: number): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: `idp-${n}`, alg: 'ES256', use: 'sig' } as JWK
}

function configuration(format: 'jwt' | 'opaque', keys: readonly JWK[]): Configuration {
  return {
    jwks: { keys: [...keys] },
    scopes: ['openid', 'offline_access', 'mcp', 'deploy'],
    clients: [
      {
        client_id: CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      {
        client_id: SERVER.clientId,
        client_secret: SERVER.clientSecret,
        redirect_uris: [],
        grant_types: [],
        response_types: [],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: ['a key of the cookies'] },
    ttl: {
      AccessToken: 300,
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AuthorizationCode: 60,
      IdToken: 300,
      RefreshToken: 600,
    },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    features: {
      registration: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: 'mcp deploy',
          audience: resource,
          accessTokenTTL: 300,
          accessTokenFormat: format,
          ...(format === 'jwt' && { jwt: { sign: { alg: 'ES256' } } }),
        }),
      },
    },
  } as Configuration
}

/** It warns of everything that is good enough for a test. */
function quietly<T>(make: () => T): T {
  const { warn, info } = console
  Object.assign(console, { warn() {}, info() {} })
  try {
    return make()
  } finally {
    Object.assign(console, { warn, info })
  }
}

/** Signs in and consents, from the authorization URL to the redirect back; returns what came with that. */
export async function browse(start: URL, account: string): Promise<URLSearchParams> {
  const jar = new Map<string, string>()
  let page: Page = { url: start }
  for (let step = 0; step < 12; step++) {
    if (page.url.pathname === '/callback') return page.url.searchParams
    page = await next(page, jar, account)
  }
  throw new Error('The provider never sent the browser back')
}

interface Page {
  readonly url: URL
  /** What is posted there. */
  readonly form?: URLSearchParams
}

/** Where a page leads: to where it is moved, or to where its form goes. */
async function next({ url, form }: Page, jar: Map<string, string>, account: string): Promise<Page> {
  const cookie = Array.from(jar, pair => pair.join('=')).join('; ')
  const post = form && { method: 'POST', body: form }
  const res = await fetch(url, { redirect: 'manual', headers: { cookie }, ...post })
  for (const set of res.headers.getSetCookie()) keepCookie(jar, set)
  const text = await res.text()
  const location = res.headers.get('location')
  if (location !== null) return { url: new URL(location, url) }
  const [, action] = /<form[^>]* action="([^"]+)"/.exec(text) ?? []
  const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(text) ?? []
  if (action === undefined) throw new Error(`The provider answered ${res.status}: ${text.slice(0, 2000)}`)
  const filled = { prompt, ...(prompt === 'login' && { login: account, password: 'any' }) }
  return { url: new URL(action, url), form: new URLSearchParams(filled) }
}

function keepCookie(jar: Map<string, string>, set: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
  if (value === '') jar.delete(name)
  else jar.set(name, value)
}
