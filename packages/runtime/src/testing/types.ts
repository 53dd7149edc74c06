/** What a test client is asked with and answers, typed from the application's surface. */
import type { ToolResult } from '../features/results.ts'
import type { Surface } from '../manifest.ts'
import type { ContentBlock } from '../protocol/content.ts'
import type { JsonObject, JsonValue } from '../protocol/json.ts'

/** A tool's result as it was received (server/tools, "Tool Result"). */
export interface CallToolResult {
  readonly content: readonly ContentBlock[]
  readonly structuredContent?: JsonValue
  readonly isError?: boolean
  readonly _meta?: JsonObject
}

export interface CallOptions {
  /** Cancels the call as a client of the era does. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** basic/patterns/progress. */
export interface Progress {
  readonly progress: number
  readonly total?: number
  readonly message?: string
}

/** server/utilities/logging. */
export interface LogMessage {
  readonly level: string
  /** The declaration's name. */
  readonly logger?: string
  readonly data: JsonValue
}

/** A function for each tool; it throws a `ToolError` where the result says that the tool failed. */
export type ToolsOf<S extends Surface> = {
  readonly [N in keyof S['tools']]: ToolFunction<S['tools'][N]['args'], Received<S['tools'][N]['result']>>
}

type ToolFunction<A, R> =
  Record<never, never> extends A
    ? (args?: A, options?: CallOptions) => Promise<R>
    : (args: A, options?: CallOptions) => Promise<R>

/** What arrives of a value that a tool returns: text and data as themselves, blocks of content as the whole result. */
export type Received<T> = unknown extends T
  ? T
  : T extends ToolResult | ContentBlock
    ? CallToolResult
    : T extends readonly (infer I)[]
      ? Extract<I, ContentBlock> extends never
        ? Json<T>
        : CallToolResult
      : Json<T>

/** A value's type after a journey as JSON. */
type Json<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends void
      ? undefined
      : T extends Uint8Array | Date | URL
        ? string
        : T extends { toJSON(): infer J }
          ? Json<J>
          : { [K in keyof T]: Json<T[K]> }
