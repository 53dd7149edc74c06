/** What comes from outside can neither begin a line of the log nor steer a terminal. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tool } from '../harness/declarations.ts'
import { startServer } from '../harness/server.ts'

const EVIL = 'x\r\n2026 error forged: line\n\u001b[2J\u001b]0;owned\u0007\u009b31m\u0008\u2028end'

const logging = tool('logging', (args, { log }) => {
  log.info(`said ${args['text']}`)
  return 'logged'
})
const detailed = tool('detailed', (args, { log }) => {
  log.info('said', { data: args['text'], [String(args['text'])]: 1 })
  return 'logged'
})
const failing = tool('failing', args => {
  throw new Error(`failed with ${args['text']}`, { cause: new Error(String(args['text'])) })
})
const odd = tool('odd', args => {
  throw args['text']
})

describe('a line of the log', { timeout: 20_000 }, () => {
  for (const name of ['logging', 'detailed', 'failing', 'odd']) {
    it(`is not broken by what a caller says (${name})`, async t => {
      const said: string[] = []
      t.mock.method(process.stderr, 'write', (text: string) => said.push(text))
      await using server = await startServer({}, { tools: [logging, detailed, failing, odd] })
      const answer = await server.modern('tools/call', { name, arguments: { text: EVIL } })
      assert.equal(answer.status, 200)
      const all = said.join('')
      assert.match(all, /forged/)
      assert.doesNotMatch(all, /[^\P{Cc}\n\t]|\u2028/u)
      assert.doesNotMatch(all, /^2026 error forged/m)
      if (name === 'logging') assert.equal(all.trimEnd().includes('\n'), false)
    })
  }
})
