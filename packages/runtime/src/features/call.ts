/**
 * One request as a feature sees it, whichever era and transport brought it. Eras make it; features answer it.
 */
import type { JsonObject } from '../protocol/json.ts'
import type { Resumed } from './asks/round.ts'
import type { AbortReason, ClientInfo, McpRequest, Principal } from './context.ts'
import type { TaskWish } from './tasks/wish.ts'

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency'

export interface Call {
  readonly params: JsonObject
  readonly principal: Principal | undefined
  readonly request: McpRequest | undefined
  readonly client: ClientInfo | undefined
  readonly clientCapabilities: JsonObject
  /** Why this caller can't be asked for anything, whatever it declares: "…, which …". */
  readonly cannotAsk?: string | undefined
  /** The answers that the call brings back; undefined for a first call. */
  readonly resumed?: Resumed | undefined
  /** What guard functions have said of this caller; a call that another makes has it of that. */
  verdicts?: Map<string, boolean | Promise<boolean>> | undefined
  /**
   * Runs when a tool is found that the caller may use, before anything else is looked at: what it throws is the answer.
   * Absent where nothing is left to be held against the tool.
   */
  readonly onFound?: ((tool: string) => void) | undefined
  /** The caller takes a task for an answer; undefined when it doesn't. */
  readonly task?: TaskWish | undefined
  /** From `params._meta.progressToken`; without one no progress is sent. */
  readonly progressToken: string | number | undefined
  /** The least level of log message that this caller wants; undefined for none. */
  readonly logLevel: LogLevel | undefined
  /** Sends a notification that belongs to this call, before its result. Dropped once the call has ended. */
  notify(method: string, params: JsonObject): void
  /** Runs when the call is cancelled (at once when it has been). At most one listener: the call's `AbortController`. */
  onAbort(listener: (reason: AbortReason['cause']) => void): void
}

/**
 * A tool's result as JSON text, so that a value is stringified once for `structuredContent` and its text block.
 * An era adds what its revision wants around it.
 */
export interface ToolOutcome {
  /** JSON text of the `content` array. */
  readonly content: string
  /** The content is one block of text, which is the same in every revision: nobody need look through it. */
  readonly isText?: true
  /** JSON text of `structuredContent`, before any wrapping. */
  readonly structuredContent?: string
  /** The value is not an object: revisions before 2026-07-28 get `{ result: … }`. */
  readonly wrap?: true
  readonly isError?: true
  readonly meta?: JsonObject
}

/** A resource's contents and the caching hint that stands with them. */
export interface ResourceOutcome {
  readonly contents: readonly JsonObject[]
  readonly ttlMs: number
  readonly cacheScope: 'public' | 'private'
}

/** Suggestions for an argument: at most a hundred of them. */
export interface CompletionOutcome {
  readonly values: readonly string[]
  /** How many there are in all. */
  readonly total: number
  readonly hasMore: boolean
}

export interface PromptOutcome {
  readonly description?: string
  readonly messages: readonly JsonObject[]
}
