/** Lists as prepared bytes, page by page (server/utilities/pagination). */
import { dropFirst } from '../features/drop-first.ts'
import { RpcError } from '../features/errors.ts'
import type { List } from '../features/visibility.ts'
import { INVALID_PARAMS } from '../protocol/jsonrpc.ts'
import { preparedAround } from './answer.ts'
import type { OpenCall } from './calls.ts'
import type { Method } from './dispatch.ts'

export interface ListOptions {
  readonly list: List
  readonly pageSize: number | undefined
  /** An entry as the revision has it; absent when it is the newest. */
  readonly convert?: (entry: string) => string
  /** JSON text of a whole result, up to its entries and after them, by the cursor of the next page. */
  readonly frame: (nextCursor: string | undefined) => Frame
  /** Lists that differ in it don't take each other's cursors. */
  readonly identity: string
}

/** What stands around the entries of a page. */
export type Frame = readonly [before: string, after: string]

/** By cursor. */
type Pages = ReadonlyMap<string | undefined, Buffer>

/** Different views of one list that are kept as bytes; the one that was longest not asked for is forgotten first. */
const MAX_VIEWS = 32

/** A `…/list` method. Its pages are made at the first request that sees them, and only sent after that. */
export function listMethod({ list, ...options }: ListOptions): Method<unknown> {
  const { visibility, more } = list
  const entries = once(() => list.entries.map(entry => Buffer.from(options.convert?.(entry) ?? entry)))
  if (more !== undefined) return enumerated(entries, { visibility, more }, options)
  if (visibility === undefined) {
    const pages = once(() => preparePages(entries(), options))
    return call => pageOf(pages(), call)
  }
  const views = new Map<string, Pages>()
  const view = (word: string): Pages => {
    const known = views.get(word)
    const pages =
      known ??
      preparePages(
        entries().filter((_, index) => visibility.includes(word, index)),
        options,
      )
    views.delete(word)
    views.set(word, pages)
    if (views.size > MAX_VIEWS) dropFirst(views)
    return pages
  }
  return call => {
    const word = visibility.of(call)
    return typeof word === 'string' ? pageOf(view(word), call) : word.then(word => pageOf(view(word), call))
  }
}

/** Pages of a list that is not known before somebody asks: made for each request anew. */
function enumerated(
  entries: () => readonly Buffer[],
  { visibility, more }: Pick<List, 'visibility'> & { readonly more: NonNullable<List['more']> },
  options: Omit<ListOptions, 'list'>,
): Method<unknown> {
  return async call => {
    const word = await visibility?.of(call)
    const own = word === undefined ? entries() : entries().filter((_, index) => visibility?.includes(word, index))
    const added = await more(call)
    return pageOf(
      preparePages([...own, ...added.map(entry => Buffer.from(options.convert?.(entry) ?? entry))], options),
      call,
    )
  }
}

function pageOf(pages: Pages, call: OpenCall): Buffer {
  const page = pages.get(cursorOf(call))
  if (page === undefined) throw new RpcError(INVALID_PARAMS, 'Invalid cursor')
  return page
}

/** An absent cursor asks for the first page; the empty string is a cursor like any other. */
function cursorOf({ params }: OpenCall): string | undefined {
  const { cursor } = params
  if (cursor === undefined || typeof cursor === 'string') return cursor
  throw new RpcError(INVALID_PARAMS, 'Invalid params: "cursor" must be a string')
}

/**
 * Cursors are derived from what is seen of the list alone, so that any process that serves the same list takes them, and
 * nothing that is hidden shows in them.
 */
function preparePages(entries: readonly Buffer[], { pageSize, frame, identity }: Omit<ListOptions, 'list'>): Pages {
  const size = pageSize ?? Math.max(entries.length, 1)
  const pages = new Map<string | undefined, Buffer>()
  const version = entries.length > size ? digest(identity, entries) : ''
  for (let start = 0; start === 0 || start < entries.length; start += size) {
    const next = start + size < entries.length ? cursorAt(start + size, version) : undefined
    const cursor = start === 0 ? undefined : cursorAt(start, version)
    pages.set(cursor, framed(entries.slice(start, start + size), frame(next)))
  }
  return pages
}

const COMMA = Buffer.from(',')

function framed(entries: readonly Buffer[], [before, after]: Frame): Buffer {
  const parts = entries.flatMap((entry, index) => (index === 0 ? [entry] : [COMMA, entry]))
  return preparedAround(before, parts, after)
}

function cursorAt(offset: number, version: string): string {
  return Buffer.from(`${offset}.${version}`).toString('base64url')
}

function digest(identity: string, entries: readonly Buffer[]): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256').update(identity).update('\n')
  for (const entry of entries) hash.update(entry).update('\n')
  return hash.digest('hex').slice(0, 16)
}

/** Runs a function when its value is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
