/** `hostAuth`: the host has authenticated already. */
import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { createApp } from '../../../packages/runtime/src/app.ts'
import { hostAuth } from '../../../packages/runtime/src/auth/host-auth.ts'
import { callerOf, startAuthServer, whoami } from '../../harness/auth.ts'
import { clientOf } from '../../harness/server.ts'

const NOTHING = { staff: false, admin: false, permissions: [], scopes: [], claims: {} }

describe('hostAuth', { timeout: 20_000 }, () => {
  it('takes what the host has put on the request', async t => {
    const auth = hostAuth(req => (req['user'] ? { id: req['user'].name, staff: true } : null))
    const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', ...whoami(), config: { auth } })
    const host = http.createServer((req, res) => {
      Object.assign(req, { user: { name: 'ada' } })
      app.handler(req, res)
    })
    host.listen(0, '127.0.0.1')
    t.after(() => {
      host.close()
      return app.close()
    })
    await new Promise(resolve => host.once('listening', resolve))
    const client = clientOf((host.address() as AddressInfo).port)
    const answer = await client.modern('tools/call', { name: 'whoami' })
    assert.deepEqual(callerOf(answer), { ...NOTHING, id: 'ada', staff: true })
  })

  it('leaves a caller anonymous of whom the host says nothing, whatever Authorization says', async () => {
    await using server = await startAuthServer({ auth: hostAuth(() => null) })
    assert.equal(callerOf(await server.call()), null)
    assert.equal(callerOf(await server.present('whatever')), null)
  })

  it('waits for a promise', async () => {
    await using server = await startAuthServer({ auth: hostAuth(async () => ({ id: 'later' })) })
    assert.equal(callerOf(await server.call())?.id, 'later')
  })

  for (const [how, broken] of [
    [
      'throws',
      () => {
        throw new Error('the session store is down')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the session store is down')
      },
    ],
    ['names a principal without an id', () => ({ id: '' })],
  ] as const) {
    it(`lets nobody in when the host's function ${how}, and says nothing of it`, async t => {
      const said: string[] = []
      t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
      await using server = await startAuthServer({ auth: hostAuth(broken) })
      const answer = await server.call()
      assert.equal(answer.status, 503)
      assert.equal(answer.headers['retry-after'], '5')
      assert.deepEqual(answer.json.error, { code: -32600, message: 'Who is calling cannot be told at the moment' })
      assert.equal(server.entered(), 0)
      assert.match(said.join(''), /session store is down|needs an "id"/)
    })
  }
})
