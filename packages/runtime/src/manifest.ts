/**
 * The contract between generated code and the runtime: the compiler emits values of these types into `app.mjs` and
 * `validators/*.mjs`. Raise `Contract` when generated code of an older build would no longer run.
 */
import type { Config } from './config.ts'
import type { Askable } from './features/asks/asks.ts'
import type { CacheHint } from './features/cache.ts'
import type { Context, McpRequest, Principal } from './features/context.ts'
import type { JsonObject } from './protocol/json.ts'

/** Named in every `app.d.mts`; a build by another version of the compiler is then a type error where `app` is used. */
export type Contract = 1

/** What `app.mjs` hands to `createApp`. */
export interface AppDefinition {
  readonly contract: Contract
  readonly name: string
  readonly version: string
  readonly title?: string
  /** What clients are told about the server. */
  readonly instructions?: string
  /** The server's icons, as JSON text. */
  readonly icons?: string
  /** The module `mcpgen.config.ts` as imported, if the project has one. */
  readonly config?: Config
  /** The project's folder, as a URL; there when the server may have something to keep. */
  readonly root?: string
  /** The folder of the compiled modules that bindings load, where they don't load the sources. */
  readonly from?: string
  /** Forms of `ctx.elicit` by key, as JSON texts. */
  readonly forms?: Readonly<Record<string, string>>
  /** Guards that are functions, by the keys that bindings name. */
  readonly guards?: Readonly<Record<string, GuardBinding>>
  /** Each in list order. */
  readonly tools?: readonly ToolBinding[]
  readonly resources?: readonly ResourceBinding[]
  readonly templates?: readonly TemplateBinding[]
  readonly prompts?: readonly PromptBinding[]
  readonly routes?: readonly RouteBinding[]
  /** The document of the routes; present when there are any. */
  readonly openapi?: () => Promise<OpenApiModule>
  readonly skills?: readonly SkillBinding[]
}

/** The user's module, as `import()` gives it. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler has checked the function that `run` calls.
export type UserModule = any

/** What every binding has: a manifest entry, how to load the function, how to call it. */
export interface Binding {
  readonly name: string
  /** `src/math.ts#add`: named in logs, never sent. */
  readonly source: string
  /** JSON text: literally the entry a client of the newest revision gets from the list. */
  readonly entry: string
  /**
   * Who may see and use it, all of: `authenticated`, `staff`, `admin`, `permission <name>`, a key of the definition's
   * `guards`. `none` is no condition.
   */
  readonly guards?: readonly string[]
  /** OAuth scopes that a caller needs to use it, all of them. */
  readonly scopes?: readonly string[]
  /** Present when the function may ask the client. */
  readonly asks?: BindingAsks
  /** Milliseconds that a run of the function may take; what waits for an answer does not run. */
  readonly timeout?: number
  load(): Promise<UserModule>
  /** Calls the function with its parameters in place. What it takes beside the arguments comes from `given`. */
  run(module: UserModule, args: JsonObject, given: Given): unknown
  /** Absent when the declaration takes no arguments and its result needs no schema. */
  readonly validators?: () => Promise<Validators>
}

/** A guard that is a function, with its argument in place. */
export interface GuardBinding {
  /** `src/tenants.ts#inTenant`: named in logs, never sent. */
  readonly source: string
  /** Set when the function is asked about callers without a name, too; else they never pass. */
  readonly anonymous?: true
  load(): Promise<UserModule>
  /** Calls the function; nothing but `true`, or a promise of it, lets the caller pass. */
  run(module: UserModule, principal: Principal | undefined): unknown
}

export interface BindingAsks {
  /** What every caller must be able to be asked for: asks that no `ctx.can` governs. */
  readonly requires?: readonly Askable[]
  /** Keys of `forms` that the function may ask with. */
  readonly forms?: readonly string[]
  /** Set when answers mean nothing without what was remembered before them: `once`, choices and forms made at run time. */
  readonly remembers?: true
}

/** What the runtime puts in place of injected parameters; each member is made when it is first read. */
export interface Given {
  readonly context: Context
  /** Undefined on stdio. */
  readonly request: McpRequest | undefined
  /** Undefined for an anonymous caller. */
  readonly principal: Principal | undefined
}

/**
 * What the return type says of the result. `mixed` is told apart at run time; `content` is built with `text()`,
 * `image()`, `result()` … or written as the specification writes it.
 */
export type ResultKind = 'none' | 'text' | 'data' | 'bytes' | 'content' | 'mixed'

export interface ToolBinding extends Binding {
  readonly result: ResultKind
  /** Set when `outputSchema` is not an object: revisions before 2026-07-28 get it, and the value, as `{ result: … }`. */
  readonly wrap?: true
  /** Names that it had before: clients may use them, and no list has them. */
  readonly formerly?: readonly string[]
  /** Of a route that is exposed: arguments that are one segment of its path each. */
  readonly segments?: readonly string[]
  /** Arguments that clients repeat in `Mcp-Param-…` headers. */
  readonly mirrors?: readonly Mirror[]
  /** Present when it can run as a task. */
  readonly task?: TaskBinding
}

/** How a tool runs as a task, for clients that take one. */
export interface TaskBinding {
  /** It runs in no other way. */
  readonly required?: true
  /** The task starts where the function calls `ctx.task()`. */
  readonly later?: true
}

export interface Mirror {
  /** What follows `Mcp-Param-`. */
  readonly header: string
  /** The names on the way to the argument. */
  readonly path: readonly string[]
}

export interface ResourceBinding extends Binding {
  readonly uri: string
  readonly result: ResultKind
  readonly mimeType?: string
  readonly cache?: CacheHint
}

export interface TemplateBinding extends Binding {
  readonly uriTemplate: string
  /** Matches a whole URI; its groups are `variables`, in order, still percent-encoded. */
  readonly pattern: RegExp
  readonly variables: readonly string[]
  readonly result: ResultKind
  readonly mimeType?: string
  readonly cache?: CacheHint
  /** Absent for a template whose resources are in no list. */
  readonly list?: ListerBinding
  readonly completions?: readonly CompletionBinding[]
}

export interface PromptBinding extends Binding {
  readonly result: ResultKind
  readonly formerly?: readonly string[]
  readonly completions?: readonly CompletionBinding[]
}

/** A REST route. Its `entry` has its name and its input schema. */
export interface RouteBinding extends Binding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Segments, of which those in braces are variables: `/items/{id}`. */
  readonly path: string
  /** Names of the arguments in the path, in order; absent for none. */
  readonly segments?: readonly string[]
  /** The argument that the whole body is; absent where the body's properties are arguments. */
  readonly body?: string
  readonly result: ResultKind
  readonly mimeType?: string
}

export interface OpenApiModule {
  /** JSON text. */
  readonly document: string
}

/** A skill (SEP-2640): instructions for a model, and the files that belong to them. */
export interface SkillBinding {
  readonly name: string
  /** Of its `SKILL.md`: `skill://<path>/SKILL.md`. */
  readonly uri: string
  /** JSON text: the entry of `skills/list`, with every file's URI, digest and size. */
  readonly entry: string
  /** JSON text: the entry of `resources/list`. */
  readonly resource: string
  /** As of a binding. */
  readonly guards?: readonly string[]
  load(): Promise<SkillModule>
}

export interface SkillModule {
  /** By path below the skill's folder. */
  readonly files: Readonly<Record<string, SkillFile>>
}

export interface SkillFile {
  readonly mimeType: string
  readonly text?: string
  /** Of a file that is not text. */
  readonly base64?: string
}

/** What completes an argument of a prompt or a template: the values that its type has, or a function. */
export type CompletionBinding = { readonly argument: string; readonly values: readonly string[] } | CompleterBinding

export interface CompleterBinding {
  readonly argument: string
  /** `src/places.ts#cities`: named in logs, never sent. */
  readonly source: string
  load(): Promise<UserModule>
  /** Calls the function with `value` and `filled` of `args` in place; it returns texts, the most relevant first. */
  run(module: UserModule, args: JsonObject, given: Given): unknown
}

/** Enumerates the resources of a template, for `resources/list`. */
export interface ListerBinding {
  /** `src/notes.ts#allNotes`: named in logs, never sent. */
  readonly source: string
  load(): Promise<UserModule>
  /** Calls the function, which returns URIs, or `ListedResource`s. */
  run(module: UserModule, args: JsonObject, given: Given): unknown
}

export type { CacheHint }

/** A declaration's `validators/<name>.mjs`: plain functions, no schema. */
export interface Validators {
  /** Absent when the declaration takes no arguments: then only `{}` is right. */
  readonly input?: Validate
  /**
   * For tools. Called only after `input` refused: returns a copy of the arguments in which what a model sent as a string
   * or `null` stands in the JSON type that the schema wants, where nothing is lost. Never throws.
   */
  readonly coerce?: (args: JsonObject) => JsonObject
  /** For tools with bytes among their arguments: returns a copy of what `input` took, with bytes in place of their text. */
  readonly revive?: (args: JsonObject) => JsonObject
  /**
   * For prompts, templates and what is not in the body of a request for a route, which arrive as strings: returns the arguments converted to the declared types
   * and the names that could not be, to be reported beside `input`'s problems. Never throws.
   */
  readonly decode?: (strings: Readonly<Record<string, string | string[]>>) => Decoded
  /** Absent when the result has no schema. Checks what `encode` returned. */
  readonly output?: Validate
  /**
   * What is sent of a returned value: declared properties only, no `undefined`, `Date` and bytes in wire form. What is not
   * as declared goes through, for `output` to name.
   */
  readonly encode?: (value: never) => unknown
}

export interface Decoded {
  readonly args: JsonObject
  readonly problems: readonly ValidationProblem[]
}

/** A function that ajv wrote: says whether the value is right, and leaves the problems on itself until the next call. */
export interface Validate {
  (value: unknown): boolean
  errors?: readonly ValidationProblem[] | null
}

/** ajv's error object, as far as it is read. */
export interface ValidationProblem {
  /** A JSON pointer into the value. */
  readonly instancePath: string
  readonly keyword: string
  /** ajv's; those of `anyOf` hold `ends`: how many problems there were after each alternative, counted from the first. */
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  /** The problem is with this name of a property, not with its value. */
  readonly propertyName?: string
}

/** What `app.d.mts` says of the application, for typed clients. */
export interface Surface {
  readonly contract: number
  readonly tools: Readonly<Record<string, { args: unknown; result: unknown }>>
}
