/** What a function can take beside its arguments, found by these types. */
import type { JsonObject } from '../protocol/json.ts'
import type { Asks } from './asks/asks.ts'
import type { ListName } from './changes.ts'

/** The call a function is running in. Its members are made when they are read: pass it on whole, since a copy by `...` has none. */
export interface Context extends Asks {
  /** Tells the client how far the work is; sent only when the client asked, and only when `done` grew. */
  progress(done: number, total?: number, message?: string): void
  /** Log messages for the client, at the levels it asked for, and for stderr. */
  readonly log: Log
  /**
   * Starts the task, where the tool has `@task` and its caller takes one; elsewhere nothing. What was asked before it was
   * asked in ordinary rounds. Without a call of it the whole function is the task.
   */
  task(): Promise<void>
  /** Reads one of this server's own resources, without a round trip. */
  readResource(uri: string): Promise<ReadonlyArray<JsonObject>>
  /** Tells the clients that watch this resource that it changed. */
  resourceUpdated(uri: string): void
  /** Tells the clients that want to know that a list changed. */
  listChanged(list: ListName): void
  /** Aborts when the client cancels or the server shuts down; `reason` is an `AbortReason`. */
  readonly signal: AbortSignal
  readonly principal: Principal | undefined
  /** Absent on stdio. */
  readonly request: McpRequest | undefined
  /** Who the client says it is; for display and logs only. */
  readonly client: ClientInfo | undefined
}

export interface Log {
  debug(message: string, data?: unknown): void
  info(message: string, data?: unknown): void
  warning(message: string, data?: unknown): void
  error(message: string, data?: unknown): void
}

/** Who is calling. `Claims` types the token's further claims. */
export interface Principal<Claims = Record<string, unknown>> {
  readonly id: string
  readonly staff: boolean
  readonly admin: boolean
  readonly permissions: readonly string[]
  readonly scopes: readonly string[]
  readonly claims: Claims
  readonly issuer?: string
  readonly clientId?: string
}

/** The HTTP request that carries the call. */
export interface McpRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly method: string
  readonly url: string
  readonly remoteAddress: string | undefined
}

export interface ClientInfo {
  readonly name: string
  readonly version: string
  readonly title?: string
}

/** Why `Context.signal` aborted. `asked`: the call ended to ask the client, and the function will run again. */
export interface AbortReason extends Error {
  readonly name: 'AbortError'
  readonly cause: 'cancelled' | 'disconnected' | 'shutdown' | 'timeout' | 'asked'
}
