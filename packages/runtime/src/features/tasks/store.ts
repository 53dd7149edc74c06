/**
 * What tasks need of a store. Every verb is one step that happens whole or not at all, whoever else is at it; times are
 * milliseconds since 1970.
 */
import type { JsonObject, JsonValue } from '../../protocol/json.ts'
import type { AskRequest, Memory } from '../asks/round.ts'
import type { ToolOutcome } from '../call.ts'
import type { ClientInfo } from '../context.ts'

export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled'

export interface TaskRecord {
  /** Nobody can guess it. */
  readonly id: string
  /** Who may know of it; undefined for whoever has the id. */
  readonly owner: string | undefined
  /** The tool's name. */
  readonly tool: string
  readonly status: TaskStatus
  readonly createdAt: number
  readonly updatedAt: number
  /** From then on it is unknown. */
  readonly expiresAt: number
  /** While it is `working`: until when it is certain that somebody works on it. */
  readonly leasedUntil: number
  /** What is asked and not answered yet, by the keys that the answers come back under. */
  readonly asks: ReadonlyMap<string, AskRequest>
  /** Of a task that is `completed` or `failed`. */
  readonly ending: TaskEnding | undefined
}

export type TaskEnding = { readonly outcome: ToolOutcome } | { readonly error: TaskError }

/** A JSON-RPC error. */
export interface TaskError {
  readonly code: number
  readonly message: string
  readonly data?: JsonValue
}

/** What it takes to run the function again, in any process; JSON. */
export interface TaskWork {
  readonly args: JsonObject
  readonly client: ClientInfo | undefined
  readonly capabilities: JsonObject
  readonly memory: Memory | undefined
  /** Every key that was asked under, and what it was in the function: none is used twice in a task's life. */
  readonly keys: Readonly<Record<string, string>>
}

/** What came of a question: a client's answer, or why there is none. */
export type TaskAnswer = { readonly response: JsonObject } | { readonly failure: string }

export interface NewTask extends Pick<TaskRecord, 'id' | 'owner' | 'tool' | 'createdAt' | 'expiresAt' | 'leasedUntil'> {
  /** By whom the tasks that have not ended are counted. */
  readonly caller: string
  readonly worker: string
  readonly work: TaskWork
}

/** A task to go on with, and the answers that came in since its last run, by their keys. */
export interface ClaimedTask {
  readonly id: string
  readonly owner: string | undefined
  readonly tool: string
  readonly work: TaskWork
  readonly answers: Readonly<Record<string, TaskAnswer>>
}

/** Who is at it, and when. */
export interface Claim {
  readonly worker: string
  readonly now: number
  readonly leasedUntil: number
}

export interface TaskStore {
  /**
   * Keeps a task that its worker works on; false when its caller has as many that wait, or that somebody works on. Of those
   * that have ended, the caller's oldest are forgotten beyond ten times as many.
   */
  create(task: NewTask, most: number): Promise<boolean>
  /** Those of these ids that have not expired. */
  read(ids: readonly string[], now: number): Promise<TaskRecord[]>
  /** An owner's tasks, the oldest first; `after` is the last one that is known. */
  list(owner: string, page: { after: string | undefined; limit: number; now: number }): Promise<TaskRecord[]>
  /** Ends a run with questions; false when the worker has lost the task. */
  ask(
    claim: { id: string; worker: string; now: number },
    work: TaskWork,
    asks: ReadonlyMap<string, AskRequest>,
  ): Promise<boolean>
  /** Takes what was asked and not answered; what else there is, is left out. */
  answer(id: string, answers: Readonly<Record<string, TaskAnswer>>, now: number): Promise<void>
  /** Takes a task that has all of its answers, to go on with it; undefined when there is nothing to go on with. */
  claim(id: string, claim: Claim): Promise<ClaimedTask | undefined>
  /** Ends a task; false when the worker has lost it. */
  settle(claim: { id: string; worker: string; now: number }, ending: TaskEnding): Promise<boolean>
  /** Cancels a task; false when it has ended. */
  cancel(id: string, now: number): Promise<boolean>
  /** Says that a worker is alive. The ids of all that it still has. */
  renew(claim: Claim): Promise<string[]>
  /** Ends what nobody works on any more; the ids. */
  lapse(now: number, ending: TaskEnding): Promise<string[]>
  /** Forgets what has expired. */
  sweep(now: number): Promise<void>
}
