/** Long work as a task: the caller gets a handle at once, and the outcome when it asks for it. */
import type { JsonObject } from '../../protocol/json.ts'
import type { Memory, Round } from '../asks/round.ts'
import type { Call, ToolOutcome } from '../call.ts'
import type { Principal } from '../context.ts'
import type { TaskAnswer, TaskRecord } from './store.ts'

/** A call that has become a task. */
export interface Started {
  readonly task: TaskRecord
}

export function isStarted(outcome: object): outcome is Started {
  return 'task' in outcome
}

/** The tasks of a server, before the first of them is wanted: nothing is loaded, and no storage open. */
export interface TaskDesk {
  /** Tools that run as tasks, by name. */
  readonly uses: ReadonlyMap<string, 'optional' | 'required'>
  /** @throws {Error} when the storage can't be opened. */
  open(): Promise<Tasks>
  /** Resolves when nothing runs. */
  idle(): Promise<void>
  /** Ends what runs. */
  close(): Promise<void>
}

export interface Tasks {
  /** Calls a tool for somebody who takes a task. */
  call(run: RunTool, call: Call, start: TaskStart): Promise<ToolOutcome | Round | Started>
  /** @throws {RpcError} −32602 for a task that isn't there, or is somebody else's; so do the others. */
  get(id: string, caller: Principal | undefined): Promise<TaskRecord>
  /** Gives answers; with the last of them the function runs again, for this caller. */
  answer(id: string, answers: Readonly<Record<string, TaskAnswer>>, caller: Principal | undefined): Promise<void>
  /** Cancels what has not ended; false when it had. */
  cancel(id: string, caller: Principal | undefined): Promise<boolean>
  /** A page of the caller's tasks, the oldest first. */
  list(caller: Principal, after: string | undefined): Promise<{ tasks: readonly TaskRecord[]; next?: string }>
  /** Those of these tasks that are there, and the caller's. */
  own(ids: readonly string[], caller: Principal | undefined): Promise<string[]>
  /** Tells of every change from now on, until the returned function is called; of what is gone nothing more. */
  watch(ids: readonly string[], listener: (task: TaskRecord) => void): () => void
  idle(): Promise<void>
  close(): Promise<void>
}

export interface TaskLimits {
  /** Tasks that have not ended, of one caller. */
  readonly open: number
  /** Milliseconds that a task is kept. */
  readonly ttl: number
  /** Bytes of a result. */
  readonly result: number
}

/** Runs the tool once, to its end or its next questions. */
export type RunTool = (call: Call, startTask?: StartTask) => Promise<ToolOutcome | Round>

/** Makes the rest of a run a task. */
export type StartTask = (memory: Memory) => Promise<void>

export interface TaskStart {
  readonly tool: string
  readonly args: JsonObject
  /** The function says when. */
  readonly later: boolean
}
