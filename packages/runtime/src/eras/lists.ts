/** Lists as prepared bytes, page by page (server/utilities/pagination). */
import { RpcError } from '../features/errors.ts'
import { INVALID_PARAMS } from '../protocol/jsonrpc.ts'
import { prepared } from './answer.ts'
import type { OpenCall } from './calls.ts'
import type { Method } from './dispatch.ts'

export interface ListOptions {
  /** JSON texts in list order. */
  readonly entries: readonly string[]
  readonly pageSize: number | undefined
  /** An entry as the revision has it; absent when it is the newest. */
  readonly convert?: (entry: string) => string
  /** JSON text of a whole result from the texts of a page's entries and of the next page's cursor. */
  readonly encode: (entries: string, nextCursor: string | undefined) => string
  /** Lists that differ in it don't take each other's cursors. */
  readonly identity: string
}

/** A `…/list` method. Its pages are made at the first request and only sent after that. */
export function listMethod(options: ListOptions): Method<unknown> {
  let pages: ReadonlyMap<string | undefined, Buffer> | undefined
  return call => {
    pages ??= preparePages(options)
    const page = pages.get(cursorOf(call))
    if (page === undefined) throw new RpcError(INVALID_PARAMS, 'Invalid cursor')
    return page
  }
}

/** An absent cursor asks for the first page; the empty string is a cursor like any other. */
function cursorOf({ params }: OpenCall): string | undefined {
  const { cursor } = params
  if (cursor === undefined || typeof cursor === 'string') return cursor
  throw new RpcError(INVALID_PARAMS, 'Invalid params: "cursor" must be a string')
}

/** Cursors are derived from the list alone, so that any process that serves the same list takes them. */
function preparePages({ entries, pageSize, convert, encode, identity }: ListOptions): Map<string | undefined, Buffer> {
  const size = pageSize ?? Math.max(entries.length, 1)
  const pages = new Map<string | undefined, Buffer>()
  const version = entries.length > size ? digest([identity, ...entries]) : ''
  for (let start = 0; start === 0 || start < entries.length; start += size) {
    const next = start + size < entries.length ? cursorAt(start + size, version) : undefined
    const cursor = start === 0 ? undefined : cursorAt(start, version)
    const page = entries.slice(start, start + size)
    pages.set(cursor, prepared(encode((convert ? page.map(convert) : page).join(','), next)))
  }
  return pages
}

function cursorAt(offset: number, version: string): string {
  return Buffer.from(`${offset}.${version}`).toString('base64url')
}

function digest(texts: readonly string[]): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  for (const text of texts) hash.update(text).update('\n')
  return hash.digest('hex').slice(0, 16)
}
