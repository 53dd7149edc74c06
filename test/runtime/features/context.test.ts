import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Call } from '../../../packages/runtime/src/features/call.ts'
import type { Context } from '../../../packages/runtime/src/features/context.ts'
import { NotFound } from '../../../packages/runtime/src/features/errors.ts'
import type { Given } from '../../../packages/runtime/src/manifest.ts'
import { call, resource, serve, template, tool } from './bindings.ts'

/** Runs one tool with a call of one's own. */
function run(body: (context: Context, given: Given) => unknown, more: Partial<Call> = {}) {
  const served = serve({ tools: [tool('t', (_, given) => body(given.context, given), { result: 'none' })] })
  const request = call({ name: 't' }, more)
  return { ...served, request, done: (async () => served.features.callTool(request))() }
}

describe('ctx.progress', () => {
  const messages = async (body: (context: Context) => unknown, more: Partial<Call>) => {
    const { request, done } = run(body, more)
    await done
    return request.sent
  }

  it('is sent under the request’s token, whatever its type', async () => {
    for (const progressToken of ['p', 0]) {
      assert.deepEqual(await messages(ctx => ctx.progress(1, 2, 'half'), { progressToken }), [
        { method: 'notifications/progress', params: { progressToken, progress: 1, total: 2, message: 'half' } },
      ])
    }
    assert.deepEqual(await messages(ctx => ctx.progress(0.5), { progressToken: 'p' }), [
      { method: 'notifications/progress', params: { progressToken: 'p', progress: 0.5 } },
    ])
  })

  it('is not sent without a token', async () => {
    assert.deepEqual(await messages(ctx => ctx.progress(1), {}), [])
  })

  it('only grows: equal, smaller and impossible values are dropped', async () => {
    const body = (ctx: Context) => {
      for (const done of [0, 1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '9' as never, 2]) ctx.progress(done)
    }
    const sent = await messages(body, { progressToken: 'p' })
    assert.deepEqual(
      sent.map(({ params }) => params['progress']),
      [0, 1, 2],
    )
  })

  it('leaves out a total that is no number', async () => {
    const [sent] = await messages(ctx => ctx.progress(1, Number.NaN), { progressToken: 'p' })
    assert.deepEqual(sent?.params, { progressToken: 'p', progress: 1 })
  })
})

describe('ctx.log', () => {
  const all = (ctx: Context) => {
    ctx.log.debug('d')
    ctx.log.info('i')
    ctx.log.warning('w')
    ctx.log.error('e')
  }

  it('is sent from the level that the caller asked for', async () => {
    const expected = {
      debug: 'diwe',
      info: 'iwe',
      notice: 'we',
      warning: 'we',
      error: 'e',
      critical: '',
      emergency: '',
    }
    for (const [logLevel, letters] of Object.entries(expected)) {
      const { request, done } = run(all, { logLevel: logLevel as never })
      await done
      assert.equal(request.sent.map(({ params }) => params['data']).join(''), letters, logLevel)
    }
  })

  it('is not sent to a caller who asked for none, and always written to the server’s log', async () => {
    const { request, done, logs } = run(all)
    await done
    assert.deepEqual(request.sent, [])
    assert.deepEqual(logs[2], { level: 'warning', logger: 't', message: 'w', data: undefined })
    assert.equal(logs.length, 4)
  })

  it('names the declaration and carries data beside the message', async () => {
    const { request, done } = run(ctx => ctx.log.info('Loaded', { rows: 5 }), { logLevel: 'debug' })
    await done
    assert.deepEqual(request.sent, [
      {
        method: 'notifications/message',
        params: { level: 'info', logger: 't', data: { message: 'Loaded', data: { rows: 5 } } },
      },
    ])
  })

  it('carries any value, as JSON where that can be', async () => {
    const circular: Record<string, unknown> = { a: { b: 1 } }
    circular['self'] = circular
    const shared = { s: 1 }
    const cases: [unknown, unknown][] = [
      [circular, { a: { b: 1 }, self: '[circular]' }],
      [
        [shared, shared],
        [{ s: 1 }, { s: 1 }],
      ],
      [{ n: 1n }, { n: '1' }],
      [new TypeError('bad'), { name: 'TypeError', message: 'bad' }],
      [Symbol('s'), 'Symbol(s)'],
      [
        {
          get bad() {
            throw new Error('no')
          },
        },
        '[not serializable]',
      ],
      [null, null],
    ]
    for (const [data, expected] of cases) {
      const { request, done } = run(ctx => ctx.log.info('m', data), { logLevel: 'debug' })
      await done
      assert.deepEqual(request.sent[0]?.params['data'], { message: 'm', data: expected })
    }
  })

  it('does not fail the function when the server’s log does', async () => {
    const log = () => {
      throw new Error('disk full')
    }
    const body = (_: unknown, given: Given) => given.context.log.info('m')
    const { features } = serve({ tools: [tool('t', body, { result: 'none' })] }, { log })
    assert.deepEqual(await features.callTool(call({ name: 't' })), { content: '[]' })
  })
})

describe('ctx.signal', () => {
  it('costs a listener only when it is read', async () => {
    let listeners = 0
    const onAbort = () => {
      listeners++
    }
    const quiet = run(ctx => ctx.progress(1), { onAbort })
    await quiet.done
    assert.equal(listeners, 0)
    await run(ctx => [ctx.signal, ctx.signal], { onAbort }).done
    assert.equal(listeners, 1)
  })

  for (const cause of ['cancelled', 'disconnected', 'shutdown', 'timeout'] as const) {
    it(`aborts with a typed reason: ${cause}`, async () => {
      let signal: AbortSignal | undefined
      const { request, done } = run(ctx => {
        signal = ctx.signal
        return new Promise(resolve => signal?.addEventListener('abort', resolve))
      })
      await new Promise(setImmediate)
      assert.equal(signal?.aborted, false)
      request.abort(cause)
      await done
      assert.ok(signal.reason instanceof Error)
      assert.equal(signal.reason.name, 'AbortError')
      assert.equal(signal.reason.cause, cause)
    })
  }

  it('is aborted at once when the call was before', async () => {
    const onAbort: Call['onAbort'] = listener => listener('disconnected')
    const seen: unknown[] = []
    await run(ctx => seen.push(ctx.signal.aborted), { onAbort }).done
    assert.deepEqual(seen, [true])
  })

  it('lets a function stop without a report', async () => {
    const stops = [
      (signal: AbortSignal) => signal.throwIfAborted(),
      () => {
        throw Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' })
      },
    ]
    for (const stop of stops) {
      const { request, done, failures } = run(async ctx => {
        const { signal } = ctx
        await new Promise(resolve => signal.addEventListener('abort', resolve))
        stop(signal)
      })
      await new Promise(setImmediate)
      request.abort('cancelled')
      const outcome = await done
      assert.equal(outcome.isError, true)
      assert.equal(outcome.content, '[{"type":"text","text":"The call was aborted: cancelled"}]')
      assert.deepEqual(failures, [])
    }
  })

  it('does not hide an error that has nothing to do with it', async () => {
    const { request, done, failures } = run(async ctx => {
      await new Promise(resolve => ctx.signal.addEventListener('abort', resolve))
      throw new Error('a bug')
    })
    await new Promise(setImmediate)
    request.abort('cancelled')
    await done
    assert.equal(failures.length, 1)
  })
})

describe('ctx.readResource', () => {
  const principal = { id: 'u1', staff: false, admin: false, permissions: [], scopes: [], claims: {} }
  const resources = [
    resource('me://id', (_, given) => {
      given.context.progress(1)
      given.context.log.info('read')
      return String(given.principal?.id)
    }),
    resource('me://slow', async (_, given) => {
      const { signal } = given.context
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      throw signal.reason
    }),
  ]
  const templates = [template('me://item/{id}', ({ id }) => `item ${id}`)]

  function runWith(body: (context: Context) => unknown, more: Partial<Call> = {}) {
    const tools = [tool('t', (_, given) => body(given.context), { result: 'mixed' })]
    const served = serve({ tools, resources, templates })
    const request = call({ name: 't' }, { principal, ...more })
    return { ...served, request, done: (async () => served.features.callTool(request))() }
  }

  it('reads under the caller’s own principal, exact or by template', async () => {
    let read: unknown
    await runWith(async ctx => {
      read = [await ctx.readResource('me://id'), await ctx.readResource('me://item/5')]
    }).done
    assert.deepEqual(read, [
      [{ uri: 'me://id', mimeType: 'text/plain', text: 'u1' }],
      [{ uri: 'me://item/5', mimeType: 'text/plain', text: 'item 5' }],
    ])
  })

  it('leaves progress to the outer call and sends what is logged', async () => {
    const { request, done } = runWith(async ctx => void (await ctx.readResource('me://id')), {
      progressToken: 'p',
      logLevel: 'info',
    })
    await done
    assert.deepEqual(
      request.sent.map(({ method, params }) => [method, params['logger']]),
      [['notifications/message', 'me://id']],
    )
  })

  it('rejects with NotFound for what isn’t there, which is for the caller', async () => {
    const { done, failures } = runWith(ctx => ctx.readResource('me://nobody'))
    const outcome = await done
    assert.equal(outcome.content, '[{"type":"text","text":"Resource not found: me://nobody"}]')
    assert.deepEqual(failures, [])
    let caught: unknown
    await runWith(ctx =>
      ctx.readResource('me://nobody').catch(error => {
        caught = error
      }),
    ).done
    assert.ok(caught instanceof NotFound)
  })

  it('is aborted with the outer call, whose one listener it shares', async () => {
    const { request, done, failures } = runWith(async ctx => {
      await ctx.readResource('me://slow')
      return 'never'
    })
    await new Promise(resolve => setTimeout(resolve, 5))
    request.abort('cancelled')
    const outcome = await done
    assert.equal(outcome.isError, true)
    assert.equal(outcome.content, '[{"type":"text","text":"The call was aborted: cancelled"}]')
    assert.deepEqual(failures, [])
  })
})

describe('a context after the call has ended', () => {
  for (const kind of ['synchronous', 'asynchronous', 'throwing'] as const) {
    it(`says nothing and harms nothing (${kind})`, async () => {
      let context: Context | undefined
      const { request, done, failures } = run(
        ctx => {
          context = ctx
          if (kind === 'throwing') throw new Error('x')
          return kind === 'asynchronous' ? Promise.resolve() : undefined
        },
        { progressToken: 'p', logLevel: 'debug' },
      )
      await done
      const before = failures.length
      context?.progress(1)
      context?.log.error('late')
      assert.equal(context?.signal.aborted, false)
      await assert.rejects(async () => context?.readResource('me://id'), NotFound)
      request.abort('shutdown')
      assert.deepEqual(request.sent, [])
      assert.equal(failures.length, before)
    })
  }
})

describe('what a function is given', () => {
  it('is the call’s request, principal and client, and one context', async () => {
    const request = { headers: { host: 'localhost' }, method: 'POST', url: '/mcp', remoteAddress: '127.0.0.1' }
    const client = { name: 'test', version: '1' }
    const seen: unknown[] = []
    await run(
      (context, given) => {
        seen.push(given.request, context.request, context.client, given.principal, context === given.context)
      },
      { request, client },
    ).done
    assert.deepEqual(seen, [request, request, client, undefined, true])
  })
})
