import type { Around } from '../features/around.ts'
import type { Cached, CacheHint } from '../features/cache.ts'
import type { Features } from '../features/features.ts'
import type { Kept } from '../features/keep.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { RequestId } from '../protocol/jsonrpc.ts'
import type { CallsById } from './calls.ts'

/** What the eras serve, in resolved values. */
export interface Served {
  readonly features: Features
  readonly info: { readonly name: string; readonly version: string; readonly title?: string }
  /** The server's own, for the revisions that have them. */
  readonly icons: readonly JsonObject[] | undefined
  readonly instructions: string | undefined
  /** Names of the tools whose output is no object: revisions before 2026-07-28 get it as `{ result: … }`. */
  readonly wrapped: ReadonlySet<string>
  /** Mirrored arguments by the name of the tool. */
  readonly mirrors: ReadonlyMap<string, readonly { readonly header: string; readonly path: readonly string[] }[]>
  /** What goes around every request. */
  readonly around: Around | undefined
  /** How long the answers of discovery and of the lists may be kept, and by whom. */
  readonly cache: Readonly<Record<Cached, CacheHint>>
  readonly mode: 'stateful' | 'json' | 'stateless'
  /** Entries of one page of a list; undefined for all. */
  readonly pageSize: number | undefined
  readonly limits: {
    readonly sessions: number
    readonly sessionIdle: number
    readonly batch: number
    readonly streams: number
  }
  /** The policy for the streams of legacy calls; milliseconds. */
  readonly legacy: { readonly closeStreamsAfter?: number; readonly retry?: number }
  /** Where it is written down which answers were taken; absent where they may be brought again. */
  readonly keep?: Kept | undefined
  /** Calls that came over standard input, of both eras: their ids are of one sender. */
  readonly stdioCalls: CallsById
  /** Secrets that seal what clients carry for this server: the first seals, all open. Empty for one of the process's own. */
  readonly keys: readonly string[]
  /** Milliseconds since 1970, as every process has them. */
  readonly now: () => number
  /** Milliseconds that only grow. */
  readonly clock: () => number
  /** Told the key of every request to a client, which the request does not carry: for a client in a test. */
  readonly asked?: ((id: RequestId, key: string) => void) | undefined
  /** Takes an error that no caller may read. */
  readonly report: (error: unknown) => void
}
