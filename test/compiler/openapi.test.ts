/** The OpenAPI document, judged by a validator of OpenAPI. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { compile } from '@mcpgen/compiler'
import { Validator } from '@seriousme/openapi-schema-validator'
import { filesBelow } from '../harness/built.ts'
import { temporaryProject } from '../harness/project.ts'

const PACKAGE = ['package.json', '{ "name": "api", "version": "1.0.0", "type": "module" }'] as const

const SILENT = ['mcpgen.config.ts', "export default { lint: { 'guard-without-auth': 'off' } }"] as const

// biome-ignore lint/suspicious/noExplicitAny: tests look into it.
async function documentOf(files: Iterable<readonly [string, string]>): Promise<any> {
  const { files: generated, diagnostics } = compile({ root: temporaryProject(files) })
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code} ${message}`),
    [],
  )
  const document = JSON.parse(generated.get('openapi.json') ?? '')
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  assert.deepEqual([valid, errors], [true, undefined])
  return document
}

describe('the OpenAPI document', { timeout: 120_000 }, () => {
  it('is valid for the routes of the fixtures', async () => {
    const { paths } = await documentOf(filesBelow(join(import.meta.dirname, '../../fixtures/routes')))
    assert.equal(Object.keys(paths).length, 11)
  })

  it('says which requests need a caller, and with which scopes', async () => {
    const source = `
/** One. @route GET /one @guard none */
export function one(): string { return '' }
/** Two. @route GET /two @guard authenticated @scope read */
export function two(): string { return '' }
`
    const { paths, components } = await documentOf([PACKAGE, SILENT, ['src/a.ts', source]])
    assert.equal(paths['/one'].get.security, undefined)
    assert.deepEqual(paths['/two'].get.security, [{ bearer: ['read'] }])
    assert.deepEqual(components.securitySchemes, { bearer: { type: 'http', scheme: 'bearer' } })
  })

  it('refers to types by their names, recursive and mapped ones, and takes bodies in every form', async () => {
    const source = `
export interface Node<T> { value: T; next?: Node<T>; 'odd key'?: string | null }
/** Whole. @route POST /whole */
export function whole(node: Node<string>): Node<string>[] { return [node] }
/** Rest. @route PUT /rest/{id} */
export function rest(input: { id: number; node: Node<string>; note?: string }): Record<string, Node<string>> { return { [input.id]: input.node } }
/** List. @route PATCH /list */
export function list(nodes: Node<string>[]): number { return nodes.length }
/** Bytes. @route POST /bytes @mimeType application/pdf */
export function bytes(data: Uint8Array): Uint8Array { return data }
/** Nothing. @route POST /nothing/{a}/{b} */
export function nothing(a: string, b: boolean): void { void [a, b] }
`
    const { paths, components } = await documentOf([PACKAGE, ['src/a.ts', source]])
    const bodyOf = (path: string, method: string) => paths[path][method].requestBody?.content['application/json'].schema
    assert.deepEqual(bodyOf('/whole', 'post'), { $ref: '#/components/schemas/Node_string' })
    assert.deepEqual(Object.keys(bodyOf('/rest/{id}', 'put').properties), ['node', 'note'])
    assert.deepEqual(bodyOf('/list', 'patch'), { type: 'array', items: { $ref: '#/components/schemas/Node_string' } })
    assert.equal(bodyOf('/nothing/{a}/{b}', 'post'), undefined)
    assert.deepEqual(paths['/bytes'].post.responses['200'].content, { 'application/pdf': {} })
    assert.deepEqual(components.schemas.Node_string.properties.next, { $ref: '#/components/schemas/Node_string' })
  })
})
