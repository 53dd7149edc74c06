/** The official conformance suite against `fixtures/everything`: every scenario passes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { app } from '../fixtures/everything/generated/app.mjs'
import { type Check, runSuite, shortcoming } from './harness/conformance.ts'

const RUNS: Record<string, readonly string[]> = {
  '2025-11-25': ['--requirements', '2025-11-25'],
  '2026-07-28': ['--requirements', '2026-07-28'],
  all: ['--suite', 'all'],
}

/** The suite has no check behind these yet: it says SKIPPED whatever the server does. */
const ALWAYS_SKIPPED = new Set(['tasks-status-notifications'])

describe('a scenario is not passed', () => {
  const check = (status: Check['status'], id = 'greets', rest: Partial<Check> = {}): Check => ({
    id,
    status,
    description: 'It greets',
    ...rest,
  })

  it('by a failure, a warning or a skipped check beside a success', () => {
    assert.equal(shortcoming([check('SUCCESS'), check('INFO', 'traffic')]), undefined)
    for (const status of ['FAILURE', 'WARNING', 'SKIPPED'] as const) {
      assert.equal(shortcoming([check('SUCCESS'), check(status, 'other')]), `${status} other: It greets`)
    }
    assert.equal(shortcoming([check('FAILURE', 'other', { errorMessage: 'no' })]), 'FAILURE other: no')
  })
  it('by nothing but valid messages, or no check at all', () => {
    assert.match(shortcoming([check('SUCCESS', 'wire-schema-valid')]) ?? '', /hollow/)
    assert.match(shortcoming([]) ?? '', /hollow/)
  })
  it('by what also succeeds where no server is', () => {
    assert.match(shortcoming([check('SUCCESS')], [check('SUCCESS')]) ?? '', /hollow/)
    assert.equal(shortcoming([check('SUCCESS')], [check('FAILURE')]), undefined)
  })
  it('by an error that says only that there is no such tool', () => {
    assert.match(
      shortcoming([check('SUCCESS', 'rejects', { details: { message: 'Unknown tool: x' } })]) ?? '',
      /hollow/,
    )
  })
})

describe('the official conformance suite', { timeout: 180_000 }, () => {
  let url: string
  let nowhere: string

  before(async () => {
    url = (await app.listen({ port: 0 })).url
    nowhere = await urlWithoutServer()
  })
  after(() => app.close())

  for (const [run, selection] of Object.entries(RUNS)) {
    it(`${run}: every scenario passes for real`, async t => {
      const [report, floor] = await Promise.all([runSuite(url, selection), runSuite(nowhere, selection)])
      for (const [scenario, checks] of report) {
        if (ALWAYS_SKIPPED.has(scenario)) continue
        await t.test(scenario, () => {
          const found = shortcoming(checks, floor.get(scenario))
          assert.equal(found, undefined, found)
        })
      }
    })
  }
})

/** The address of a port that was free a moment ago. */
async function urlWithoutServer(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return `http://localhost:${typeof address === 'object' ? address?.port : 0}/mcp`
}
