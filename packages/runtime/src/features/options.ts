/** What the features need of the resolved config and of the server around them. */
import type { LogLevel } from './call.ts'
import type { Kept } from './keep.ts'
import type { ScopeRules } from './scopes.ts'
import type { TaskLimits } from './tasks/tasks.ts'

export interface FeaturesOptions {
  /** Arguments are taken as sent, without conversion from strings. */
  readonly strict: boolean
  /** `shown` sends the message of an unexpected error to the caller; its stack never leaves. */
  readonly errors: 'hidden' | 'shown'
  /** Whether results are held against their schema before they leave. */
  readonly validateOutput: boolean
  /** Tool calls a minute and caller. */
  readonly calls: number
  /** Completions a minute and caller. */
  readonly completions: number
  /** Milliseconds that a guard function gets to answer. */
  readonly guardTimeout: number
  /** What scopes say of each other; nothing unless given. */
  readonly scopes?: ScopeRules
  /** Guards that everything asks for. */
  readonly require?: readonly string[]
  /** Whether every declaration says who may use it. */
  readonly requireGuards?: boolean
  /** Needed where a tool runs as a task. */
  readonly tasks?: TaskOptions
  /** Milliseconds that only grow. */
  readonly clock: () => number
  /** Receives every error whose text the caller does not get, and what is wrong with a declaration at run time. */
  report(failure: Failure): void
  /** Receives what functions write to `Context.log`, whatever the caller's level is. */
  log?(entry: LogEntry): void
}

export interface TaskOptions extends TaskLimits {
  /** Where tasks are kept. */
  readonly keep: Kept
  /** Takes an error of the storage. */
  readonly failed: (error: unknown) => void
}

/** An error and the reference under which the caller was told of it. */
export interface Failure {
  readonly reference: string
  /** The declaration: `src/math.ts#add`. */
  readonly source: string
  readonly error: unknown
}

export interface LogEntry {
  readonly level: LogLevel
  /** The declaration's name. */
  readonly logger: string
  readonly message: string
  readonly data?: unknown
}
