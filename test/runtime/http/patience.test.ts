/** An answer that is long in coming: nobody on the way takes the connection for dead. */
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { describe, it } from 'node:test'
import { createApp, type Outlets, REMAKE, type Remade } from '../../../packages/runtime/src/app.ts'
import type { Config } from '../../../packages/runtime/src/config.ts'
import { createPatience } from '../../../packages/runtime/src/http/patience.ts'
import { connect } from '../../../packages/runtime/src/testing/connection.ts'
import { tool } from '../../harness/declarations.ts'
import { ACCEPT, envelope, MODERN } from '../../harness/server.ts'

const events = new EventEmitter()
const slow = tool('slow', async () => {
  events.emit('begun')
  await once(events, 'go on')
  return 'done'
})

const headers = { 'MCP-Protocol-Version': MODERN, 'Mcp-Method': 'tools/call', 'Content-Type': 'application/json' }
const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'slow', _meta: envelope() },
})

function open(config: Config, accept: string) {
  const app = createApp({ contract: 1, name: 'tests', version: '1.0.0', tools: [slow], config })
  const outlets: Outlets = { report: () => {}, log: () => {}, grace: 0 }
  const made = (app as unknown as { [REMAKE]: (outlets: Outlets) => Remade })[REMAKE](outlets)
  const connection = connect(made.handler)
  const sent = { ...headers, 'Mcp-Name': 'slow', Accept: accept }
  return connection.request({ method: 'POST', path: '/mcp', headers: sent, body })
}

describe('an answer that is long in coming', { timeout: 10_000 }, () => {
  it('is the last event of a stream that opened before it', async t => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const begun = once(events, 'begun')
    const answer = open({}, ACCEPT)
    await begun
    t.mock.timers.tick(45_000)
    events.emit('go on')
    const { status, headers, body } = await answer
    assert.deepEqual([status, headers['content-type']], [200, 'text/event-stream'])
    assert.match(body, /^(?:: \n\n)+event: message\ndata: \{"jsonrpc":"2.0","id":1,"result":.*\}\n\n$/)
  })

  it('is JSON where no stream may be, or where it came soon enough', async t => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    for (const [config, accept, wait] of [
      [{ mode: 'json' }, ACCEPT, 45_000],
      [{}, 'application/json', 45_000],
      [{}, ACCEPT, 10_000],
    ] as const) {
      const begun = once(events, 'begun')
      const answer = open(config, accept)
      await begun
      t.mock.timers.tick(wait)
      events.emit('go on')
      const { headers, body } = await answer
      assert.equal(headers['content-type'], 'application/json')
      assert.equal(JSON.parse(body).result.content[0].text, 'done')
    }
  })
})

it('patience ends after one to two times its measure, once, and not for what was taken back', t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const patience = createPatience()
  const ran: string[] = []
  const back = () => void ran.push('taken back')
  patience.add(() => ran.push('one'))
  patience.add(back)
  t.mock.timers.tick(15_000)
  assert.deepEqual(ran, [])
  patience.delete(back)
  t.mock.timers.tick(15_000)
  assert.deepEqual(ran, ['one'])
  t.mock.timers.tick(60_000)
  assert.deepEqual(ran, ['one'])
})
