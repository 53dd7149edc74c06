/** `@list`: the resources of a template, as its author's function enumerates them. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Compilation, compile, write } from '@mcpgen/compiler'
import type { Application } from '@mcpgen/runtime'
import { ProtocolError, type TestClientOptions } from '@mcpgen/runtime/testing'
import { judgedClient } from '../harness/client.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGE = '{ "name": "listed", "version": "1.0.0", "type": "module" }'

const SOURCE = `
import type { ListedResource, Principal } from '@mcpgen/runtime'

/** What is always there. @resource notes://index */
export function index(): string { return '' }

/** A note. @resource notes://{id} @mimeType text/markdown @list {@link notes} */
export function note(id: string): string { return id }

/** Everybody's note, and one's own. */
export async function notes(principal: Principal | undefined): Promise<(string | ListedResource)[]> {
  const own = principal === undefined ? [] : [{ uri: 'notes://' + principal.id, name: 'own', title: 'Your note', size: 3 }]
  return ['notes://1', ...own]
}

/** A page. @resource pages://{+path} @list pages */
export function page(path: string): string { return path }

export function pages(): string[] {
  if (globalThis.process.env['LISTED_BAD'] !== undefined) return ['elsewhere://1']
  return ['pages://a/b']
}
`

function project(t: TestContext, source: string, config?: string) {
  const files: [string, string][] = [
    ['package.json', PACKAGE],
    ['src/notes.ts', source],
    ...(config === undefined ? [] : [['mcpgen.config.ts', config] as [string, string]]),
  ]
  const root = temporaryProject(files, t)
  return { root, build: compile({ root }) }
}

const problems = ({ diagnostics }: Compilation) => diagnostics.map(({ code, message }) => `${code}: ${message}`)

async function load(t: TestContext, config?: string): Promise<Application> {
  const { root, build } = project(t, SOURCE, config)
  assert.deepEqual(problems(build), [])
  write(join(root, 'generated'), build.files)
  return (await import(pathToFileURL(join(root, 'generated/app.mjs')).href)).app
}

const STATIC = { uri: 'notes://index', name: 'index', description: 'What is always there.' }
const FIRST = { uri: 'notes://1', name: 'notes://1', mimeType: 'text/markdown' }
const OWN = { uri: 'notes://ada', name: 'own', title: 'Your note', mimeType: 'text/markdown', size: 3 }
const PAGE = { uri: 'pages://a/b', name: 'pages://a/b' }

describe('@list', () => {
  it('adds to the list of resources what there is for this caller, in every revision', async t => {
    const app = await load(t)
    for (const era of ['2026-07-28', '2025-11-25', '2025-03-26'] as const) {
      await using client = await judgedClient(app, { era })
      assert.deepEqual(await client.listResources(), [STATIC, FIRST, PAGE], era)
      await using ada = await judgedClient(app, { era, principal: { id: 'ada' } })
      const { title: _, ...untitled } = OWN
      assert.deepEqual(await ada.listResources(), [STATIC, FIRST, era === '2025-03-26' ? untitled : OWN, PAGE])
      assert.equal((await ada.readResource('notes://ada'))[0]?.uri, 'notes://ada')
    }
  })

  it('tells nobody of what a guard or a scope keeps from them', async t => {
    const source = `
      /** Open. @resource open://{id} @list opened */
      export function open(id: string): string { return id }
      export const opened = (): string[] => ['open://1']
      /** For staff. @resource staff://{id} @guard staff @list staffed */
      export function staff(id: string): string { return id }
      export const staffed = (): string[] => ['staff://1']
      /** For who may read. @resource read://{id} @scope files:read @list reading */
      export function read(id: string): string { return id }
      export const reading = (): string[] => ['read://1']`
    const auth =
      "import { hostAuth } from '@mcpgen/runtime'\nexport default { auth: hostAuth(() => null), requireGuards: false }"
    const { root, build } = project(t, source, auth)
    assert.deepEqual(problems(build), [])
    write(join(root, 'generated'), build.files)
    const { app } = await import(pathToFileURL(join(root, 'generated/app.mjs')).href)
    const seen = async (principal?: TestClientOptions['principal']) => {
      await using client = await judgedClient(app, principal === undefined ? {} : { principal })
      return (await client.listResources()).map(resource => resource['uri'])
    }
    assert.deepEqual(await seen(), ['open://1'])
    assert.deepEqual(await seen({ id: 'ada', staff: true }), ['open://1', 'staff://1'])
    assert.deepEqual(await seen({ id: 'bob', scopes: ['files:read'] }), ['open://1', 'read://1'])
  })

  it('goes in pages, whose cursors hold as long as the list is the same', async t => {
    const app = await load(t, 'export default { pageSize: 2 }')
    await using client = await judgedClient(app)
    assert.deepEqual(await client.listResources(), [STATIC, FIRST, PAGE])
    const { nextCursor } = await client.send('resources/list')
    await using ada = await judgedClient(app, { principal: { id: 'ada' } })
    await assert.rejects(ada.send('resources/list', { cursor: String(nextCursor) }), { code: -32602 })
  })

  it('is kept by nobody, unless the config says for how long, and shared with nobody', async t => {
    const hints = async (config?: string) => {
      await using client = await judgedClient(await load(t, config))
      const { ttlMs, cacheScope } = await client.send('resources/list')
      return [ttlMs, cacheScope]
    }
    assert.deepEqual(await hints(), [0, 'private'])
    assert.deepEqual(await hints("export default { cache: { resources: '10s public' } }"), [10_000, 'private'])
  })

  it('fails the list where the function returns what its template does not have, and tells nobody more', async t => {
    const app = await load(t)
    t.after(() => delete process.env['LISTED_BAD'])
    process.env['LISTED_BAD'] = 'yes'
    await using client = await judgedClient(app, { errors: 'hidden' })
    await assert.rejects(
      client.listResources(),
      (error: Error) =>
        error instanceof ProtocolError && error.code === -32603 && /^Internal error/.test(error.message),
    )
    const [failure] = client.failures
    assert.match(
      String(failure?.error),
      /Returned the string "elsewhere:\/\/1" where a resource of pages:\/\/\{\+path\} was declared/,
    )
    assert.equal(failure?.source, 'src/notes.ts#pages')
  })

  it('has no meaning without variables, and on what is no resource', t => {
    const source = `
      /** A. @resource notes://a @list all */
      export function a(): string { return '' }
      export function all(): string[] { return [] }
      /** B. @tool @readOnly @list all */
      export function b(): string { return '' }`
    assert.deepEqual(problems(project(t, source).build), [
      'misplaced-tag: `@list` has no meaning on a resource without variables',
      'misplaced-tag: `@list` has no meaning on a tool',
    ])
  })
})
