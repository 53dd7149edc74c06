/** Whatever is no access token of the right issuer for this server, now, is refused before any of ours runs. */
import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { jwt } from '../../packages/runtime/src/auth/jwt.ts'
import { resourceServer } from '../../packages/runtime/src/auth/resource-server.ts'
import type { Config } from '../../packages/runtime/src/config.ts'
import { type AuthServer, callerOf, challengeOf, startAuthServer } from '../harness/auth.ts'
import { forge, type Issuer, startIssuer, type TokenChange } from '../harness/tokens.ts'

const OURS = 'https://api.example.com/mcp'
const now = () => Math.floor(Date.now() / 1000)
const stranger = await generateKeyPair('ES256', { extractable: true })
const strangersKey = await exportJWK(stranger.publicKey)
const rsa = await generateKeyPair('RS256')

const WRONG = {
  claims: 'The token has no claims',
  issuer: 'The token was issued by somebody else',
  audience: 'The token was issued for another server',
  exp: 'The token does not say when it expires',
  expired: 'The token has expired',
  early: 'The token is not valid yet',
  bound: 'The token is bound to a key, and proofs of that are not served',
  nobody: 'The token names nobody',
  signature: 'The token is not signed as it must be',
  type: 'The token is no access token',
  unknown: 'The token is not known here',
} as const

type Case = readonly [
  name: string,
  wrong: keyof typeof WRONG,
  make: TokenChange | ((issuer: Issuer) => Promise<string>),
]

const claim = (claims: Record<string, unknown>): TokenChange => ({ claims })
const header = (changed: Record<string, unknown>, key?: TokenChange['key']): TokenChange => ({
  header: changed,
  ...(key && { key }),
})

const CASES: readonly Case[] = [
  ['for another server', 'audience', claim({ aud: 'https://other.example.com/mcp' })],
  ['for nobody', 'audience', claim({ aud: undefined })],
  ['for null', 'audience', claim({ aud: null })],
  ['for an empty name', 'audience', claim({ aud: '' })],
  ['for a list of nobody', 'audience', claim({ aud: [] })],
  ['for us and another server', 'audience', claim({ aud: [OURS, 'https://other.example.com'] })],
  ['for another server and us', 'audience', claim({ aud: ['https://other.example.com', OURS] })],
  ['for us twice', 'audience', claim({ aud: [OURS, OURS] })],
  ['for a list in a list', 'audience', claim({ aud: [[OURS]] })],
  ['for an object', 'audience', claim({ aud: { [OURS]: true } })],
  ['for a number', 'audience', claim({ aud: 1 })],
  ['for what our name is the beginning of', 'audience', claim({ aud: `${OURS}-other` })],
  ['for a path below us', 'audience', claim({ aud: `${OURS}/other` })],
  ['for the beginning of our name', 'audience', claim({ aud: OURS.slice(0, -1) })],
  ['for our origin', 'audience', claim({ aud: 'https://api.example.com' })],
  ['for our path over http', 'audience', claim({ aud: OURS.replace('https', 'http') })],
  ['for our path at another port', 'audience', claim({ aud: 'https://api.example.com:8443/mcp' })],
  ['for our name with a user', 'audience', claim({ aud: 'https://api.example.com@evil.test/mcp' })],
  ['for a name that ends as ours', 'audience', claim({ aud: 'https://evil-api.example.com/mcp' })],
  ['for our name with a query', 'audience', claim({ aud: `${OURS}?x=1` })],
  ['for our name with a fragment', 'audience', claim({ aud: `${OURS}#x` })],
  ['for our name after a space', 'audience', claim({ aud: `https://other.example.com ${OURS}` })],
  ['for our path in other case', 'audience', claim({ aud: 'https://api.example.com/MCP' })],
  ['for a client, as an ID token', 'audience', claim({ aud: 'tests', nonce: 'n', auth_time: 1 })],
  ['of another issuer', 'issuer', claim({ iss: 'https://evil.test' })],
  ['of no issuer', 'issuer', claim({ iss: undefined })],
  ['of a list of issuers', 'issuer', async issuer => issuer.token(OURS, claim({ iss: [issuer.url] }))],
  ['of an issuer with a slash more', 'issuer', async issuer => issuer.token(OURS, claim({ iss: `${issuer.url}/` }))],
  ['of an issuer that begins as ours', 'issuer', async issuer => issuer.token(OURS, claim({ iss: `${issuer.url}0` }))],
  ['that expired a minute ago', 'expired', claim({ exp: now() - 60 })],
  ['that expired in 1970', 'expired', claim({ exp: 0 })],
  ['that never expires', 'exp', claim({ exp: undefined })],
  ['that expires at a text', 'exp', claim({ exp: String(now() + 300) })],
  ['that expires at null', 'exp', claim({ exp: null })],
  ['that is valid in a minute', 'early', claim({ nbf: now() + 60 })],
  ['that is valid from a text on', 'early', claim({ nbf: '0' })],
  ['that is bound to a key (DPoP)', 'bound', claim({ cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } })],
  [
    'that is bound to a certificate',
    'bound',
    claim({ cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } }),
  ],
  ['that is bound to null', 'bound', claim({ cnf: null })],
  ['that names nobody', 'nobody', claim({ sub: undefined })],
  ['that names an empty text', 'nobody', claim({ sub: '' })],
  ['that names a number', 'nobody', claim({ sub: 7 })],
  ['that names a list', 'nobody', claim({ sub: ['ada'] })],
  ['with alg "none" and no signature', 'signature', async issuer => forge({ alg: 'none' }, goodClaims(issuer), '')],
  ['with alg "none" and a signature', 'signature', async issuer => forge({ alg: 'none' }, goodClaims(issuer))],
  ['with alg "NONE"', 'signature', async issuer => forge({ alg: 'NONE', kid: 'key-1' }, goodClaims(issuer), '')],
  ['with no alg', 'signature', async issuer => forge({ kid: 'key-1', typ: 'at+jwt' }, goodClaims(issuer))],
  ['signed by HS256 with our public key (PEM)', 'signature', confused(issuer => Buffer.from(issuer.spki))],
  ['signed by HS256 with our public key (PEM, trimmed)', 'signature', confused(({ spki }) => Buffer.from(spki.trim()))],
  ['signed by HS256 with nothing', 'signature', confused(() => Buffer.alloc(32))],
  ['signed by a stranger', 'signature', { key: stranger.privateKey }],
  ['signed by a stranger with the key beside it', 'signature', header({ jwk: strangersKey }, stranger.privateKey)],
  ['signed by a stranger without a kid', 'signature', header({ kid: undefined }, stranger.privateKey)],
  ['signed by a stranger with a kid of his', 'signature', header({ kid: 'mine' }, stranger.privateKey)],
  [
    'signed by a stranger with a kid that is a path',
    'signature',
    header({ kid: '../../dev/null' }, stranger.privateKey),
  ],
  [
    'signed by a stranger with a kid that everything has',
    'signature',
    header({ kid: '__proto__' }, stranger.privateKey),
  ],
  [
    'signed by a stranger who says where his keys are',
    'signature',
    header({ jku: 'http://127.0.0.1:9/jwks' }, stranger.privateKey),
  ],
  [
    'signed by a stranger who has a certificate',
    'signature',
    header({ x5u: 'http://127.0.0.1:9/x', x5c: ['AAAA'] }, stranger.privateKey),
  ],
  ['signed by an algorithm that is not ours', 'signature', header({ alg: 'RS256' }, rsa.privateKey)],
  ['that must be understood in what nobody knows', 'signature', critical('x')],
  ['that must be understood in what everything has', 'signature', critical('toString')],
  ['whose signature is another’s', 'signature', async issuer => swapped(issuer, 2)],
  ['whose claims are another’s', 'signature', async issuer => swapped(issuer, 1)],
  ['whose header is another’s', 'signature', async issuer => swapped(issuer, 0)],
  ['without a signature', 'signature', async issuer => `${(await issuer.token(OURS)).replace(/[^.]+$/, '')}`],
  ['whose signature is cut', 'signature', async issuer => (await issuer.token(OURS)).slice(0, -10)],
  ['whose claims are a list', 'claims', async issuer => issuer.sign('[]')],
  ['whose claims are null', 'claims', async issuer => issuer.sign('null')],
  ['whose claims are no JSON', 'claims', async issuer => issuer.sign('{"iss":')],
  ['whose claims are no UTF-8', 'claims', async issuer => issuer.sign(Buffer.from([0xff, 0xfe]))],
  ['that is a logout token', 'type', header({ typ: 'logout+jwt' })],
  ['that is a DPoP proof', 'type', header({ typ: 'dpop+jwt' })],
  ['that is a refresh token', 'type', header({ typ: 'rt+jwt' })],
  ['that is an empty type', 'type', header({ typ: '' })],
  ['that is an opaque refresh token', 'unknown', async () => 'kZ3zW3J3qgQm1n7Yc0y0m2p8dU5sVb4t'],
  ['that is garbage', 'unknown', async () => 'AAAA'],
  ['of two parts', 'unknown', async () => 'AAAA.BBBB'],
  ['of five parts, as an encrypted one', 'unknown', async () => 'AAAA.BBBB.CCCC.DDDD.EEEE'],
  ['of three parts of garbage', 'signature', async () => 'AAAA.BBBB.CCCC'],
]

/** What tier 2 refuses beside that. */
const ACCESS_TOKENS_ONLY: readonly Case[] = [
  ['that says no more than JWT', 'type', header({ typ: 'JWT' })],
  ['that says nothing of its type', 'type', header({ typ: undefined })],
]

function goodClaims({ url }: Issuer): object {
  return { iss: url, sub: 'ada', aud: OURS, exp: now() + 300 }
}

function confused(secret: (issuer: Issuer) => Buffer): (issuer: Issuer) => Promise<string> {
  return issuer => issuer.token(OURS, { header: { alg: 'HS256' }, key: createSecretKey(secret(issuer)) as never })
}

/** Signed well, with a header that says that this part of it must be understood (RFC 7515 §4.1.11). */
function critical(name: string): (issuer: Issuer) => Promise<string> {
  return issuer => issuer.sign(JSON.stringify(goodClaims(issuer)), { crit: [name], [name]: 1 }, { [name]: true })
}

/** A good token with one part of another good one. */
async function swapped(issuer: Issuer, part: number): Promise<string> {
  const [one, other] = [
    await issuer.token(OURS),
    await issuer.token(OURS, { claims: { sub: 'eve' }, header: { x: 1 } }),
  ]
  return one
    .split('.')
    .map((own, n) => (n === part ? (other.split('.')[n] ?? '') : own))
    .join('.')
}

const TIERS: readonly (readonly [string, (issuer: Issuer) => Config['auth'], readonly Case[], object])[] = [
  ['jwt', ({ url, jwksUri }) => jwt({ jwksUri, issuer: url, audience: OURS, algorithms: ['ES256'] }), [], {}],
  [
    'resourceServer',
    ({ url, jwksUri }) =>
      resourceServer({ authorizationServers: [url], jwks: jwksUri, algorithms: ['ES256'], scopes: ['mcp'] }),
    ACCESS_TOKENS_ONLY,
    { resource_metadata: 'https://api.example.com/.well-known/oauth-protected-resource/mcp', scope: 'mcp' },
  ],
]

for (const [tier, auth, more, challenge] of TIERS) {
  describe(`${tier} refuses a token`, { timeout: 60_000 }, () => {
    let issuer: Issuer
    let server: AuthServer
    const said: string[] = []
    before(async () => {
      issuer = await startIssuer()
      server = await startAuthServer({ auth: auth(issuer) ?? [], url: OURS })
    })
    after(async () => {
      await server[Symbol.asyncDispose]()
      await issuer[Symbol.asyncDispose]()
    })

    it('of none of these kinds, which says that the others differ by nothing else', async () => {
      assert.equal(callerOf(await server.present(await issuer.token(OURS)))?.id, 'ada')
      assert.equal(callerOf(await server.present(await issuer.token(undefined, claim({ aud: [OURS] }))))?.id, 'ada')
      assert.equal(server.entered(), 2)
    })

    for (const [name, wrong, make] of [...CASES, ...more]) {
      it(name, async t => {
        t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
        const token = typeof make === 'function' ? await make(issuer) : await issuer.token(OURS, make)
        const before = server.entered()
        const answer = await server.present(token)
        assert.equal(answer.status, 401)
        assert.deepEqual(challengeOf(answer), {
          scheme: 'Bearer',
          ...challenge,
          error: 'invalid_token',
          error_description: WRONG[wrong],
        })
        assert.equal(server.entered(), before)
        assert.equal(answer.text.includes(token), false)
        assert.equal(said.join('').includes(token), false)
      })
    }
  })
}
