/** `jwt`: tokens that are signed with a secret, or with a key whose other half is known. */
import assert from 'node:assert/strict'
import { createPublicKey, hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { SignJWT } from 'jose'
import { apiKeys } from '../../../packages/runtime/src/auth/api-keys.ts'
import { hostAuth } from '../../../packages/runtime/src/auth/host-auth.ts'
import { type JwtOptions, jwt } from '../../../packages/runtime/src/auth/jwt.ts'
import { undecided } from '../../../packages/runtime/src/auth/refusal.ts'
import { resourceServer } from '../../../packages/runtime/src/auth/resource-server.ts'
import { callerOf, challengeOf, startAuthServer } from '../../harness/auth.ts'
import { startIssuer } from '../../harness/tokens.ts'

const secret = 'a secret of at least thirty-two bytes'
const now = () => Math.floor(Date.now() / 1000)

function sign(claims: object, key = secret, alg = 'HS256'): Promise<string> {
  const all = { sub: 'ada', exp: now() + 300, ...claims }
  return new SignJWT(all).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key))
}

describe('jwt', { timeout: 30_000 }, () => {
  it('reads who is calling from the claims that the reference writes', async () => {
    await using server = await startAuthServer({ auth: jwt({ secret }) })
    const exp = now() + 300
    const said = {
      sub: '7',
      is_staff: true,
      is_superuser: true,
      permissions: ['a', 'b'],
      scope: 'x  y',
      tenant: 't',
      exp,
    }
    assert.deepEqual(callerOf(await server.present(await sign(said))), {
      ...{ id: '7', staff: true, admin: true, permissions: ['a', 'b'], scopes: ['x', 'y'] },
      claims: said,
    })
    const odd = { is_staff: 'true', is_superuser: 1, permissions: 'all', scope: 7 }
    const nothing = { staff: false, admin: false, permissions: [], scopes: [] }
    const claims = { sub: 'ada', exp, ...odd }
    assert.deepEqual(callerOf(await server.present(await sign({ exp, ...odd }))), { id: 'ada', ...nothing, claims })
    assert.equal(callerOf(await server.call()), null)
  })

  it('remembers issuer and client', async () => {
    await using server = await startAuthServer({ auth: jwt({ secret, issuer: ['https://a', 'https://b'] }) })
    const { issuer, clientId } = callerOf(await server.present(await sign({ iss: 'https://b', client_id: 'c' }))) ?? {}
    assert.deepEqual([issuer, clientId], ['https://b', 'c'])
    assert.equal(callerOf(await server.present(await sign({ iss: 'https://a', azp: 'd' })))?.clientId, 'd')
  })

  it('takes a function that reads the claims otherwise, or refuses them', async () => {
    const auth = jwt({
      secret,
      principal: ({ email, roles }) =>
        email === 'eve@example.com' ? null : { id: String(email), permissions: roles as string[] },
    })
    await using server = await startAuthServer({ auth })
    const ada = callerOf(await server.present(await sign({ sub: undefined, email: 'ada@example.com', roles: ['r'] })))
    assert.deepEqual([ada?.id, ada?.permissions, ada?.staff], ['ada@example.com', ['r'], false])
    const eve = await server.present(await sign({ email: 'eve@example.com' }))
    assert.equal(eve.status, 401)
    assert.equal(challengeOf(eve)['error_description'], 'The token names nobody who may call')
  })

  it('lets nobody change a principal that other calls share', async () => {
    const seen: unknown[] = []
    const revoked = (claims: Readonly<Record<string, unknown>>) => {
      seen.push(Object.isFrozen(claims), Object.isFrozen(claims['list']))
      return false
    }
    await using server = await startAuthServer({ auth: jwt({ secret, revoked }) })
    assert.equal((await server.present(await sign({ list: [] }))).status, 200)
    assert.deepEqual(seen, [true, true])
  })

  it('is asked on every request whether a token is revoked, also when it was found good before', async () => {
    const denied = new Set<unknown>()
    for (const revoked of [
      (claims: Readonly<Record<string, unknown>>) => denied.has(claims['jti']),
      async (claims: Readonly<Record<string, unknown>>) => denied.has(claims['jti']),
    ]) {
      denied.clear()
      await using server = await startAuthServer({ auth: jwt({ secret, revoked }) })
      const token = await sign({ jti: 'one' })
      assert.equal((await server.present(token)).status, 200)
      denied.add('one')
      const answer = await server.present(token)
      assert.equal(answer.status, 401)
      assert.equal(challengeOf(answer)['error_description'], 'The token has been revoked')
      assert.equal(server.entered(), 1)
    }
  })

  it('lets nobody in when it cannot be told whether a token is revoked, and keeps the token out of the log', async t => {
    const said: string[] = []
    t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
    const token = await sign({})
    const revoked = () => {
      throw new Error(`no such token: ${token}`)
    }
    await using server = await startAuthServer({ auth: jwt({ secret, revoked }) })
    assert.equal((await server.present(token)).status, 503)
    assert.match(said.join(''), /no such token: \[token\]/)
    assert.equal(said.join('').includes(token), false)
  })

  it('takes a token that has just expired, or is about to be valid, by as much as clocks may differ', async () => {
    await using five = await startAuthServer({ auth: jwt({ secret }) })
    await using sixty = await startAuthServer({ auth: jwt({ secret, clockTolerance: 60 }) })
    await using none = await startAuthServer({ auth: jwt({ secret, clockTolerance: 0 }) })
    const status = async (server: typeof five, claims: object) => (await server.present(await sign(claims))).status
    assert.deepEqual(
      [
        await status(five, { exp: now() - 2 }),
        await status(five, { exp: now() - 8 }),
        await status(five, { nbf: now() + 8 }),
      ],
      [200, 401, 401],
    )
    assert.deepEqual([await status(sixty, { exp: now() - 40 }), await status(sixty, { nbf: now() + 40 })], [200, 200])
    assert.deepEqual([await status(none, { exp: now() - 2 }), await status(none, { nbf: now() + 3 })], [401, 401])
  })

  it('refuses a token for somebody when it was not told who it is itself (RFC 7519 §4.1.3)', async () => {
    await using server = await startAuthServer({ auth: jwt({ secret }) })
    assert.equal((await server.present(await sign({ aud: 'somebody' }))).status, 401)
  })

  it('takes the audiences that were named beside its own', async () => {
    const userinfo = 'https://idp.example.com/userinfo'
    await using server = await startAuthServer({ auth: jwt({ secret, audience: 'us', otherAudiences: [userinfo] }) })
    const status = async (aud: unknown) => (await server.present(await sign({ aud }))).status
    assert.deepEqual(
      [await status(['us', userinfo]), await status('us'), await status(userinfo), await status(['us', userinfo, 'x'])],
      [200, 200, 401, 401],
    )
  })

  it('takes a public key as PEM and as JWK', async () => {
    await using issuer = await startIssuer()
    const jwk = createPublicKey(issuer.spki).export({ format: 'jwk' })
    for (const publicKey of [issuer.spki, jwk as NonNullable<JwtOptions['publicKey']> & object]) {
      await using server = await startAuthServer({ auth: jwt({ publicKey, audience: 'us' }) })
      assert.equal(callerOf(await server.present(await issuer.token('us')))?.id, 'ada')
      assert.equal((await server.present(await issuer.token('them'))).status, 401)
      assert.equal((await server.present(await sign({ aud: 'us' }, issuer.spki))).status, 401)
    }
  })

  it('is asked in its turn: the first who knows the caller wins, and a token that nobody knows is refused', async () => {
    const key = 'key-of-the-build'
    const auth = [
      apiKeys([{ sha256: hash('sha256', key), id: 'ci' }]),
      jwt({ secret }),
      jwt({ secret: secret.replace('a', 'another') }),
      hostAuth(req => (req.headers['x-user'] ? { id: String(req.headers['x-user']) } : null)),
    ]
    await using server = await startAuthServer({ auth })
    assert.equal(callerOf(await server.present(key))?.id, 'ci')
    assert.equal(callerOf(await server.present(await sign({})))?.id, 'ada')
    assert.equal(callerOf(await server.present(await sign({}, secret.replace('a', 'another'))))?.id, 'ada')
    assert.equal(callerOf(await server.call({ 'X-User': 'gateway' }))?.id, 'gateway')
    assert.equal(callerOf(await server.call()), null)
    const expired = await server.present(await sign({ exp: 1 }))
    assert.deepEqual([expired.status, challengeOf(expired)['error_description']], [401, 'The token has expired'])
    const unknown = await server.present('who-is-this')
    assert.deepEqual([unknown.status, challengeOf(unknown)['error_description']], [401, 'The token is not known here'])
  })

  it('leaves it open who is calling while one in a list cannot tell, whatever the others say', async () => {
    const cannot = resourceServer({
      authorizationServers: ['https://idp.example.com'],
      verify() {
        throw undecided()
      },
    })
    for (const auth of [
      [jwt({ secret }), cannot],
      [cannot, jwt({ secret })],
    ]) {
      await using server = await startAuthServer({ auth })
      assert.equal((await server.present(await sign({ exp: 1 }))).status, 503)
      assert.equal((await server.present(await sign({}))).status, 200)
    }
  })

  const key = 'https://idp.example.com/jwks'
  const wrong: readonly (readonly [JwtOptions, RegExp])[] = [
    [{}, /^jwt takes one of "secret", "publicKey" and "jwksUri"$/],
    [{ secret, jwksUri: key }, /^jwt takes one of/],
    [{ secret: undefined }, /^jwt: "secret" is not set$/],
    [{ secret: 'short' }, /^jwt: "secret" must have 32 bytes or more$/],
    [{ publicKey: 'no key', audience: 'us' }, /^jwt: "publicKey" must be a public key, as PEM or JWK$/],
    [{ jwksUri: key, audience: 'us' }, /^jwt: "issuer" must be set$/],
    [{ jwksUri: key, issuer: 'https://idp.example.com' }, /^jwt: "audience" must be set: the same issuer signs/],
    [{ secret, algorithms: ['none'] }, /"algorithms" must be some of HS256, HS384, HS512; not none$/],
    [{ secret, algorithms: ['HS256', 'ES256'] }, /not ES256$/],
    [{ secret, algorithms: [] }, /must be some of HS256, HS384, HS512$/],
    [{ jwksUri: key, issuer: 'i', audience: 'a', algorithms: ['ES256', 'HS256'] }, /not HS256$/],
  ]
  for (const [options, message] of wrong) {
    it(`says at once what is wrong with ${JSON.stringify(options)}`, () => {
      assert.throws(() => jwt(options), { name: 'TypeError', message })
    })
  }
})
