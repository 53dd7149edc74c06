import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NotFound, ResourceNotFound, RpcError, UserError } from '../../../packages/runtime/src/features/errors.ts'
import { call, callTool, prompt, resource, serve, textOf, tool } from './bindings.ts'

/** Things that get thrown, and that throw when they are looked at. */
const HOSTILE: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'just text'],
  ['a number', 5],
  ['a symbol', Symbol('s')],
  ['a function', () => {}],
  ['an object without a prototype', Object.create(null)],
  ['a frozen error', Object.freeze(new Error('frozen'))],
  ['an error whose message throws', Object.defineProperty(new Error(), 'message', { get: () => fail() })],
  ['a user error whose message throws', Object.defineProperty(new UserError(''), 'message', { get: () => fail() })],
  ['an error whose message is no string', Object.assign(new Error(), { message: { toString: fail } })],
  ['an object that cannot be printed', { toString: fail, [Symbol.toPrimitive]: fail }],
  ['a proxy that refuses everything', new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail, ownKeys: fail })],
  ['a revoked proxy', revoked()],
]

function fail(): never {
  throw new Error('looked at')
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('what a tool throws', () => {
  const throwing = (thrown: unknown) => [
    tool('now', () => {
      throw thrown
    }),
    tool('later', () => Promise.reject(thrown)),
  ]

  for (const name of ['now', 'later']) {
    it(`${name}, if for the caller, is its result: UserError`, async () => {
      const served = serve({ tools: throwing(new UserError('Say which one.', { cause: new Error('secret') })) })
      const answer = await callTool(served, name)
      assert.deepEqual(answer, { content: [{ type: 'text', text: 'Say which one.' }], isError: true })
      assert.deepEqual(served.failures, [])
    })

    it(`${name}, if for the caller, is its result: NotFound`, async () => {
      const answer = await callTool(serve({ tools: throwing(new NotFound('No such order')) }), name)
      assert.deepEqual(answer, { content: [{ type: 'text', text: 'No such order' }], isError: true })
    })

    it(`${name} is thrown on as a protocol error: RpcError`, async () => {
      const error = new RpcError(1234, 'Try later', { seconds: 5 })
      await assert.rejects(
        async () => serve({ tools: throwing(error) }).features.callTool(call({ name })),
        thrown => thrown === error,
      )
    })

    it(`${name} is hidden behind a reference, and reported whole: anything else`, async () => {
      const error = new Error('password is hunter2')
      const served = serve({ tools: throwing(error) })
      const answer = await callTool(served, name)
      const [failure] = served.failures
      assert.equal(served.failures.length, 1)
      assert.equal(failure?.error, error)
      assert.equal(failure?.source, `src/test.ts#${name}`)
      assert.match(failure?.reference ?? '', /^[a-z0-9]{8}$/)
      assert.deepEqual(answer, {
        content: [{ type: 'text', text: `Internal error (reference ${failure?.reference})` }],
        isError: true,
      })
    })

    for (const [title, thrown] of HOSTILE) {
      it(`${name} never gets past the answer: ${title}`, async () => {
        for (const errors of ['hidden', 'shown'] as const) {
          const served = serve({ tools: throwing(thrown) }, { errors })
          const answer = await callTool(served, name)
          assert.equal(answer.isError, true)
          assert.match(textOf(answer), /\(reference [a-z0-9]{8}\)$/)
          assert.equal(served.failures.length, 1)
        }
      })
    }
  }

  it('is shown with its reference, and never with its stack, when errors are shown', async () => {
    const served = serve({ tools: throwing(new Error('no such table')) }, { errors: 'shown' })
    assert.equal(textOf(await callTool(served, 'now')), `no such table (reference ${served.failures[0]?.reference})`)
    const text = serve({ tools: throwing('just text') }, { errors: 'shown' })
    assert.equal(textOf(await callTool(text, 'now')), `just text (reference ${text.failures[0]?.reference})`)
  })

  for (const code of [-32768, -32602, -32000, 1.5, Number.NaN, '5' as never]) {
    it(`as RpcError with the code ${code} is an error of the program`, async () => {
      const served = serve({ tools: throwing(new RpcError(code, 'mine')) })
      assert.match(textOf(await callTool(served, 'now')), /^Internal error/)
      assert.equal(served.failures.length, 1)
    })
  }

  it('as RpcError with the codes next to the reserved ones is a protocol error', async () => {
    for (const code of [-32769, -31999, 0]) {
      const { features } = serve({ tools: throwing(new RpcError(code, 'mine')) })
      await assert.rejects(async () => features.callTool(call({ name: 'now' })), { code })
    }
  })

  it('as RpcError with data that JSON cannot carry is an error of the program', async () => {
    const served = serve({ tools: throwing(new RpcError(1, 'mine', 1n as never)) })
    assert.match(textOf(await callTool(served, 'now')), /^Internal error/)
  })

  it('is answered even when the report itself fails', async () => {
    const { features } = serve({ tools: throwing(new Error('x')) }, { report: fail })
    await features.load()
    const outcome = await features.callTool(call({ name: 'now' }))
    assert.equal(outcome.isError, true)
  })
})

describe('what a resource or a prompt throws is a protocol error:', () => {
  const throwing = (thrown: unknown) => {
    const run = () => {
      throw thrown
    }
    const served = serve({ resources: [resource('a://b', run)], prompts: [prompt('p', run)] })
    return {
      failures: served.failures,
      read: async () => served.features.readResource(call({ uri: 'a://b' })),
      get: async () => served.features.getPrompt(call({ name: 'p' })),
    }
  }

  it('UserError is −32602 with its message', async () => {
    const { read, get, failures } = throwing(new UserError('Not so'))
    await assert.rejects(read, new RpcError(-32602, 'Not so'))
    await assert.rejects(get, new RpcError(-32602, 'Not so'))
    assert.deepEqual(failures, [])
  })

  it('UserError with a status from 500 on is −32603', async () => {
    await assert.rejects(
      throwing(new UserError('Backend down', { status: 503 })).read,
      new RpcError(-32603, 'Backend down'),
    )
  })

  it('NotFound is the resource that isn’t there; of a prompt −32602', async () => {
    const { read, get } = throwing(new NotFound('No such order'))
    await assert.rejects(read, (error: unknown) => error instanceof ResourceNotFound && error.uri === 'a://b')
    await assert.rejects(get, new RpcError(-32602, 'No such order'))
  })

  it('RpcError is itself', async () => {
    const error = new RpcError(7, 'mine')
    await assert.rejects(throwing(error).read, thrown => thrown === error)
    await assert.rejects(throwing(error).get, thrown => thrown === error)
  })

  it('anything else is −32603 behind a reference', async () => {
    const { read, get, failures } = throwing(new Error('secret'))
    for (const ask of [read, get]) {
      await assert.rejects(ask, (error: RpcError) => {
        assert.equal(error.code, -32603)
        assert.equal(error.message, `Internal error (reference ${failures.at(-1)?.reference})`)
        return error.data === undefined && error.cause === undefined
      })
    }
    assert.equal(failures.length, 2)
  })

  for (const [title, thrown] of HOSTILE) {
    it(`${title} too`, async () => {
      await assert.rejects(throwing(thrown).read, { code: -32603 })
      await assert.rejects(throwing(thrown).get, { code: -32603 })
    })
  }
})
