/** What is served beside the endpoint is loaded with the first request for it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { it } from 'node:test'
import { createBeside } from '../../../packages/runtime/src/transports/beside.ts'
import type { RestOptions } from '../../../packages/runtime/src/transports/elsewhere.ts'

it('routes that could not be loaded are loaded again for the next request', async t => {
  t.mock.method(process.stderr, 'write', () => true)
  let loads = 0
  const open = async () => {
    loads += 1
    if (loads === 1) throw new Error('not yet')
    return { all: [] }
  }
  const beside = createBeside({ routes: { paths: [], open }, config: { path: '/mcp' } } as unknown as RestOptions)
  const server = createServer((req, res) =>
    beside.handle({ req, res, path: '/things', host: 'localhost', next: () => void res.writeHead(418).end() }),
  ).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const ask = async () => (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/things`)).status
  assert.deepEqual([await ask(), await ask(), await ask()], [500, 418, 418])
  assert.equal(loads, 2)
})
