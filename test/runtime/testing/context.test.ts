/** The context for the test of one function. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testContext } from '@mcpgen/runtime/testing'

describe('a test context', () => {
  it('holds what the function said, as a client would have heard it', () => {
    const ctx = testContext()
    ctx.progress(1, 2, 'half')
    ctx.progress(1, 2, 'again')
    ctx.progress(2, 2)
    ctx.log.debug('detail')
    ctx.log.error('failure', { code: 7 })
    ctx.resourceUpdated('note://one')
    assert.deepEqual(ctx.progressed, [
      { progress: 1, total: 2, message: 'half' },
      { progress: 2, total: 2 },
    ])
    assert.deepEqual(ctx.logged, [
      { level: 'debug', message: 'detail' },
      { level: 'error', message: 'failure', data: { code: 7 } },
    ])
    assert.deepEqual(ctx.changed, [{ kind: 'resource', uri: 'note://one' }])
  })

  it('is aborted with a reason as a call is', () => {
    const ctx = testContext()
    assert.equal(ctx.signal.aborted, false)
    ctx.abort('timeout')
    assert.equal(ctx.signal.aborted, true)
    assert.deepEqual([ctx.signal.reason.name, ctx.signal.reason.cause], ['AbortError', 'timeout'])
  })

  it('has the principal and the resources that it is given', async () => {
    const contents = [{ uri: 'note://one', text: 'One' }]
    const ctx = testContext({ principal: { id: 'ada', admin: true }, resources: { 'note://one': contents } })
    assert.deepEqual([ctx.principal?.id, ctx.principal?.admin, ctx.principal?.staff], ['ada', true, false])
    assert.deepEqual(await ctx.readResource('note://one'), contents)
    await assert.rejects(ctx.readResource('note://two'), { name: 'NotFound' })
  })

  it('answers asks by their keys, and fails those that it has no answer for', async () => {
    const yes = { action: 'accept', content: { yes: true } }
    const ctx = testContext({ answers: { sure: yes, 'file:2': { action: 'decline' }, capital: 'Paris' } })
    assert.deepEqual(await ctx.elicit('sure', 'Sure?'), yes)
    assert.deepEqual(await ctx.elicit('file', 'This one?', { id: 2 }), { action: 'decline' })
    const { text, model } = await ctx.sample('capital', 'Which?')
    assert.deepEqual([text, model], ['Paris', 'test'])
    assert.equal(await ctx.once('step', () => 42), 42)
    await assert.rejects(ctx.roots('where'), /Nothing answers the ask "where"/)
  })
})
