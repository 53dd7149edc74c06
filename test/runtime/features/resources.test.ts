import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ResourceNotFound, RpcError } from '../../../packages/runtime/src/features/errors.ts'
import { contents } from '../../../packages/runtime/src/features/results.ts'
import type { ResourceBinding, TemplateBinding, Validators } from '../../../packages/runtime/src/manifest.ts'
import type { JsonObject } from '../../../packages/runtime/src/protocol/json.ts'
import { text } from '../../../packages/runtime/src/validation.ts'
import { call, resource, serve, template, validate } from './bindings.ts'

async function read(resources: readonly ResourceBinding[], uri: string) {
  return serve({ resources }).features.readResource(call({ uri }))
}

async function contentsOf(value: unknown, more: Partial<ResourceBinding> = {}) {
  return (await read([resource('a://b', () => value, more)], 'a://b')).contents
}

describe('resources/read', () => {
  it('sends text with the URI and its media type', async () => {
    assert.deepEqual(await contentsOf('hi'), [{ uri: 'a://b', mimeType: 'text/plain', text: 'hi' }])
    assert.deepEqual(await contentsOf('# hi', { mimeType: 'text/markdown' }), [
      { uri: 'a://b', mimeType: 'text/markdown', text: '# hi' },
    ])
  })

  it('sends bytes as a base64 blob', async () => {
    assert.deepEqual(await contentsOf(new Uint8Array([1, 2]), { result: 'bytes', mimeType: 'image/png' }), [
      { uri: 'a://b', mimeType: 'image/png', blob: 'AQI=' },
    ])
    assert.deepEqual(await contentsOf(new Uint8Array([1, 2]), { result: 'bytes' }), [
      { uri: 'a://b', mimeType: 'application/octet-stream', blob: 'AQI=' },
    ])
  })

  it('sends data as JSON, encoded and held against its schema', async () => {
    const schema: JsonObject = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
    const validators = async () =>
      ({ encode: ({ n }: { n: unknown }) => ({ n }), output: validate(schema) }) as unknown as Validators
    assert.deepEqual(await contentsOf({ n: 1, more: 2 }, { result: 'data', validators }), [
      { uri: 'a://b', mimeType: 'application/json', text: '{"n":1}' },
    ])
    await assert.rejects(contentsOf({ n: 'x' }, { result: 'data', validators }), { code: -32603 })
    assert.deepEqual(await contentsOf('on', { result: 'data' }), [
      { uri: 'a://b', mimeType: 'application/json', text: '"on"' },
    ])
  })

  it('sends several contents, each with its own URI or the one that was asked for', async () => {
    const value = contents([
      { text: 'a' },
      { uri: 'a://b/c', blob: new Uint8Array([1]), mimeType: 'image/png', _meta: { 'com.example/x': 1 } },
    ])
    assert.deepEqual(await contentsOf(value, { result: 'content', mimeType: 'text/html' }), [
      { uri: 'a://b', mimeType: 'text/html', text: 'a' },
      { uri: 'a://b/c', mimeType: 'image/png', blob: 'AQ==', _meta: { 'com.example/x': 1 } },
    ])
  })

  it('takes contents as the specification writes them', async () => {
    const value = { uri: 'a://b/c', text: 'a' }
    assert.deepEqual(await contentsOf(value, { result: 'content' }), [value])
    assert.deepEqual(await contentsOf([value, value], { result: 'content' }), [value, value])
  })

  it('tells a mixed result apart', async () => {
    const mixed = { result: 'mixed' } as const
    assert.equal((await contentsOf('a', mixed))[0]?.['text'], 'a')
    assert.equal((await contentsOf(new Uint8Array([1]), mixed))[0]?.['blob'], 'AQ==')
    assert.equal((await contentsOf({ n: 1 }, mixed))[0]?.['text'], '{"n":1}')
    assert.equal((await contentsOf([], { result: 'data' }))[0]?.['text'], '[]')
  })

  it('never answers with empty contents: no value, or none in the list, is a resource that isn’t there', async () => {
    await assert.rejects(contentsOf(undefined, { result: 'mixed' }), ResourceNotFound)
    await assert.rejects(contentsOf(contents([]), { result: 'content' }), ResourceNotFound)
  })

  it('hides a value that is not what was declared', async () => {
    for (const kind of ['text', 'bytes', 'data', 'none'] as const) {
      await assert.rejects(contentsOf(undefined, { result: kind }), { code: -32603 })
    }
    await assert.rejects(contentsOf({ n: 1 }, { result: 'text' }), { code: -32603 })
    await assert.rejects(contentsOf(contents([{ blob: '*' }]), { result: 'content' }), { code: -32603 })
  })

  it('answers a synchronous resource without a promise once it is loaded', async () => {
    const { features } = serve({ resources: [resource('a://b', () => 'hi')] })
    await features.load()
    assert.equal(features.readResource(call({ uri: 'a://b' })) instanceof Promise, false)
  })

  it('carries the caching hint, or that nothing may be cached', async () => {
    const { ttlMs, cacheScope } = await read([resource('a://b', () => 'hi')], 'a://b')
    assert.deepEqual([ttlMs, cacheScope], [0, 'private'])
    const cached = await read([resource('a://b', () => 'hi', { cache: { ttlMs: 60_000, scope: 'public' } })], 'a://b')
    assert.deepEqual([cached.ttlMs, cached.cacheScope], [60_000, 'public'])
  })

  it('answers a URI that nothing matches with the resource that isn’t there', () => {
    const { features } = serve({ resources: [resource('a://b', () => 'hi')] })
    for (const uri of ['a://c', 'A://B', 'a://b/', '__proto__', '']) {
      assert.throws(
        () => features.readResource(call({ uri })),
        (error: unknown) => error instanceof ResourceNotFound && error.uri === uri,
      )
    }
  })

  it('refuses a request without a URI', () => {
    assert.throws(
      () => serve({}).features.readResource(call({})),
      new RpcError(-32602, 'Invalid params: "uri" must be a string, got nothing'),
    )
  })

  it('hides a module that does not load, and tries again', async () => {
    let broken = true
    const load = async () => {
      if (broken) throw new Error('boom')
      return { run: () => 'hi' }
    }
    const { features, failures } = serve({ resources: [resource('a://b', () => '', { load })] })
    await assert.rejects(async () => features.readResource(call({ uri: 'a://b' })), { code: -32603 })
    assert.equal(String(failures[0]?.error), 'Error: boom')
    broken = false
    assert.equal((await features.readResource(call({ uri: 'a://b' }))).contents[0]?.['text'], 'hi')
  })
})

describe('a template', () => {
  const echo = (uriTemplate: string, more: Partial<TemplateBinding> = {}) =>
    template(uriTemplate, args => JSON.stringify(args), more)

  async function variables(uriTemplate: string, uri: string) {
    const { features } = serve({ templates: [echo(uriTemplate)] })
    const { contents: read } = await features.readResource(call({ uri }))
    assert.equal(read[0]?.['uri'], uri)
    return JSON.parse(String(read[0]?.['text']))
  }

  it('gives its variables, percent-decoded after matching', async () => {
    assert.deepEqual(await variables('git://{ref}/{+path}', 'git://HEAD/src/a%20b.ts'), {
      ref: 'HEAD',
      path: 'src/a b.ts',
    })
    assert.deepEqual(await variables('git://{ref}/{+path}', 'git://feature%2Fx/a'), { ref: 'feature/x', path: 'a' })
    assert.deepEqual(await variables('u://{name}', 'u://%C3%A9%F0%9F%98%80'), { name: 'é😀' })
    assert.deepEqual(await variables('u://{name}', 'u://a%252Fb'), { name: 'a%2Fb' })
  })

  it('of level 1 does not match a slash', async () => {
    await assert.rejects(variables('u://{name}', 'u://a/b'), ResourceNotFound)
  })

  const climbing = [
    ['u://{name}', 'u://..'],
    ['u://{name}', 'u://.'],
    ['u://{name}', 'u://%2e%2E'],
    ['u://{name}', 'u://..%2F..%2Fetc%2Fpasswd'],
    ['u://{name}', 'u://a%2F..%2Fb'],
    ['u://{name}', 'u://..%5C..%5Cboot.ini'],
    ['u://{name}', 'u://%2Fetc%2Fpasswd'],
    ['u://{name}', 'u://%5C%5Cserver%5Cshare'],
    ['u://{+path}', 'u://a/../../b'],
    ['u://{+path}', 'u://a/%2e%2e/b'],
    ['u://{+path}', 'u://..'],
    ['u://{+path}', 'u://a/.'],
    ['u://{name}', 'u://a%00.txt'],
    ['u://{name}', 'u://a%'],
    ['u://{name}', 'u://a%zz'],
    ['u://{name}', 'u://%C0%AE%C0%AE'],
    ['u://{name}', 'u://%FF'],
  ] as const
  for (const [uriTemplate, uri] of climbing) {
    it(`${uriTemplate} does not match ${uri}`, async () => {
      await assert.rejects(variables(uriTemplate, uri), ResourceNotFound)
    })
  }

  it('takes dots that are no segment, and an absolute path where it is asked for', async () => {
    assert.deepEqual(await variables('u://{name}', 'u://...'), { name: '...' })
    assert.deepEqual(await variables('u://{name}', 'u://..a'), { name: '..a' })
    assert.deepEqual(await variables('file://{+path}', 'file:///etc/hosts'), { path: '/etc/hosts' })
  })

  it('comes after exact URIs, and in order', async () => {
    const { features } = serve({
      resources: [resource('u://b', () => 'exact')],
      templates: [template('u://{a}', () => 'first'), template('u://{b}', () => 'second')],
    })
    const textAt = async (uri: string) => (await features.readResource(call({ uri }))).contents[0]?.['text']
    assert.equal(await textAt('u://b'), 'exact')
    assert.equal(await textAt('u://c'), 'first')
  })

  it('falls through to the next when its variables are no honest ones', async () => {
    const { features } = serve({
      templates: [template('u://{a}', () => 'first'), template('u://{+b}', () => 'second')],
    })
    const { contents: read } = await features.readResource(call({ uri: 'u://%2Fetc' }))
    assert.equal(read[0]?.['text'], 'second')
  })

  const numbered: JsonObject = {
    type: 'object',
    properties: { id: { type: 'integer', minimum: 1 } },
    required: ['id'],
    additionalProperties: false,
  }
  const orders = template('orders://{id}', ({ id }) => `${typeof id} ${id}`, {
    name: 'order',
    validators: async () => ({ decode: text.decoder({ id: text.integer }), input: validate(numbered) }),
  })

  it('gives its variables in their declared types', async () => {
    const { contents: read } = await serve({ templates: [orders] }).features.readResource(call({ uri: 'orders://42' }))
    assert.equal(read[0]?.['text'], 'number 42')
  })

  it('refuses a variable of the wrong type with −32602 that names it, once', async () => {
    const { features } = serve({ templates: [orders] })
    await assert.rejects(
      async () => features.readResource(call({ uri: 'orders://abc' })),
      new RpcError(-32602, 'Invalid arguments for the resource order: id: must be an integer, got the string "abc"'),
    )
    await assert.rejects(async () => features.readResource(call({ uri: 'orders://0' })), {
      code: -32602,
      message: /^Invalid arguments for the resource order: id: must be at least 1, got /,
    })
  })

  it('keeps variables that are named as properties of Object.prototype', async () => {
    const odd = echo('u://{constructor}/{toString}')
    const { contents: read } = await serve({ templates: [odd] }).features.readResource(call({ uri: 'u://a/b' }))
    assert.equal(read[0]?.['text'], '{"constructor":"a","toString":"b"}')
  })
})
