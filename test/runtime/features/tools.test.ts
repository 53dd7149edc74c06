import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RpcError } from '../../../packages/runtime/src/features/errors.ts'
import type { Validators } from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { call, callTool, checkedTool, type Run, serve, textOf, tool, validate } from './bindings.ts'

const ADD: JsonObject = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'number' } },
  required: ['a', 'b'],
  additionalProperties: false,
}
const add: Run = ({ a, b }) => ({ sum: Number(a) + Number(b) })

describe('tools/call', () => {
  it('answers a synchronous tool without a promise once its module is loaded', async () => {
    const { features } = serve({ tools: [checkedTool('add', ADD, add, { result: 'data' })] })
    const request = call({ name: 'add', arguments: { a: 1, b: 2 } })
    const first = features.callTool(request)
    assert.ok(first instanceof Promise)
    const expected = {
      content: '[{"type":"text","text":"{\\"sum\\":3}"}]',
      isText: true,
      structuredContent: '{"sum":3}',
    }
    assert.deepEqual(await first, expected)
    assert.deepEqual(features.callTool(request), expected)
  })

  it('answers without a promise at once after load()', async () => {
    const { features } = serve({ tools: [tool('hi', () => 'hi')] })
    await features.load()
    assert.deepEqual(features.callTool(call({ name: 'hi' })), {
      content: '[{"type":"text","text":"hi"}]',
      isText: true,
    })
  })

  it('waits for a promise, and for whatever else has a then', async () => {
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: query builders have one
      then: (resolve: (value: string) => void) => resolve('late'),
    }
    const served = serve({ tools: [tool('promise', async () => 'late'), tool('thenable', () => thenable)] })
    assert.equal(textOf(await callTool(served, 'promise')), 'late')
    assert.equal(textOf(await callTool(served, 'thenable')), 'late')
  })

  it('gives the function what the client sent', async () => {
    const seen: unknown[] = []
    const served = serve({ tools: [checkedTool('add', ADD, args => String(seen.push(args)))] })
    await callTool(served, 'add', { a: 1, b: 2 })
    assert.deepEqual(seen, [{ a: 1, b: 2 }])
  })

  it('refuses an unknown tool with −32602 and its name', () => {
    const { features } = serve({ tools: [tool('hi', () => 'hi')] })
    assert.throws(() => features.callTool(call({ name: 'ho' })), new RpcError(-32602, 'Unknown tool: ho'))
  })

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    it(`does not take ${name} for a tool that nobody declared, and serves one that somebody did`, async () => {
      assert.throws(() => serve({}).features.callTool(call({ name })), new RpcError(-32602, `Unknown tool: ${name}`))
      assert.equal(textOf(await callTool(serve({ tools: [tool(name, () => 'mine')] }), name)), 'mine')
    })
  }

  it('sends no more of an unknown name back than fits in a line', () => {
    const name = 'x'.repeat(1e6)
    assert.throws(
      () => serve({}).features.callTool(call({ name })),
      (error: Error) => error.message.length < 250,
    )
  })

  it('refuses a request whose name is no string, or whose arguments are no object, with −32602', () => {
    const { features } = serve({ tools: [tool('hi', () => 'hi')] })
    const cases: [JsonObject, string][] = [
      [{}, 'Invalid params: "name" must be a string, got nothing'],
      [{ name: 5 }, 'Invalid params: "name" must be a string, got 5'],
      [{ name: 'hi', arguments: [] }, 'Invalid params: "arguments" must be an object, got an empty array'],
      [{ name: 'hi', arguments: null }, 'Invalid params: "arguments" must be an object, got null'],
      [{ name: 'hi', arguments: '{}' }, 'Invalid params: "arguments" must be an object, got the string "{}"'],
    ]
    for (const [params, message] of cases) {
      assert.throws(() => features.callTool(call(params)), new RpcError(-32602, message))
    }
  })
})

describe('arguments', () => {
  it('that are wrong make a result a model can read, with every problem', async () => {
    const served = serve({ tools: [checkedTool('add', ADD, add, { result: 'data' })] })
    const answer = await callTool(served, 'add', { a: 'x', c: 1 })
    assert.equal(answer.isError, true)
    assert.equal('structuredContent' in answer, false)
    assert.deepEqual(textOf(answer).split('\n').sort(), [
      '- a: must be a number, got the string "x"',
      '- b: required, but missing',
      '- c: not known here, did you mean "a"?',
      'Invalid arguments for the tool add:',
    ])
    assert.deepEqual(served.failures, [])
  })

  const numbers = (args: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(args).map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]),
    )
  const coercing = async (): Promise<Validators> => ({ input: validate(ADD), coerce: numbers })

  it('are converted only after they were refused, and held against the schema again', async () => {
    const seen: JsonObject[] = []
    const run: Run = args => {
      seen.push(args)
      return add(args, undefined as never)
    }
    const served = serve({ tools: [checkedTool('add', ADD, run, { result: 'data', validators: coercing })] })
    assert.deepEqual((await callTool(served, 'add', { a: '1', b: 2 })).structuredContent, { sum: 3 })
    assert.deepEqual(seen, [{ a: 1, b: 2 }])
    const refused = await callTool(served, 'add', { a: '1', b: 'x' })
    assert.equal(textOf(refused), 'Invalid arguments for the tool add:\n- b: must be a number, got the string "x"')
  })

  it('are taken as sent when the server is strict', async () => {
    const tools = [checkedTool('add', ADD, add, { result: 'data', validators: coercing })]
    const refused = await callTool(serve({ tools }, { strict: true }), 'add', { a: '1', b: 2 })
    assert.equal(textOf(refused), 'Invalid arguments for the tool add:\n- a: must be a number, got the string "1"')
  })

  it('of a tool that takes none are {} or absent', async () => {
    const served = serve({ tools: [tool('hi', () => 'hi')] })
    assert.equal(textOf(await callTool(served, 'hi')), 'hi')
    assert.equal(textOf(await callTool(served, 'hi', {})), 'hi')
    const refused = await callTool(served, 'hi', { x: 1, y: 2 })
    assert.equal(refused.isError, true)
    assert.equal(
      textOf(refused),
      'Invalid arguments for the tool hi, which takes none:\n- x: not known here\n- y: not known here',
    )
  })

  it('named as properties of Object.prototype are names like others', async () => {
    const schema: JsonObject = { ...ADD, properties: { constructor: { type: 'string' } }, required: ['constructor'] }
    const served = serve({ tools: [checkedTool('odd', schema, args => String(args['constructor']))] })
    assert.equal(textOf(await callTool(served, 'odd', { constructor: 'mine' })), 'mine')
    assert.equal(
      textOf(await callTool(served, 'odd', JSON.parse('{"__proto__": 1, "toString": 2}')))
        .split('\n')
        .sort()
        .join('\n'),
      [
        '- __proto__: not known here, only "constructor"',
        '- constructor: required, but missing',
        '- toString: not known here, only "constructor"',
        'Invalid arguments for the tool odd:',
      ].join('\n'),
    )
    const none = serve({ tools: [tool('none', () => 'ran')] })
    assert.equal((await callTool(none, 'none', JSON.parse('{"__proto__": 1}'))).isError, true)
  })
})

describe('loading', () => {
  it('happens once, however many calls wait for it', async () => {
    let loads = 0
    const load = async () => {
      loads++
      return { run: () => 'hi' }
    }
    const served = serve({ tools: [tool('hi', () => '', { load })] })
    const answers = await Promise.all([callTool(served, 'hi'), callTool(served, 'hi'), callTool(served, 'hi')])
    assert.deepEqual(answers.map(textOf), ['hi', 'hi', 'hi'])
    assert.equal(loads, 1)
  })

  it('that fails is reported, hidden from the caller, and tried again at the next call', async () => {
    const error = new Error('no such database')
    let broken = true
    const load = async () => {
      if (broken) throw error
      return { run: () => 'hi' }
    }
    const served = serve({ tools: [tool('hi', () => '', { load })] })
    const refused = await callTool(served, 'hi')
    assert.equal(refused.isError, true)
    const [failure] = served.failures
    assert.equal(failure?.error, error)
    assert.equal(failure?.source, 'src/test.ts#hi')
    assert.equal(textOf(refused), `Internal error (reference ${failure?.reference})`)
    broken = false
    assert.equal(textOf(await callTool(served, 'hi')), 'hi')
  })

  it('fails with the validators too', async () => {
    const validators = async () => {
      throw new Error('no such file')
    }
    const served = serve({ tools: [tool('hi', () => 'hi', { validators })] })
    assert.match(textOf(await callTool(served, 'hi')), /^Internal error \(reference \w{8}\)$/)
  })

  it('of everything names the declaration that failed', async () => {
    const load = async () => {
      throw new Error('boom')
    }
    const { features, failures } = serve({ tools: [tool('ok', () => 'ok'), tool('hi', () => 'hi', { load })] })
    await assert.rejects(features.load(), (error: Error) => {
      assert.equal(error.message, 'Cannot load hi (src/test.ts#hi)')
      return (error.cause as Error).message === 'boom'
    })
    assert.deepEqual(failures, [])
  })
})

it('the entries of the lists are the bindings’ own texts, in their order', () => {
  const { features } = serve({ tools: [tool('b', () => ''), tool('a', () => '')] })
  assert.deepEqual(
    features.lists.tools.entries.map(entry => JSON.parse(entry).name),
    ['b', 'a'],
  )
  assert.deepEqual(features.lists.prompts.entries, [])
})
