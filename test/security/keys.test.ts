/** Keys that are published elsewhere are fetched with care, kept, and noticed when they change. */
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { jwt } from '../../packages/runtime/src/auth/jwt.ts'
import { type AuthServer, callerOf, challengeOf, startAuthServer } from '../harness/auth.ts'
import { type Issuer, startIssuer } from '../harness/tokens.ts'

const AUDIENCE = 'tests'

async function start(t: TestContext): Promise<{ issuer: Issuer; server: AuthServer; said: string[] }> {
  const said: string[] = []
  t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
  const issuer = await startIssuer()
  const { url, jwksUri } = issuer
  const server = await startAuthServer({ auth: jwt({ jwksUri, issuer: url, audience: AUDIENCE }) })
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    await issuer[Symbol.asyncDispose]()
  })
  return { issuer, server, said }
}

/** Slowly enough that no pause is long, and all of it is. */
async function drip(res: ServerResponse): Promise<void> {
  while (!res.destroyed) {
    res.write(' ')
    await delay(250)
  }
}

describe('published keys', { timeout: 60_000 }, () => {
  it('are fetched with the first token, once for many', async t => {
    const { issuer, server } = await start(t)
    await server.call()
    assert.equal(issuer.asked(), 0)
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issuer.token(AUDIENCE, { claims: { sub: `u${n}` } })),
    )
    const answers = await Promise.all(tokens.map(token => server.present(token)))
    assert.deepEqual(
      answers.map(answer => callerOf(answer)?.id),
      tokens.map((_, n) => `u${n}`),
    )
    assert.equal(issuer.asked(), 1)
  })

  it('may change: a token of the new key is good without a restart, and one of the old key until it expires', async t => {
    const { issuer, server } = await start(t)
    const [old, older] = [await issuer.token(AUDIENCE), await issuer.token(AUDIENCE, { claims: { sub: 'eve' } })]
    assert.equal(callerOf(await server.present(old))?.id, 'ada')
    await issuer.rotate()
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 })
    assert.equal(callerOf(await server.present(await issuer.token(AUDIENCE)))?.id, 'ada')
    assert.equal(issuer.asked(), 2)
    assert.equal(callerOf(await server.present(old))?.id, 'ada')
    assert.equal(callerOf(await server.present(older))?.id, 'eve')
    t.mock.timers.setTime(Date.now() + 306_000)
    assert.equal((await server.present(old)).status, 401)
  })

  it('may be withdrawn: what they signed is good for ten minutes more at most', async t => {
    const { issuer, server } = await start(t)
    const token = await issuer.token(AUDIENCE, { claims: { exp: Math.floor(Date.now() / 1000) + 86_400 } })
    assert.equal((await server.present(token)).status, 200)
    await issuer.rotate('forget')
    assert.equal((await server.present(token)).status, 200)
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 601_000 })
    const answer = await server.present(token)
    assert.equal(answer.status, 401)
    assert.equal(challengeOf(answer)['error'], 'invalid_token')
  })

  it('are fetched again for a key that is not known once in half a minute, however many tokens name one', async t => {
    const { issuer, server } = await start(t)
    await server.present(await issuer.token(AUDIENCE))
    const strange = (kid: string) => issuer.token(AUDIENCE, { header: { kid } })
    for (let n = 0; n < 20; n++) assert.equal((await server.present(await strange(`a${n}`))).status, 401)
    assert.equal(issuer.asked(), 1)
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 })
    for (let n = 0; n < 20; n++) assert.equal((await server.present(await strange(`b${n}`))).status, 401)
    assert.equal(issuer.asked(), 2)
  })

  for (const [name, answer] of [
    ['answers with an error', res => res.writeHead(500).end()],
    ['leads elsewhere', res => res.writeHead(302, { Location: 'http://127.0.0.1:1/jwks' }).end()],
    ['leads elsewhere and answers as well', res => res.writeHead(307, { Location: '/jwks' }).end('{"keys":[]}')],
    ['answers with a page', res => res.end('<html>')],
    ['answers with other JSON', res => res.end('{"keys":{}}')],
    ['answers with more than 256 KB', res => res.end(`{"keys":[]}${' '.repeat(256 * 1024)}`)],
    ['hangs up', res => res.destroy()],
    ['answers byte by byte, without an end', res => void drip(res)],
  ] as const satisfies readonly (readonly [string, (res: ServerResponse) => void])[]) {
    it(`leave it open who is calling when their server ${name}: 503, and not a 401 that would send people to sign in`, async t => {
      const { issuer, server, said } = await start(t)
      issuer.answer = answer
      const token = await issuer.token(AUDIENCE)
      const refused = await server.present(token)
      assert.equal(refused.status, 503)
      assert.equal(refused.headers['retry-after'], '5')
      assert.equal(refused.headers['www-authenticate'], undefined)
      assert.equal(server.entered(), 0)
      assert.match(said.join(''), /The keys of http:\/\/127\.0\.0\.1:\d+\/jwks can't be had/)
      assert.equal(said.join('').includes(token), false)
      issuer.answer = undefined
      assert.equal((await server.present(token)).status, 200)
    })
  }

  it('are not asked for again and again from a server that has failed three times', async t => {
    const { issuer, server } = await start(t)
    issuer.answer = res => res.writeHead(500).end()
    for (let n = 0; n < 10; n++) assert.equal((await server.present(await issuer.token(AUDIENCE))).status, 503)
    assert.equal(issuer.asked(), 3)
    issuer.answer = undefined
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10_001 })
    assert.equal((await server.present(await issuer.token(AUDIENCE))).status, 200)
  })

  for (const jwksUri of [
    'http://keys.example.com/jwks',
    'http://localhost.evil.test/jwks',
    'http://127.0.0.1.evil.test/jwks',
    'https://user:secret@keys.example.com/jwks',
    'file:///etc/passwd',
    'ftp://keys.example.com/jwks',
    'keys.example.com/jwks',
  ]) {
    it(`are not fetched from ${jwksUri}`, () => {
      assert.throws(() => jwt({ jwksUri, issuer: 'https://keys.example.com', audience: AUDIENCE }), {
        name: 'TypeError',
        message: `jwt: "jwksUri" must be an https URL, or http on loopback, not ${JSON.stringify(jwksUri)}`,
      })
    })
  }
})
