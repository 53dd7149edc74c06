import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RpcError } from '../../../packages/runtime/src/features/errors.ts'
import { assistantMessage, image, userMessage } from '../../../packages/runtime/src/features/results.ts'
import type { PromptBinding } from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { text } from '../../../packages/runtime/src/validation.ts'
import { call, prompt, serve, validate } from './bindings.ts'

async function get(binding: PromptBinding, args?: JsonObject) {
  const params = args === undefined ? { name: binding.name } : { name: binding.name, arguments: args }
  return serve({ prompts: [binding] }).features.getPrompt(call(params))
}

async function messagesOf(value: unknown) {
  return (await get(prompt('p', () => value))).messages
}

const said = (role: string, words: string) => ({ role, content: { type: 'text', text: words } })

describe('prompts/get', () => {
  it('makes one user message of text', async () => {
    assert.deepEqual(await messagesOf('Hello'), [said('user', 'Hello')])
  })

  it('takes messages, one or many, made or written as the specification writes them', async () => {
    assert.deepEqual(await messagesOf(assistantMessage('Hi')), [said('assistant', 'Hi')])
    assert.deepEqual(await messagesOf([userMessage('a'), said('assistant', 'b')]), [
      said('user', 'a'),
      said('assistant', 'b'),
    ])
    assert.deepEqual(await messagesOf({ messages: [said('user', 'a')] }), [said('user', 'a')])
  })

  it('makes a user message of a content block', async () => {
    const picture = image('AAAA', 'image/png')
    assert.deepEqual(await messagesOf([picture, 'What is this?']), [
      { role: 'user', content: picture },
      said('user', 'What is this?'),
    ])
  })

  it('waits for a promise', async () => {
    assert.deepEqual(await messagesOf(Promise.resolve('late')), [said('user', 'late')])
  })

  it('hides what is no message', async () => {
    for (const value of [undefined, 5, { role: 'system', content: text }, { role: 'user', content: 'bare' }, [null]]) {
      await assert.rejects(messagesOf(value), { code: -32603 })
    }
  })

  it('answers with the description of the list’s entry', async () => {
    const entry = JSON.stringify({ name: 'p', description: 'Says hello.' })
    assert.equal((await get(prompt('p', () => 'Hi', { entry }))).description, 'Says hello.')
    assert.equal('description' in (await get(prompt('p', () => 'Hi'))), false)
  })

  it('refuses an unknown prompt with −32602', () => {
    for (const name of ['x', '__proto__', 'constructor', 'toString']) {
      const { features } = serve({ prompts: [prompt('p', () => '')] })
      assert.throws(() => features.getPrompt(call({ name })), new RpcError(-32602, `Unknown prompt: ${name}`))
    }
  })

  it('serves a prompt of such a name', async () => {
    assert.deepEqual((await get(prompt('__proto__', () => 'mine'))).messages, [said('user', 'mine')])
  })

  it('refuses a request without a name', () => {
    assert.throws(
      () => serve({}).features.getPrompt(call({})),
      new RpcError(-32602, 'Invalid params: "name" must be a string, got nothing'),
    )
  })

  it('hides a module that does not load', async () => {
    const load = async () => {
      throw new Error('boom')
    }
    await assert.rejects(get(prompt('p', () => '', { load })), { code: -32603, message: /^Internal error/ })
  })
})

describe('a prompt’s arguments', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: { topic: { type: 'string' }, count: { type: 'integer', maximum: 9 }, draft: { type: 'boolean' } },
    required: ['topic', 'count'],
    additionalProperties: false,
  }
  const typed = prompt('write', args => JSON.stringify(args), {
    entry: JSON.stringify({ name: 'write', arguments: [{ name: 'topic' }, { name: 'count' }, { name: 'draft' }] }),
    validators: async () => ({
      decode: text.decoder({ count: text.integer, draft: text.boolean }),
      input: validate(schema),
    }),
  })

  it('are strings, converted to the declared types', async () => {
    const { messages } = await get(typed, { topic: '5', count: '5', draft: 'true' })
    assert.deepEqual(messages, [said('user', '{"topic":"5","count":5,"draft":true}')])
  })

  it('that are no strings are refused with −32602', async () => {
    await assert.rejects(
      get(typed, { topic: 'a', count: 5 }),
      new RpcError(-32602, 'Invalid params: the argument count must be a string, got 5'),
    )
  })

  it('that are wrong or missing are refused with −32602, every one named', async () => {
    await assert.rejects(get(typed, { count: 'many', draft: 'yes', topci: 'x' }), (error: RpcError) => {
      assert.equal(error.code, -32602)
      const [head, ...lines] = error.message.split(/: (?=\w+: )|; /)
      assert.equal(head, 'Invalid arguments for the prompt write')
      assert.deepEqual(lines.sort(), [
        'count: must be an integer, got the string "many"',
        'draft: must be a boolean, got the string "yes"',
        'topci: not known here, did you mean "topic"?',
        'topic: required, but missing',
      ])
      return true
    })
    await assert.rejects(get(typed), { code: -32602, message: /topic: required, but missing/ })
  })

  it('that cannot be decoded are told once, even where the schema would do without them', async () => {
    const problem = (name: string) => ({ instancePath: `/${name}`, keyword: 'type', params: { type: 'integer' } })
    const binding = prompt('p', () => 'ran', {
      validators: async () => ({
        decode: () => ({ args: { topic: 'a' }, problems: [problem('count'), problem('draft')] }),
        input: validate(schema),
      }),
    })
    await assert.rejects(get(binding, { topic: 'a', count: 'x', draft: 'y' }), {
      message:
        'Invalid arguments for the prompt p: count: must be an integer, got the string "x"; draft: must be an integer, got the string "y"',
    })
    const optional = prompt('p', () => 'ran', {
      validators: async () => ({
        decode: () => ({ args: { topic: 'a', count: 1 }, problems: [problem('draft')] }),
        input: validate(schema),
      }),
    })
    await assert.rejects(get(optional, { topic: 'a', count: '1', draft: 'y' }), { code: -32602 })
  })

  it('of a union name what would do', async () => {
    const either: JsonObject = {
      type: 'object',
      properties: { n: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] } },
      required: ['n'],
      additionalProperties: false,
    }
    const binding = prompt('p', args => JSON.stringify(args), {
      validators: async () => ({
        decode: text.decoder({ n: text.union(text.boolean, text.integer) }),
        input: validate(either),
      }),
    })
    assert.deepEqual((await get(binding, { n: '5' })).messages, [said('user', '{"n":5}')])
    await assert.rejects(get(binding, { n: 'x' }), {
      message: 'Invalid arguments for the prompt p: n: must be an integer or a boolean, got the string "x"',
    })
  })

  it('of a prompt that takes none are none', async () => {
    const bare = prompt('p', () => 'Hi')
    assert.deepEqual((await get(bare, {})).messages, [said('user', 'Hi')])
    await assert.rejects(
      get(bare, { a: '1' }),
      new RpcError(-32602, 'Invalid arguments for the prompt p: a: not known here'),
    )
  })

  it('that are all strings need no decoder', async () => {
    const plain: JsonObject = {
      type: 'object',
      properties: { constructor: { type: 'string' } },
      required: ['constructor'],
      additionalProperties: false,
    }
    const binding = prompt('p', args => String(args['constructor']), {
      validators: async () => ({ input: validate(plain) }),
    })
    assert.deepEqual((await get(binding, { constructor: 'mine' })).messages, [said('user', 'mine')])
    await assert.rejects(get(binding, {}), {
      message: 'Invalid arguments for the prompt p: constructor: required, but missing',
    })
    await assert.rejects(get(binding, JSON.parse('{"constructor": "a", "__proto__": "b"}')), { code: -32602 })
  })
})
