import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  audio,
  contents,
  embeddedResource,
  image,
  resourceLink,
  result,
  text,
} from '../../../packages/runtime/src/features/results.ts'
import type { ResultKind, ToolBinding } from '../../../packages/runtime/src/manifest.ts'
import { type Answer, call, callTool, prompt, type Served, serve, textOf, tool, validate } from './bindings.ts'

const SUM = {
  type: 'object',
  properties: { sum: { type: 'number' } },
  required: ['sum'],
  additionalProperties: false,
}

function served(kind: ResultKind, value: unknown, more: Partial<ToolBinding> = {}, validateOutput = true): Served {
  return serve({ tools: [tool('t', () => value, { result: kind, ...more })] }, { validateOutput })
}

async function answer(kind: ResultKind, value: unknown, more: Partial<ToolBinding> = {}): Promise<Answer> {
  const app = served(kind, value, more)
  const answered = await callTool(app, 't')
  assert.deepEqual(app.failures, [])
  return answered
}

/** The report of a call that must fail. */
async function failure(kind: ResultKind, value: unknown, more: Partial<ToolBinding> = {}): Promise<string> {
  const app = served(kind, value, more)
  const answered = await callTool(app, 't')
  assert.equal(answered.isError, true)
  assert.equal('structuredContent' in answered, false)
  assert.equal(textOf(answered), `Internal error (reference ${app.failures[0]?.reference})`)
  return String(app.failures[0]?.error).replace(/^\w+: /, '')
}

describe('a result', () => {
  it('of kind none has no content, whatever the function returned', async () => {
    assert.deepEqual(await answer('none', undefined), { content: [] })
    assert.deepEqual(await answer('none', { secret: 1 }), { content: [] })
  })

  it('of kind text is one block', async () => {
    assert.deepEqual(await answer('text', 'a "b"\n'), { content: [{ type: 'text', text: 'a "b"\n' }] })
    assert.deepEqual(await answer('text', ''), { content: [{ type: 'text', text: '' }] })
    assert.equal(await failure('text', 5), 'Returned 5 where text was declared')
  })

  it('of kind data is structured content and the same JSON as text', async () => {
    assert.deepEqual(await answer('data', { sum: 3 }), {
      content: [{ type: 'text', text: '{"sum":3}' }],
      structuredContent: { sum: 3 },
    })
    assert.deepEqual((await answer('data', null)).structuredContent, null)
    assert.deepEqual((await answer('data', 0)).structuredContent, 0)
  })

  it('of kind data that is no object says that older revisions need it wrapped', async () => {
    assert.deepEqual(await answer('data', [1], { wrap: true }), {
      content: [{ type: 'text', text: '[1]' }],
      structuredContent: [1],
      wrap: true,
    })
  })

  it('of kind data must be there', async () => {
    assert.equal(await failure('data', undefined), 'Returned nothing where a value was declared')
    const gone = async () => ({ encode: () => undefined })
    assert.equal(await failure('data', { a: 1 }, { validators: gone }), 'Returned an object where data was declared')
  })

  it('is what the encoder makes of it', async () => {
    const validators = async () => ({ encode: ({ sum }: { sum: number }) => ({ sum }) }) as never
    const { structuredContent } = await answer('data', { sum: 3, password: 'x' }, { validators })
    assert.deepEqual(structuredContent, { sum: 3 })
  })

  it('is held against its schema after it was encoded', async () => {
    const validators = async () => ({ encode: ({ n }: { n: number }) => ({ sum: n }), output: validate(SUM) }) as never
    assert.deepEqual((await answer('data', { n: 3 }, { validators })).structuredContent, { sum: 3 })
    assert.equal(
      await failure('data', { n: 'x' }, { validators }),
      'The result is not what the return type declares:\nsum: must be a number, got the string "x"',
    )
  })

  it('is not held against its schema when the types are trusted', async () => {
    const app = served('data', { sum: 'x' }, { validators: async () => ({ output: validate(SUM) }) }, false)
    assert.deepEqual((await callTool(app, 't')).structuredContent, { sum: 'x' })
  })

  it('that JSON cannot carry is an error for the log', async () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    assert.match(await failure('data', circular), /circular/i)
    assert.match(await failure('data', { n: 1n }), /BigInt/)
    assert.equal(await failure('data', { toJSON: () => undefined }), 'Returned an object where data was declared')
  })

  it('of kind bytes is base64 text', async () => {
    assert.deepEqual(await answer('bytes', new Uint8Array([1, 2, 3]).subarray(1)), {
      content: [{ type: 'text', text: 'AgM=' }],
    })
    assert.equal(await failure('bytes', 'AgM='), 'Returned the string "AgM=" where a Uint8Array was declared')
  })
})

describe('content', () => {
  const png = image(new Uint8Array([255]), 'image/png')

  it('is one block, or a list of them, in the order given', async () => {
    assert.deepEqual(await answer('content', text('a')), { content: [{ type: 'text', text: 'a' }] })
    assert.deepEqual(await answer('content', [text('a'), png]), {
      content: [
        { type: 'text', text: 'a' },
        { type: 'image', data: '/w==', mimeType: 'image/png' },
      ],
    })
    assert.deepEqual(await answer('content', undefined), { content: [] })
    assert.deepEqual(await answer('content', []), { content: [] })
  })

  it('may be written as the specification writes it, with all that it may carry', async () => {
    const block = { type: 'text', text: 'a', annotations: { audience: ['user'] }, _meta: { 'com.example/x': 1 } }
    assert.deepEqual((await answer('content', block)).content, [block])
  })

  it('is nothing else', async () => {
    assert.equal(await failure('content', { type: 'video' }), 'Returned an object where content was declared')
    assert.equal(await failure('content', { type: 'text', text: 5 }), 'Returned an object where content was declared')
    assert.equal(await failure('content', [text('a'), 'b']), 'Returned an array of 2 items where content was declared')
  })

  it('said with result() is sent as said', async () => {
    const value = result({ content: ['a', png], structuredContent: { n: 1 }, _meta: { 'com.example/x': 1 } })
    assert.deepEqual(await answer('content', value), {
      content: [{ type: 'text', text: 'a' }, png],
      structuredContent: { n: 1 },
      meta: { 'com.example/x': 1 },
    })
  })

  it('of result() is the JSON of its structured content when it has no other', async () => {
    assert.deepEqual(await answer('content', result({ structuredContent: [1] })), {
      content: [{ type: 'text', text: '[1]' }],
      structuredContent: [1],
      wrap: true,
    })
    assert.deepEqual(await answer('content', result({})), { content: [] })
    assert.deepEqual(await answer('content', result({ content: [], structuredContent: {} })), {
      content: [],
      structuredContent: {},
    })
  })

  it('of result() with isError carries no structured content', async () => {
    const value = result({ content: 'no', structuredContent: { n: 1 }, isError: true })
    assert.deepEqual(await answer('content', value), { content: [{ type: 'text', text: 'no' }], isError: true })
  })

  it('of result() honours the output schema', async () => {
    const validators = async () => ({ output: validate(SUM) })
    assert.match(
      await failure('content', result({ structuredContent: { sum: 'x' } }), { validators }),
      /sum: must be a number/,
    )
    assert.equal(
      await failure('content', result({ content: 'a' }), { validators }),
      'Returned nothing where structuredContent was declared',
    )
    const refused = result({ content: 'a', isError: true })
    assert.equal((await answer('content', refused, { validators })).isError, true)
  })

  it('of result() is made of blocks', async () => {
    const value = result({ content: [{ type: 'text' }] as never })
    assert.equal(await failure('content', value), 'Returned an object where a content block was declared')
  })
})

describe('a mixed result is told apart:', () => {
  const cases: [string, unknown, Answer][] = [
    ['nothing', undefined, { content: [] }],
    ['text', 'a', { content: [{ type: 'text', text: 'a' }] }],
    ['bytes', new Uint8Array([1]), { content: [{ type: 'text', text: 'AQ==' }] }],
    ['a block', text('a'), { content: [{ type: 'text', text: 'a' }] }],
    ['blocks', [text('a'), text('b')], { content: [text('a'), text('b')] as never }],
    ['a whole result', result({ content: 'a' }), { content: [{ type: 'text', text: 'a' }] }],
    [
      'an object',
      { type: 'x' },
      { content: [{ type: 'text', text: '{"type":"x"}' }], structuredContent: { type: 'x' } },
    ],
    ['a number', 5, { content: [{ type: 'text', text: '5' }], structuredContent: 5, wrap: true }],
    ['an empty array', [], { content: [{ type: 'text', text: '[]' }], structuredContent: [], wrap: true }],
    ['null', null, { content: [{ type: 'text', text: 'null' }], structuredContent: null, wrap: true }],
  ]
  for (const [title, value, expected] of cases) {
    it(title, async () => assert.deepEqual(await answer('mixed', value), expected))
  }
})

describe('constructors', () => {
  it('make the blocks of the specification', () => {
    assert.deepEqual(text('a', { annotations: { priority: 1 } }), {
      type: 'text',
      text: 'a',
      annotations: { priority: 1 },
    })
    assert.deepEqual(audio('AAAA', 'audio/wav'), { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' })
    assert.deepEqual(resourceLink({ uri: 'a://b', name: 'b' }), { type: 'resource_link', uri: 'a://b', name: 'b' })
    assert.deepEqual(embeddedResource({ uri: 'a://b', text: 't' }), {
      type: 'resource',
      resource: { uri: 'a://b', text: 't' },
    })
    assert.deepEqual(embeddedResource({ uri: 'a://b', blob: new Uint8Array([0]), mimeType: 'a/b' }), {
      type: 'resource',
      resource: { uri: 'a://b', blob: 'AA==', mimeType: 'a/b' },
    })
  })

  it('make values that a unit test can compare with plain ones', () => {
    assert.deepEqual(result({ content: 'a' }), { content: 'a' })
    assert.deepEqual(JSON.parse(JSON.stringify(contents([{ text: 'a' }]))), { items: [{ text: 'a' }] })
  })

  it('refuse what is not base64, and say what a data: URL is', () => {
    assert.throws(() => image('%', 'image/png'), new TypeError('Not base64 text'))
    assert.throws(() => image('%%%%', 'image/png'), new TypeError('Not base64 text'))
    assert.throws(() => image('AAA', 'image/png'), new TypeError('Not base64 text'))
    assert.throws(
      () => image('data:image/png;base64,AAAA', 'image/png'),
      new TypeError('Not base64 text: this is a data: URL, give what stands behind its comma'),
    )
    assert.throws(() => audio(5 as never, 'audio/wav'), TypeError)
    assert.throws(() => embeddedResource({ uri: 'a://b', blob: '*' }), new TypeError('Not base64 text'))
  })

  it('refuse what is not a media type', () => {
    assert.throws(() => image('AAAA', 'png'), new TypeError('"png" is not a media type such as "image/png"'))
  })
})

describe('annotations of content', () => {
  const WRONG: readonly (readonly [annotations: unknown, must: string])[] = [
    ['high', 'annotations must be an object, got the string "high"'],
    [[], 'annotations must be an object, got an empty array'],
    [{ audience: 'user' }, `annotations.audience must be a list of 'user' and 'assistant', got the string "user"`],
    [
      { audience: ['user', 'model'] },
      `annotations.audience must be a list of 'user' and 'assistant', got an array of 2 items`,
    ],
    [{ priority: 5 }, 'annotations.priority must be a number from 0 to 1, got 5'],
    [{ priority: Number.NaN }, 'annotations.priority must be a number from 0 to 1, got NaN'],
    [
      { lastModified: '2026-07-28' },
      'annotations.lastModified must be a time such as "2026-07-28T12:00:00Z", got the string "2026-07-28"',
    ],
    [
      { lastModified: '2026-13-28T12:00:00Z' },
      'annotations.lastModified must be a time such as "2026-07-28T12:00:00Z", got the string "2026-13-28T12:00:00Z"',
    ],
  ]
  for (const [annotations, must] of WRONG) {
    it(`that a strict client refuses are an error in the log: ${JSON.stringify(annotations)}`, async () => {
      const block = { ...text('a'), annotations } as ReturnType<typeof text>
      for (const value of [block, [text('b'), block], result({ content: block }), result({ content: ['b', block] })]) {
        assert.equal(await failure('content', value), `Returned content whose ${must}`)
      }
      const app = serve({
        prompts: [block, { role: 'user', content: block }].map((value, n) => prompt(`p${n}`, () => value)),
      })
      for (const name of ['p0', 'p1']) {
        await assert.rejects(async () => app.features.getPrompt(call({ name })), /Internal error/)
      }
      assert.deepEqual(
        app.failures.map(({ error }) => (error as Error).message),
        [1, 2].map(() => `Returned content whose ${must}`),
      )
    })
  }

  it('that are right go as they are', async () => {
    for (const annotations of [
      {},
      { audience: [], priority: 0 },
      { audience: ['user', 'assistant'], priority: 1, lastModified: '2026-07-28T12:00:00.123+02:00' },
    ] as const) {
      const block = text('a', { annotations: annotations as never })
      assert.deepEqual(await answer('content', block), { content: [block] })
    }
  })
})
