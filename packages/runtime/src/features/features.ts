/** Everything the server does with its declarations, for the eras to offer in their own terms. */
import type { Round } from './asks/round.ts'
import type { Audience } from './audience.ts'
import type { Call, CompletionOutcome, PromptOutcome, ResourceOutcome, ToolOutcome } from './call.ts'
import type { Changes } from './changes.ts'
import type { RoutesDoor } from './routes/create-routes.ts'
import type { Skills } from './skills.ts'
import type { Started, TaskDesk } from './tasks/tasks.ts'
import type { List } from './visibility.ts'

/** Each way of calling a function answers with a `Round` when it asks the client, to be called again with the answers. */
export interface Features {
  /** The lists' entries as the newest revision has them. */
  readonly lists: {
    readonly tools: List
    readonly resources: List
    readonly templates: List
    readonly prompts: List
  }
  /**
   * `tools/call`. Answers without a promise when module and validators are loaded and the function is synchronous.
   * What goes wrong in the tool is an outcome with `isError`.
   *
   * @throws {RpcError} −32602 for an unknown name or a malformed request.
   * @throws {MissingScopes} when the caller sees it and lacks a scope; so do all that name something.
   * @throws {MissingCapability} when the caller can't be asked for what the function needs; so do the other two.
   */
  callTool(call: Call): ToolOutcome | Promise<ToolOutcome | Round | Started>
  /** Absent when no tool runs as a task. */
  readonly tasks: TaskDesk | undefined
  /**
   * `resources/read`.
   *
   * @throws {ResourceNotFound} when no declaration matches the URI, or the function threw `NotFound`.
   * @throws {RpcError} for everything else.
   */
  readResource(call: Call): ResourceOutcome | Promise<ResourceOutcome | Round>
  /**
   * `prompts/get`.
   *
   * @throws {RpcError} −32602 for an unknown name or wrong arguments.
   */
  getPrompt(call: Call): PromptOutcome | Promise<PromptOutcome | Round>
  /**
   * `completion/complete`; absent when no argument completes.
   *
   * @throws {RpcError} −32602 for an unknown reference or argument.
   */
  readonly complete: ((call: Call) => CompletionOutcome | Promise<CompletionOutcome>) | undefined
  /** Undefined when the server has none. */
  readonly routes: RoutesDoor | undefined
  /** Absent when the server has none. */
  readonly skills: Skills | undefined
  /** What changed, by what functions say. */
  readonly changes: Changes
  /** Who is told of it; absent where nothing is hidden from anybody. */
  readonly audience: Audience | undefined
  /** Loads every module and its validators; rejects with the first failure, naming the declaration. */
  load(): Promise<void>
}
