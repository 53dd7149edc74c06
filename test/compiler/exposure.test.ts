/** Which routes are tools as well: by the config's list or patterns, or by both tags. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compile } from '@mcpgen/compiler'
import { temporaryProject } from '../harness/project.ts'

const SOURCE = `
/** One item. @route GET /api/items/{id} */
export function getItem(id: string): string { return id }
/** All items. @route GET /api/items */
export function getItems(): string[] { return [] }
/** Add an item. @route POST /api/items */
export function addItem(name: string): string { return name }
/** Health. @route GET /health */
export function health(): boolean { return true }
/** Both. @route GET /both/{name} @tool its_own */
export function both(name: string): string { return name }
`

function build(config: string | undefined, source = SOURCE) {
  const root = temporaryProject([
    ['package.json', '{ "name": "exposed", "version": "1.0.0", "type": "module" }'],
    ...(config === undefined ? [] : [['mcpgen.config.ts', `export default ${config}`] as const]),
    ['src/a.ts', source],
  ])
  const { program, diagnostics, files } = compile({ root })
  return {
    tools: program.declarations.flatMap(({ kind, name }) => (kind === 'tool' ? [name] : [])),
    found: diagnostics.map(({ code, message }) => `${code}: ${message}`),
    entry: (name: string) => JSON.parse(files.get(`tools/${name}.json`) ?? 'null'),
  }
}

describe('exposure', { timeout: 120_000 }, () => {
  it('is never by a route alone', () => {
    const { tools, found } = build(undefined)
    assert.deepEqual([tools, found], [['its_own'], []])
  })

  it('is by names, each tool behind its route', () => {
    const { tools, found, entry } = build(`{ expose: ['health', 'getItem', 'both'] }`)
    assert.deepEqual([tools, found], [['getItem', 'health', 'its_own'], []])
    assert.deepEqual(entry('getItem').annotations, { readOnlyHint: true })
  })

  it('has the annotations of the method, unless the function has its own', () => {
    const source = `
/** A. @route DELETE /a @readOnly */
export function a(): void {}
/** B. @route DELETE /b */
export function b(): void {}
/** C. @route PUT /c @destructive false @tool */
export function c(): void {}
/** D. @route POST /d */
export function d(): void {}
`
    const { found, entry } = build(`{ expose: ['a', 'b', 'd'] }`, source)
    assert.deepEqual(found, [])
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map(name => entry(name).annotations),
      [
        { readOnlyHint: true, idempotentHint: true },
        { destructiveHint: true, idempotentHint: true },
        { destructiveHint: false, idempotentHint: true },
        undefined,
      ],
    )
  })

  it('is by patterns, for GET unless methods are named', () => {
    assert.deepEqual(build(`{ expose: { include: ['/api/*'] } }`).tools, ['getItem', 'getItems', 'its_own'])
    const all = build(`{ expose: { include: ['/api/*', '/health'], methods: ['POST', 'GET'] } as const }`)
    assert.deepEqual([all.tools, all.found], [['getItem', 'getItems', 'addItem', 'health', 'its_own'], []])
    assert.deepEqual(build(`{ expose: { include: ['/api/items'] } }`).tools, ['getItems', 'its_own'])
  })

  it('fails for what is no route, and for a pattern that nothing matches', () => {
    assert.deepEqual(build(`{ expose: ['getItm'] }`).found, ['no-such-route: there is no route `getItm`'])
    const { found } = build(`{ expose: { include: ['/api/*', '/v2/*'], methods: ['DELETE'] } }`)
    assert.deepEqual(found, [
      'no-such-route: no route for DELETE matches `/api/*`',
      'no-such-route: no route for DELETE matches `/v2/*`',
    ])
  })

  it('says nothing of missing routes where some could not be read', () => {
    const { found } = build(
      `{ expose: ['broken'] }`,
      '/** Broken. @route GET /a/{b} */\nexport function broken(): void {}\n',
    )
    assert.deepEqual(
      found.map(one => one.split(':')[0]),
      ['bad-route'],
    )
  })

  it('fails for a name that another tool has, be it by `@expose`', () => {
    const other = '/** Another. @tool @readOnly */\nexport function health_2(): void {}\n'
    const source = `${SOURCE.replace('Health.', 'Health. @expose name=Health_2')}${other}`
    assert.match(String(build(`{ expose: ['health'] }`, source).found), /^duplicate-name: .*Health_2/)
  })

  it('must be written out', () => {
    for (const expose of [
      'process.env.ROUTES',
      `'getItem'`,
      '[1]',
      `{ methods: ['GET'] }`,
      `{ include: ['/api/*'], methods: ['HEAD'] }`,
      `{ include: ['/api/*'], exclude: [] }`,
    ])
      assert.match(String(build(`{ expose: ${expose} }`).found), /^config-not-literal: `expose`/, expose)
  })

  it('takes another name and text of `@expose`, on one line or several', () => {
    const source = SOURCE.replace('Health.', 'Health. @expose name=is_well description="Is it well?"').replace(
      '/** All items. @route GET /api/items */',
      '/**\n * All items.\n * @route GET /api/items\n * @expose description=List them,\n *   all of them.\n */',
    )
    const { found, entry } = build(`{ expose: ['health', 'getItems'] }`, source)
    assert.deepEqual(found, [])
    assert.equal(entry('is_well').description, 'Is it well?')
    assert.match(entry('getItems').description, /^List them,\s+all of them\.$/)
    const wrong = build(`{ expose: ['health'] }`, SOURCE.replace('Health.', 'Health. @expose lookup'))
    assert.match(String(wrong.found), /^bad-tag-value: `@expose` takes/)
  })

  it('has nothing to expose of files and forms, which no route can take', () => {
    for (const type of ['File', 'FormData', 'Blob', 'ReadableStream']) {
      const { found } = build(
        undefined,
        `/** Up. @route POST /up */\nexport function up(data: ${type}): void { void data }\n`,
      )
      assert.match(String(found), /^not-serializable: /, type)
    }
  })
})
