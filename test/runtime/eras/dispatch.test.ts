/** How an answer comes about: at once where the tool gives it at once, and never twice. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openCall } from '../../../packages/runtime/src/eras/calls.ts'
import { createDispatcher, type Method, methodTable } from '../../../packages/runtime/src/eras/dispatch.ts'
import type { Exchange } from '../../../packages/runtime/src/eras/era.ts'
import { ResourceNotFound, RpcError } from '../../../packages/runtime/src/features/errors.ts'

function fixture(disconnectCancels = true) {
  const sent: string[] = []
  const reported: unknown[] = []
  let disconnect: (() => void) | undefined
  const exchange: Exchange = {
    transport: 'http',
    principal: undefined,
    request: undefined,
    header: () => undefined,
    streams: true,
    send: message => sent.push(`send ${'method' in message ? message.method : ''}`),
    isBackedUp: () => false,
    stream: () => undefined,
    connection: undefined,
    respond: (json, status) => sent.push(`${status ?? 200} ${json}`),
    accept: () => sent.push('accept'),
    onDisconnect: listener => {
      disconnect = listener
    },
  }
  const policy = {
    resourceNotFound: -32002,
    missingCapability: -32021,
    statuses: { [-32021]: 400 },
    disconnectCancels,
    sessionOf: () => undefined,
  }
  const dispatcher = createDispatcher(policy, { around: undefined, report: error => reported.push(error) })
  const calls = new Map<string | number, () => void>()
  const seed = { params: {}, client: undefined, clientCapabilities: {}, progressToken: undefined, logLevel: undefined }
  const call = openCall(seed, exchange)
  const run = (method: Method) =>
    dispatcher.run(method, { id: 1, name: 'tests', revision: '2026-07-28', call, exchange, calls }, undefined)
  return { sent, reported, dispatcher, calls, call, run, disconnect: () => disconnect?.() }
}

const answer = (result: string) => `200 {"jsonrpc":"2.0","id":1,"result":${result}}`
const settled = () => new Promise<void>(resolve => setImmediate(resolve))

describe('a request', () => {
  it('is answered in the same tick when the method answers at once, and nothing is kept of it', () => {
    const { run, sent, calls } = fixture()
    run(() => '{}')
    assert.deepEqual(sent, [answer('{}')])
    assert.equal(calls.size, 0)
  })

  it('is answered later when the method answers later, and forgotten then', async () => {
    const { run, sent, calls } = fixture()
    run(async () => '{}')
    assert.deepEqual([sent.length, calls.size], [0, 1])
    await settled()
    assert.deepEqual([sent, calls.size], [[answer('{}')], 0])
  })

  it('is answered by the error that was thrown for the caller, at once or later', async () => {
    const errors: [Error, string][] = [
      [
        new RpcError(-32602, 'No', { a: 1 }),
        '200 {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"No","data":{"a":1}}}',
      ],
      [new RpcError(-32021, 'No'), '400 {"jsonrpc":"2.0","id":1,"error":{"code":-32021,"message":"No"}}'],
      [
        new ResourceNotFound('a://b'),
        '200 {"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"Resource not found","data":{"uri":"a://b"}}}',
      ],
    ]
    for (const [error, expected] of errors) {
      const [now, later] = [fixture(), fixture()]
      now.run(() => {
        throw error
      })
      later.run(() => Promise.reject(error))
      await settled()
      assert.deepEqual([now.sent, later.sent], [[expected], [expected]])
    }
  })

  it('is answered by −32603 for any other error, which goes to the log alone', async () => {
    const { run, sent, reported } = fixture()
    const error = new Error('the password is 123456')
    run(() => Promise.reject(error))
    await settled()
    assert.deepEqual(sent, ['200 {"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}'])
    assert.deepEqual(reported, [error])
  })

  it('that is cancelled ends without an answer, and says nothing after that', async () => {
    const { run, sent, calls, call } = fixture()
    const causes: string[] = []
    call.onAbort(cause => causes.push(cause))
    run(async () => {
      await settled()
      call.notify('notifications/message', {})
      return '{}'
    })
    calls.get(1)?.()
    await settled()
    await settled()
    assert.deepEqual([sent, causes], [['accept'], ['cancelled']])
  })

  it('whose client went away is aborted where the era says so, and not elsewhere', () => {
    for (const [disconnectCancels, expected] of [
      [true, ['disconnected']],
      [false, []],
    ] as const) {
      const { run, disconnect, call } = fixture(disconnectCancels)
      const causes: string[] = []
      call.onAbort(cause => causes.push(cause))
      run(() => new Promise(() => {}))
      disconnect()
      assert.deepEqual(causes, expected)
    }
  })

  it('learns of an abort that came before it listened', () => {
    const { call } = fixture()
    call.abort('shutdown')
    const causes: string[] = []
    call.onAbort(cause => causes.push(cause))
    assert.deepEqual(causes, ['shutdown'])
  })

  it('says nothing after its answer', () => {
    const { run, sent, call } = fixture()
    run(() => '{}')
    call.notify('notifications/progress', { progress: 1 })
    call.notify('notifications/message', {})
    assert.equal(sent.length, 1)
  })
})

describe('a table of methods', () => {
  it('has none that it was not given', () => {
    const table = methodTable({ ping: () => '{}' })
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) assert.equal(table[name], undefined)
    assert.ok(table['ping'])
  })
})
