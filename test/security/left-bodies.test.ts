/** Who leaves in the middle of a body is waited for no longer, whenever that was. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { hostAuth } from '../../packages/runtime/src/auth/host-auth.ts'
import type { GuardBinding, RouteBinding } from '../../packages/runtime/src/manifest.ts'
import { startServer } from '../harness/server.ts'

const slow: GuardBinding = {
  source: 'src/guards.ts#slow',
  load: async () => ({}),
  run: async () => {
    await delay(200)
    return true
  },
}
const route: RouteBinding = {
  name: 'things',
  source: 'src/tests.ts#things',
  method: 'POST',
  path: '/things',
  entry: JSON.stringify({ name: 'things', inputSchema: { type: 'object' } }),
  result: 'none',
  guards: ['slow'],
  load: async () => ({}),
  run: () => assert.fail('it never had a body'),
}

for (const [when, wait] of [
  ['before its body is read', 50],
  ['while its body is read', 400],
] as const) {
  it(`a request for a route whose client leaves ${when} holds up no end of the server`, {
    timeout: 10_000,
  }, async () => {
    const server = await startServer({ auth: hostAuth(() => ({ id: 'ada' })) }, { guards: { slow }, routes: [route] })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      'POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    )
    await once(socket, 'connect')
    await delay(wait)
    socket.destroy()
    await delay(400)
    const began = performance.now()
    await server.app.close()
    assert.ok(performance.now() - began < 2000)
  })
}
