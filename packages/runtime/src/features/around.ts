/** What goes around every request: the `around` of the config. */
import type { JsonObject } from '../protocol/json.ts'
import type { RequestId } from '../protocol/jsonrpc.ts'
import type { McpRequest } from './context.ts'

/** One thing of the config's `around`; `otel()` makes one. */
export interface Around {
  /**
   * Runs `next`, which answers the request, and returns what it returns; throws what it throws. What `next` starts runs in
   * what is active around it.
   */
  request<T>(request: AroundRequest, next: () => T | Promise<T>): T | Promise<T>
}

/** A request whose method the server has, before it is answered. */
export interface AroundRequest {
  readonly id: RequestId
  /** `tools/call` */
  readonly method: string
  readonly params: JsonObject
  /** Of the protocol: `2026-07-28`. */
  readonly revision: string
  readonly transport: 'http' | 'stdio'
  /** The id of the client's session, where it has one. */
  readonly session: string | undefined
  /** The HTTP request that carries it. */
  readonly http: McpRequest | undefined
  /** Once it is answered: whether the tool's result says that it failed. */
  toolFailed(): boolean
  /** The code that an error of `next` is answered with. */
  codeOf(error: unknown): number
}

/** The first is the outermost. */
export function nested(around: readonly Around[]): Around | undefined {
  return around.length < 2 ? around[0] : around.reduceRight(within)
}

function within(inner: Around, outer: Around): Around {
  return { request: (request, next) => outer.request(request, () => inner.request(request, next)) }
}
