import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { declarationOf, findings, readSources } from '../../harness/read.ts'

describe('what becomes a declaration', () => {
  const reading = readSources({
    'src/b.ts': `
/** Second file. @tool */ export function later() {}
`,
    'src/Z.ts': `
/** A. @tool */ export async function one(): Promise<void> {}
/** B. @tool two.2 */ export const arrow = (a: string) => a
/** C. @prompt */ export function three(): string { return '' }
/** D. @resource docs://x @name four */ export function docs(): string { return '' }
/** E. @tool five */ export default (a: string) => a
/** F. @tool */ function inner() {}
/** G. @tool */ function twice() {}
export { inner as six, twice, twice as again }
`,
    'src/barrel.ts': `export * from './b.ts'; export { later as renamed } from './b.ts'`,
    'src/b.test.ts': `/** No. @tool */ export function tested() {}`,
    'src/b.spec.ts': `/** No. @tool */ export function specified() {}`,
    'src/types.d.ts': `/** No. @tool */ export declare function declared(): void`,
    'generated/x.ts': `/** No. @tool */ export function generated() {}`,
    'other/x.ts': `/** No. @tool */ export function outside() {}`,
  })

  it('every export form, files by code unit and declarations by position', () => {
    assert.deepEqual(
      reading.program.declarations.map(({ file, export: exported, name, kind }) =>
        [file, exported, name, kind].join(' '),
      ),
      [
        'src/Z.ts one one tool',
        'src/Z.ts arrow two.2 tool',
        'src/Z.ts three three prompt',
        'src/Z.ts docs four resource',
        'src/Z.ts default five tool',
        'src/Z.ts six six tool',
        'src/Z.ts twice twice tool',
        'src/b.ts later later tool',
      ],
    )
    assert.deepEqual(findings(reading), [])
  })

  it('the span is the name', () => {
    const { span } = declarationOf(reading, 'four')
    assert.equal(reading.sources.get(span.file)?.slice(span.start, span.end), 'docs')
  })
})

describe('what stands beside the declaring tag', () => {
  const reading = readSources(`
/**
 * Delete a file.
 * @tool
 * @title Delete
 * @destructive
 * @idempotent
 * @closedWorld
 * @deprecated Use trash.
 * @returns nothing
 * @remarks It is gone.
 */
export function remove(path: string): void {}
/** Read. @tool @readOnly */ export function get() {}
/** The readme. @resource docs://{a}/{+b} @mimeType text/markdown @cache 10m public */
export function readme(a: string, b: string): string { return '' }
/** Other. @resource docs://y @cache 5s */ export function other(): string { return '' }
`)

  it('is read', () => {
    const { span: _, parameters: __, input: ___, result: ____, ...rest } = declarationOf(reading, 'remove')
    assert.deepEqual(rest, {
      kind: 'tool',
      name: 'remove',
      export: 'remove',
      file: 'src/input.ts',
      description: 'Delete a file.\n\nIt is gone.',
      title: 'Delete',
      deprecated: { text: 'Use trash.' },
      guards: [],
      scopes: [],
      annotations: { destructive: true, idempotent: true, closedWorld: true },
    })
    const get = declarationOf(reading, 'get')
    assert.deepEqual(get.kind === 'tool' && get.annotations, { readOnly: true })
  })

  it('of a resource: variables, media type, caching', () => {
    const readme = declarationOf(reading, 'readme')
    assert.equal(readme.kind, 'resource')
    if (readme.kind !== 'resource') return
    assert.deepEqual(readme.variables, [
      { name: 'a', reserved: false },
      { name: 'b', reserved: true },
    ])
    assert.equal(readme.mimeType, 'text/markdown')
    assert.deepEqual(readme.cache, { ttlMs: 600_000, scope: 'public' })
  })

  it('a caching hint without a scope is for the caller alone', () => {
    const other = declarationOf(reading, 'other')
    assert.deepEqual(other.kind === 'resource' && other.cache, { ttlMs: 5_000, scope: 'private' })
  })
})

describe('what is refused is never skipped in silence', () => {
  const reading = readSources(`
class Service {
  /** A. @tool */ method() {}
  /** A. @tool */ static field = () => 1
}
/** A. @tool */ function hidden() {}
function outer() { /** A. @tool */ function deep() {} }
export const api = { /** A. @tool */ member() {} }
export namespace Space { /** A. @tool */ export function inside() {} }
/** A. @tool */ export interface Shape { /** @tool */ a: string }
/** A. @tool */

/** Another comment. */ export function pushed() {}
/** A. @tool */ export async function* stream(): AsyncGenerator<string> {}
/** A. @tool */ export function iterates(): IterableIterator<string> { return [].values() }
/** A. @tool */ export const both: { (a: string): void; (a: number): void } = null!
/** A. @tool */ export const generic = <T,>(a: T) => {}
/** A. @tool */ export const rest = (...all: string[]) => {}
/** A. @tool */ export function* several<T>(this: Date, a: T, ...all: string[]) { yield a }
/** A. @route /x */ export function route() {}
/** A. @tools q_* */ export function family() {}
/** Fine. @tool */ export function fine(): string { return '' }
/** A. @tool */
`)

  it('each has its code at its place', () => {
    assert.deepEqual(findings(reading), [
      'class-method @tool',
      'class-method @tool',
      'not-exported hidden',
      'not-exported @tool',
      'class-method @tool',
      'not-exported @tool',
      'not-a-function @tool',
      'not-a-function @tool',
      'not-a-function @tool',
      'generator stream',
      'generator iterates',
      'overloaded both',
      'type-parameters T',
      'rest-parameter ...all: string[]',
      'generator several',
      'type-parameters T',
      'this-parameter this: Date',
      'rest-parameter ...all: string[]',
      'bad-route @route /x',
      'not-yet-supported @tools',
      'not-a-function @tool',
    ])
  })

  it('and the others are read', () => {
    assert.deepEqual(
      reading.program.declarations.map(({ name }) => name),
      ['fine'],
    )
  })
})

describe('tags of other tools', () => {
  const source = `
/**
 * A.
 * @tool
 * @internal
 * @throws {Error} when it does
 * @audited yes
 */
export function f() {}
/** A. @tool @audited */ export function g() {}
/** A property may mention the @tool, and use @audited words. */
export const text = ''
`

  it('standard ones are left alone, others are errors, wherever they stand', () => {
    assert.deepEqual(findings(readSources(source)), ['unknown-tag @audited', 'unknown-tag @audited'])
  })

  it('the config allows more of them', () => {
    const config = `export default { tags: { allow: ['audited'] } }`
    assert.deepEqual(findings(readSources({ 'src/input.ts': source, 'mcpgen.config.ts': config })), [])
  })
})
