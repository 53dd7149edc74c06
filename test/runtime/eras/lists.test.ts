/** server/utilities/pagination: opaque cursors that any process understands. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openCall } from '../../../packages/runtime/src/eras/calls.ts'
import type { Exchange } from '../../../packages/runtime/src/eras/era.ts'
import { listMethod } from '../../../packages/runtime/src/eras/lists.ts'
import type { Visibility } from '../../../packages/runtime/src/features/visibility.ts'
import { startServer } from '../../harness/server.ts'

const entries = Array.from({ length: 7 }, (_, index) => `"e${index}"`)

function list(pageSize: number | undefined, identity = 'letters', from: readonly string[] = entries) {
  const frame = (next: string | undefined) => ['{"page":[', `],"next":${JSON.stringify(next ?? null)}}`] as const
  const method = listMethod({ list: { entries: from }, pageSize, identity, frame })
  return (cursor?: unknown) => {
    const seed = { client: undefined, clientCapabilities: {}, progressToken: undefined, logLevel: undefined }
    const params = cursor === undefined ? {} : { cursor: cursor as string }
    const page = method(openCall({ params, ...seed }, {} as Exchange), undefined) as Buffer
    return JSON.parse(`{"id":0${page}`).result as { page: string[]; next: string | null }
  }
}

describe('a list', () => {
  it('is one page unless pages have a size', () => {
    assert.deepEqual(list(undefined)(), { page: ['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6'], next: null })
  })

  it('is one empty page when nothing is in it', () => {
    assert.deepEqual(list(3, 'none', [])(), { page: [], next: null })
  })

  it('is walked page by page, in order, to its end', () => {
    const pages: string[][] = []
    const next = list(3)
    for (let answer = next(); ; answer = next(answer.next)) {
      pages.push(answer.page)
      if (answer.next === null) break
    }
    assert.deepEqual(pages, [['e0', 'e1', 'e2'], ['e3', 'e4', 'e5'], ['e6']])
  })

  it('has no last page that is empty when its length is a multiple of the size', () => {
    const next = list(7)
    assert.equal(next().next, null)
  })

  it('takes the cursors of another process that serves the same', () => {
    const { next } = list(3)()
    assert.deepEqual(list(3)(next).page, ['e3', 'e4', 'e5'])
  })

  it('refuses what is no cursor of its own: made up, of another list, of an older version, empty, no string', () => {
    const { next } = list(3)()
    const older = list(3, 'letters', [...entries, '"e7"'])().next
    const other = list(3, 'numbers')().next
    for (const cursor of ['nonsense', older, other, '', `${next}A`, 3, null]) {
      assert.throws(() => list(3)(cursor), { code: -32602 }, String(cursor))
    }
    assert.throws(() => list(undefined)(''), { code: -32602 })
  })

  it('goes through both eras by the same pages', async () => {
    await using server = await startServer({ pageSize: 4 })
    const session = await server.initialize()
    const walk = async (ask: (params: object) => Promise<{ tools: { name: string }[]; nextCursor?: string }>) => {
      const names: string[][] = []
      let cursor: string | undefined
      do {
        const { tools, nextCursor } = await ask(cursor === undefined ? {} : { cursor })
        names.push(tools.map(({ name }) => name))
        cursor = nextCursor
      } while (cursor !== undefined)
      return names
    }
    const modern = await walk(async params => (await server.modern('tools/list', params)).json.result)
    const legacy = await walk(
      async params =>
        (await server.legacy(session, { jsonrpc: '2.0', id: 1, method: 'tools/list', params })).json.result,
    )
    assert.deepEqual(modern, [
      ['add', 'echo', 'refuse', 'crash'],
      ['primes', 'link', 'count', 'talk'],
      ['wait', 'sleep'],
    ])
    assert.deepEqual(legacy, modern)
  })
})

/** Sees the entries whose place has a 1 in the caller's id. */
function guarded(pageSize: number | undefined, asked: string[] = []) {
  const visibility: Visibility = {
    of({ principal }) {
      asked.push(principal?.id ?? '')
      return principal?.id ?? ''
    },
    includes: (word, index) => word[index] === '1',
    isEmpty: word => !word.includes('1'),
  }
  const frame = (next: string | undefined) => ['{"page":[', `],"next":${JSON.stringify(next ?? null)}}`] as const
  const method = listMethod({ list: { entries, visibility }, pageSize, identity: 'letters', frame })
  return (id: string, cursor?: string): Buffer => {
    const seed = { client: undefined, clientCapabilities: {}, progressToken: undefined, logLevel: undefined }
    const principal = { id, staff: false, admin: false, permissions: [], scopes: [], claims: {} }
    const params = cursor === undefined ? {} : { cursor }
    return method(openCall({ params, ...seed }, { principal } as unknown as Exchange), undefined) as Buffer
  }
}

const resultOf = (page: Buffer) => JSON.parse(`{"id":0${page}`).result as { page: string[]; next: string | null }

describe('a list of which callers see different entries', () => {
  it('is to each as if nothing else were in it, cursors and all', () => {
    const mine = resultOf(guarded(2)('1010100'))
    assert.deepEqual(mine.page, ['e0', 'e2'])
    assert.deepEqual(mine, list(2, 'letters', ['"e0"', '"e2"', '"e4"'])())
    assert.deepEqual(resultOf(guarded(2)('1010100', mine.next ?? '')), { page: ['e4'], next: null })
    assert.deepEqual(resultOf(guarded(undefined)('0000000')), { page: [], next: null })
  })

  it('takes a cursor of who sees the same, and of nobody else', () => {
    const pages = guarded(2)
    const { next } = resultOf(pages('1111000'))
    assert.deepEqual(resultOf(pages('1111000', next ?? '')).page, ['e2', 'e3'])
    for (const other of ['1111100', '1111111', '1000000']) {
      assert.throws(() => pages(other, next ?? ''), { code: -32602 })
    }
  })

  it('is made once for all who see the same, and kept for so many views', () => {
    const pages = guarded(undefined)
    const first = pages('1000000')
    assert.equal(pages('1000000'), first)
    for (let n = 0; n < 31; n += 1) pages(n.toString(2).padStart(7, '0'))
    assert.equal(pages('1000000'), first)
    for (let n = 32; n < 64; n += 1) pages(n.toString(2).padStart(7, '0'))
    assert.notEqual(pages('1000000'), first)
    assert.deepEqual(pages('1000000'), first)
  })
})
