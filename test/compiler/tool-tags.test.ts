/** `@timeout`, `@strict`, `@formerly` and `@prefix`: what is built of them, and how a tool is called then. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Compilation, compile, write } from '@mcpgen/compiler'
import type { Application } from '@mcpgen/runtime'
import { judgedClient } from '../harness/client.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGE = '{ "name": "tags", "version": "1.0.0", "type": "module" }'

const compiled = (source: string, t: TestContext) => {
  const root = temporaryProject(
    [
      ['package.json', PACKAGE],
      ['src/a.ts', source],
    ],
    t,
  )
  return { root, build: compile({ root }) }
}

const problems = ({ diagnostics }: Compilation) => diagnostics.map(({ code, message }) => `${code}: ${message}`)

async function loaded(source: string, t: TestContext): Promise<Application> {
  const { root, build } = compiled(source, t)
  assert.deepEqual(problems(build), [])
  write(join(root, 'generated'), build.files)
  return (await import(pathToFileURL(join(root, 'generated/app.mjs')).href)).app
}

describe('@timeout', () => {
  it('stops a tool that takes longer', async t => {
    const source = `
      /** Sleeps. @tool @readOnly @timeout 30ms @param ms How long. {@integer} */
      export async function sleep(ms: number): Promise<string> {
        await new Promise(resolve => setTimeout(resolve, ms))
        return 'slept'
      }`
    const app = await loaded(source, t)
    await using client = await judgedClient(app)
    assert.equal(await client.tools['sleep']?.({ ms: 0 }), 'slept')
    const { isError, content } = await client.callTool('sleep', { ms: 500 })
    assert.equal(isError, true)
    assert.match(JSON.stringify(content), /sleep took longer than 30ms/)
  })

  for (const [tag, wrong] of [
    ['@timeout', '`@timeout` needs a duration of up to 24 days, as in `30s`'],
    ['@timeout 30', '`@timeout` takes a duration of up to 24 days, as in `30s`, not `30`'],
    ['@timeout 0s', '`@timeout` takes a duration of up to 24 days, as in `30s`, not `0s`'],
    ['@timeout 25d', '`@timeout` takes a duration of up to 24 days, as in `30s`, not `25d`'],
  ] as const) {
    it(`is refused as ${tag}`, t => {
      const source = `/**\n * Sleeps.\n * @tool\n * @readOnly\n * ${tag}\n */\nexport async function sleep(): Promise<void> {}\n`
      assert.deepEqual(problems(compiled(source, t).build), [`bad-tag-value: ${wrong}`])
    })
  }

  it('is refused where nothing can be stopped, and on what is no tool', t => {
    const source = `
      /** Adds. @tool @readOnly @timeout 1s */
      export function add(a: number): number { return a }
      /** Asks. @prompt @timeout 1s */
      export async function ask(): Promise<string> { return '' }`
    assert.deepEqual(problems(compiled(source, t).build), [
      'misplaced-tag: `@timeout` has no meaning on a function that is not asynchronous',
      'misplaced-tag: `@timeout` has no meaning on a prompt',
    ])
  })

  it('is for a function that is asynchronous in one case of two, too', t => {
    const source = `
      /** Adds. @tool @readOnly @timeout 1s */
      export function add(a: number): number | Promise<number> { return a }`
    const { build } = compiled(source, t)
    assert.deepEqual(problems(build), [])
    assert.match(build.files.get('app.mjs') ?? '', /timeout: 1000/)
  })
})

describe('@strict', () => {
  it('takes arguments as they are sent, for this tool alone', async t => {
    const source = `
      /** Adds. @tool @readOnly @strict */
      export function exact(a: number): number { return a }
      /** Adds. @tool @readOnly */
      export function lenient(a: number): number { return a }`
    const app = await loaded(source, t)
    await using client = await judgedClient(app)
    assert.equal(await client.tools['lenient']?.({ a: '5' }), 5)
    const { isError, content } = await client.callTool('exact', { a: '5' })
    assert.equal(isError, true)
    assert.match(JSON.stringify(content), /a: must be a number/)
    assert.equal(await client.tools['exact']?.({ a: 5 }), 5)
  })

  it('has no value', t => {
    const source =
      '/**\n * Adds.\n * @tool\n * @readOnly\n * @strict very\n */\nexport function add(a: number): number { return a }\n'
    assert.deepEqual(problems(compiled(source, t).build), ['bad-tag-value: `@strict` takes no value, not `very`'])
  })
})

describe('@formerly', () => {
  const source = `
    /**
     * Adds.
     * @tool add_numbers
     * @readOnly
     * @formerly add
     * @formerly plus
     */
    export function add(a: number, b: number): number { return a + b }
    /**
     * Greets.
     * @prompt greet_someone
     * @formerly greet
     */
    export function greet(how: 'hi' | 'hello'): string { return how }`

  it('lets clients use the names that a tool or a prompt had, and lists the new one alone', async t => {
    const app = await loaded(source, t)
    for (const era of ['2026-07-28', '2025-11-25', '2025-03-26'] as const) {
      await using client = await judgedClient(app, { era })
      for (const name of ['add_numbers', 'add', 'plus']) {
        const { content } = await client.callTool(name, { a: 1, b: 2 })
        assert.deepEqual(content, [{ type: 'text', text: '3' }], `${name} in ${era}`)
      }
      assert.deepEqual(
        (await client.listTools()).map(tool => tool['name']),
        ['add_numbers'],
      )
      assert.equal((await client.getPrompt('greet', { how: 'hi' })).messages.length, 1)
      assert.deepEqual(
        (await client.listPrompts()).map(prompt => prompt['name']),
        ['greet_someone'],
      )
      const ref = { type: 'ref/prompt', name: 'greet' }
      const { completion } = await client.send('completion/complete', { ref, argument: { name: 'how', value: 'he' } })
      assert.deepEqual((completion as { values: string[] }).values, ['hello'])
      await assert.rejects(client.callTool('minus'), { code: -32602 })
    }
  })

  it('may not be a name that another has, or had, nor one that no tool can have', t => {
    const source = `
      /**
       * Adds.
       * @tool
       * @readOnly
       * @formerly sum
       * @formerly not/a/name
       */
      export function add(a: number): number { return a }
      /**
       * Sums.
       * @tool
       * @readOnly
       * @formerly Add
       */
      export function sum(a: number): number { return a }`
    const { build } = compiled(source, t)
    assert.deepEqual(problems(build), [
      'invalid-name: `not/a/name` cannot be the name of a tool',
      'duplicate-name: the tools `add` and `Add` differ in case alone',
      'duplicate-name: two tools have the name `sum`',
    ])
  })

  it('is one name, and none of a resource', t => {
    const source = `
      /**
       * Reads.
       * @resource docs://a
       * @formerly b
       */
      export function a(): string { return '' }
      /**
       * Adds.
       * @tool
       * @readOnly
       * @formerly one two
       */
      export function add(): string { return '' }`
    assert.deepEqual(problems(compiled(source, t).build), [
      'misplaced-tag: `@formerly` has no meaning on a resource',
      'bad-tag-value: `@formerly` takes one name, not `one two`',
    ])
  })
})

describe('@prefix', () => {
  const names = ({ program }: Compilation) => program.declarations.map(({ kind, name }) => `${kind} ${name}`)
  const TOOLS = `
    /** Logs. @tool @readOnly */
    export function log(): string { return '' }
    /** Shows. @tool show @readOnly */
    export function other(): string { return '' }
    /** Heads. @resource git://head */
    export function head(): string { return '' }
    /** Asks. @prompt */
    export function ask(): string { return '' }`
  const PREFIXED = ['tool git_log', 'tool show', 'resource git_head', 'prompt git_ask']

  it('stands before the names that exports give, and leaves the others as they are', t => {
    const { build } = compiled(`/** What git knows. @prefix git */\nimport 'node:fs'\n${TOOLS}`, t)
    assert.deepEqual(problems(build), [])
    assert.deepEqual(names(build), PREFIXED)
    assert.ok(build.files.has('tools/git_log.json'))
  })

  it('may stand right above the first declaration, in a comment of its own', t => {
    const { build } = compiled(`/** @prefix git */\n${TOOLS}`, t)
    assert.deepEqual(problems(build), [])
    assert.deepEqual(names(build), PREFIXED)
  })

  it('is of the whole file, and not of one declaration', t => {
    const source = '/** Logs. @tool @readOnly @prefix git */\nexport function log(): string { return "" }\n'
    assert.deepEqual(problems(compiled(source, t).build), ['misplaced-tag: `@prefix` has no meaning on a declaration'])
  })

  it('is one word that a name can begin with', t => {
    const { build } = compiled(`/**\n * Git.\n * @prefix git tools\n */\nimport 'node:fs'\n${TOOLS}`, t)
    assert.deepEqual(problems(build), [
      'bad-tag-value: `@prefix` takes one word of letters, digits, `_`, `-` and `.`, not `git tools`',
    ])
  })
})
