/** `apiKeys`: keys for programs, of which a server knows no more than the hash. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import { apiKeys } from '../../../packages/runtime/src/auth/api-keys.ts'
import { callerOf, challengeOf, startAuthServer } from '../../harness/auth.ts'

const [ci, cron] = ['a-key-of-the-build', 'a-key-of-the-night']
const KEYS = [
  { sha256: hash('sha256', ci), id: 'ci', permissions: ['deploy'] },
  { sha256: hash('sha256', cron).toUpperCase(), id: 'cron', scopes: ['reports'] },
]

describe('apiKeys', { timeout: 20_000 }, () => {
  it('knows the holder of each key, which comes as a bearer token', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS) })
    const rest = { staff: false, admin: false, claims: {} }
    assert.deepEqual(callerOf(await server.present(ci)), { id: 'ci', permissions: ['deploy'], scopes: [], ...rest })
    assert.deepEqual(callerOf(await server.present(cron)), {
      id: 'cron',
      permissions: [],
      scopes: ['reports'],
      ...rest,
    })
    assert.equal(callerOf(await server.call()), null)
  })

  it('takes the key from a header of its own, and from no other', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS, { header: 'X-API-Key' }) })
    assert.equal(callerOf(await server.call({ 'X-API-Key': ci }))?.id, 'ci')
    assert.equal(callerOf(await server.present(ci)), null)
  })

  it('refuses a key that it does not know', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS) })
    for (const key of [`${ci}x`, ci.slice(0, -1), ci.toUpperCase(), KEYS[0]?.sha256 ?? '']) {
      const answer = await server.present(key)
      assert.equal(answer.status, 401)
      assert.deepEqual(challengeOf(answer), {
        scheme: 'Bearer',
        error: 'invalid_token',
        error_description: 'The token is not known here',
      })
    }
    assert.equal(server.entered(), 0)
  })

  it('refuses a wrong key in its own header by a scheme of its own', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS, { header: 'X-API-Key' }) })
    const answer = await server.call({ 'X-API-Key': 'wrong' })
    assert.equal(answer.status, 401)
    assert.equal(
      answer.headers['www-authenticate'],
      'ApiKey error="invalid_token", error_description="The key is not known here"',
    )
    assert.equal(server.entered(), 0)
  })

  it('refuses a key that came twice, even the same', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS, { header: 'X-API-Key' }) })
    const answer = await server.call({ 'X-API-Key': [ci, ci] })
    assert.equal(answer.status, 400)
    assert.equal(server.entered(), 0)
  })

  it('shows keys to no function', async () => {
    await using server = await startAuthServer({ auth: apiKeys(KEYS, { header: 'X-API-Key' }) })
    const answer = await server.call({ 'X-API-Key': ci, Authorization: 'Bearer something', 'X-Other': 'kept' })
    const { headers } = answer.json.result.structuredContent
    assert.deepEqual(
      ['x-api-key', 'authorization', 'x-other'].filter(name => headers.includes(name)),
      ['x-other'],
    )
  })

  it('says at once when a hash is none, without repeating it', () => {
    assert.throws(() => apiKeys([{ sha256: undefined, id: 'ci' }]), {
      name: 'TypeError',
      message: 'apiKeys: "sha256" of ci is not set: it must be 64 hex digits',
    })
    assert.throws(() => apiKeys([{ sha256: 'the key itself', id: 'ci' }]), {
      message: 'apiKeys: "sha256" of ci is not a SHA-256: it must be 64 hex digits',
    })
  })
})
