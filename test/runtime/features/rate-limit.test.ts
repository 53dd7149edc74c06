/** How often a caller may call (server/tools, "Security Considerations": servers must rate limit invocations). */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { createApp } from '../../../packages/runtime/src/app.ts'
import type { Call } from '../../../packages/runtime/src/features/call.ts'
import type { Principal } from '../../../packages/runtime/src/features/context.ts'
import { createRateLimit } from '../../../packages/runtime/src/features/rate-limit.ts'
import { judgedClient } from '../../harness/client.ts'
import { tool } from '../../harness/declarations.ts'
import { clientOf } from '../../harness/server.ts'
import { call, serve } from './bindings.ts'

const named = (id: string, issuer?: string): Partial<Call> => ({
  principal: { id, ...(issuer && { issuer }) } as Principal,
})
const from = (remoteAddress: string | undefined): Partial<Call> => ({
  request: { headers: {}, method: 'POST', url: '/mcp', remoteAddress },
})

describe('a rate limit', () => {
  it('is of each caller by itself: the name, else the address', () => {
    const limit = createRateLimit(1, () => 0)
    const take = (who: Partial<Call>) => limit.take(call({}, who))
    assert.deepEqual([take(named('ada')), take(named('ada'))], [true, false])
    assert.equal(take({ ...named('ada'), ...from('203.0.113.9') }), false)
    assert.deepEqual([take(named('ada', 'https://elsewhere')), take(named('charles'))], [true, true])
    assert.deepEqual([take(from('203.0.113.9')), take(from('203.0.113.9'))], [true, false])
    assert.equal(take(from('2001:db8::1')), true)
  })

  for (const [same, one, other] of [
    ['the same network of 64 bits', '2001:db8:1:2::1', '2001:0DB8:1:2:ffff::9'],
    ['the same network, written with its zeros', '2001:db8::1', '2001:db8:0:0:1:2:3:4'],
    ['the same network of a link', 'fe80::1%eth0', 'fe80::2%eth0'],
    ['the same address of IPv4, once mapped into IPv6', '203.0.113.9', '::ffff:203.0.113.9'],
  ] as const) {
    it(`is one for ${same}`, () => {
      const limit = createRateLimit(1, () => 0)
      assert.deepEqual([limit.take(call({}, from(one))), limit.take(call({}, from(other)))], [true, false])
    })
  }

  for (const [different, one, other] of [
    ['another network of 64 bits', '2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['another network that is short', '2001:db8::1', '2001:db8:0:1::1'],
    ['another address of IPv4, mapped into IPv6', '::ffff:203.0.113.9', '::ffff:203.0.113.10'],
  ] as const) {
    it(`is another for ${different}`, () => {
      const limit = createRateLimit(1, () => 0)
      assert.deepEqual([limit.take(call({}, from(one))), limit.take(call({}, from(other)))], [true, true])
    })
  }

  it('is none for an anonymous caller on this machine, who may be a proxy', () => {
    const limit = createRateLimit(1, () => 0)
    for (const address of ['127.0.0.1', '127.0.0.1', '::1', '::1', '::ffff:127.0.0.1', '::ffff:127.0.0.1', undefined]) {
      assert.equal(limit.take(call({}, from(address))), true, address)
      assert.equal(limit.take(call({}, {})), true)
    }
    assert.deepEqual(
      [1, 2].map(() => limit.take(call({}, from('::ffff:10.0.0.1')))),
      [true, false],
    )
  })

  it('fills again as time goes by, and not beyond its measure', () => {
    let now = 0
    const limit = createRateLimit(60, () => now)
    const took = () => {
      let taken = 0
      while (limit.take(call({}, named('ada')))) taken += 1
      return taken
    }
    assert.equal(took(), 60)
    now = 2000
    assert.equal(took(), 2)
    now = 1e9
    assert.equal(took(), 60)
  })

  it('forgets the callers that were silent longest, so that memory is bounded', () => {
    const limit = createRateLimit(1, () => 0)
    limit.take(call({}, named('ada')))
    for (let n = 0; n < 10_000; n++) limit.take(call({}, named(`caller ${n}`)))
    assert.equal(limit.take(call({}, named('ada'))), true)
    assert.equal(limit.take(call({}, named('caller 9999'))), false)
  })
})

describe('an anonymous caller over HTTP', () => {
  it('is limited by the network that it calls from, not by each of its addresses', async t => {
    const config = { limits: { calls: 2 } }
    const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', tools: [tool('one', () => '1')], config })
    let address = ''
    const host = createServer((req, res) => {
      Object.defineProperty(req.socket, 'remoteAddress', { value: address, configurable: true })
      app.handler(req, res)
    }).listen(0, '127.0.0.1')
    t.after(() => Promise.all([app.close(), host.close()]))
    await once(host, 'listening')
    const client = clientOf((host.address() as AddressInfo).port)
    const failed = async (from: string) => {
      address = from
      return (await client.modern('tools/call', { name: 'one' })).json.result.isError === true
    }
    assert.deepEqual([await failed('2001:db8::1'), await failed('2001:db8::2')], [false, false])
    assert.deepEqual([await failed('2001:db8::3'), await failed('2001:db8:0:1::3')], [true, false])
  })
})

describe('tools', () => {
  it('that are called too often say so in a result that a model can read, and the function does not run', async () => {
    let runs = 0
    const count = () => {
      runs += 1
      return `run ${runs}`
    }
    const tools = [tool('count', count)]
    const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', tools, config: { limits: { calls: 2 } } })
    for (const era of ['modern', 'legacy'] as const) {
      runs = 0
      await using client = await judgedClient(app, { era, principal: { id: 'ada' } })
      assert.equal(await client.tools['count']?.(), 'run 1')
      assert.equal(await client.tools['count']?.(), 'run 2')
      const { isError, content } = await client.callTool('count')
      assert.equal(isError, true)
      assert.deepEqual(content, [{ type: 'text', text: 'Too many calls: at most 2 a minute. Try again later.' }])
      assert.equal(runs, 2)
    }
  })

  it('that do not exist are no calls', async () => {
    const { features } = serve({ tools: [tool('one', () => '1')] }, { calls: 1 })
    for (let n = 0; n < 3; n++) {
      assert.throws(() => features.callTool(call({ name: 'none' }, named('ada'))), { code: -32602 })
    }
    assert.equal((await features.callTool(call({ name: 'one' }, named('ada')))).isError, undefined)
  })
})
