/** A web page of somebody else reaches nothing, whatever name its DNS gives this machine, and whatever token it has. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { apiKeys } from '../../packages/runtime/src/auth/api-keys.ts'
import { type AuthServer, startAuthServer } from '../harness/auth.ts'

const good = { Authorization: 'Bearer key' }

describe('a request', { timeout: 20_000 }, () => {
  let server: AuthServer
  before(async () => {
    server = await startAuthServer({ auth: apiKeys([{ sha256: hash('sha256', 'key'), id: 'ci' }]) })
  })
  after(() => server[Symbol.asyncDispose]())

  for (const [header, value] of [
    ['Host', 'evil.test'],
    ['Host', 'localhost.evil.test'],
    ['Host', '127.0.0.1.evil.test:3000'],
    ['Host', 'localhost@evil.test'],
    ['Host', '[::2]'],
    ['Host', '167772167'],
    ['Origin', 'null'],
    ['Origin', 'http://evil.test'],
    ['Origin', 'http://localhost.evil.test'],
    ['Origin', 'http://127.0.0.1.evil.test'],
    ['Origin', 'https://localhost.evil.test:3000'],
    ['Origin', 'http://localhost@evil.test'],
    ['Origin', 'file://'],
    ['Origin', 'chrome-extension://abcdefgh'],
    ['Origin', 'http://localhost, http://evil.test'],
  ] as const) {
    it(`with ${header}: ${value} is refused before its token is looked at`, async () => {
      for (const headers of [{}, good, { Authorization: 'Bearer wrong' }]) {
        const answer = await server.call({ ...headers, [header]: value })
        assert.equal(answer.status, 403)
        assert.equal(answer.headers['www-authenticate'], undefined)
        assert.equal(answer.headers['access-control-allow-origin'], undefined)
      }
      assert.equal(server.entered(), 0)
    })
  }

  it('of a page of this machine is answered', async () => {
    for (const headers of [{ Host: '[::1]:3000' }, { Host: '127.0.0.1' }, { Origin: 'http://localhost:5173' }]) {
      const answer = await server.call({ ...good, ...headers })
      assert.equal(answer.status, 200)
    }
  })
})
