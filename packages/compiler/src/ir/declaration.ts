/** What `1-read` finds in a program: one plain record for each tagged export. */
import type { Compiled } from './compiled.ts'
import type { Guard } from './guard.ts'
import type { Types } from './refs.ts'
import type { Skill } from './skill.ts'
import type { Span } from './span.ts'
import type { Target } from './targets.ts'
import type { Doc, NamedType, ObjectType, Type } from './type.ts'

export type Declaration = Tool | Resource | Prompt | Route

/** What every kind of declaration has. */
export interface DeclarationBase {
  /** The name on the wire. */
  readonly name: string
  /** The export of the source module that holds the function; `default` for a default export. */
  readonly export: string
  /** The source file, relative to the project's root, with `/`. */
  readonly file: string
  readonly description?: string
  readonly title?: string
  readonly deprecated?: { readonly text?: string }
  /** `@example` of the declaration, as far as they are JSON: arguments of a call. */
  readonly calls?: readonly { readonly value: unknown; readonly span: Span }[]
  /** In order; absent for none. */
  readonly icons?: readonly Icon[]
  /** `@guard`, in order: all must hold. What the config requires of everything is not among them. */
  readonly guards: readonly Guard[]
  /** `@scope`, in order. */
  readonly scopes: readonly string[]
  /** How the function's parameters are filled, in their order. */
  readonly parameters: readonly Parameter[]
  /** What a client sends: for positional parameters an object made of them, else the one object parameter's type. */
  readonly input: Type
  /** Absent for a function that asks the client nothing. */
  readonly asks?: DeclarationAsks
  /** The name's place (the export's identifier), for diagnostics about the whole declaration. */
  readonly span: Span
}

/** As the protocol writes it (2025-11-25 basic, "Icons"). */
export interface Icon {
  /** An https URL, or the picture itself as a `data:` URL. */
  readonly src: string
  readonly mimeType?: string
  readonly sizes?: readonly string[]
  readonly theme?: 'light' | 'dark'
}

/** What a function may ask the client, itself or through others. */
export interface DeclarationAsks {
  /** What every caller must be able to be asked for: what no `ctx.can` governs. */
  readonly requires: readonly Askable[]
  /** Of `ctx.elicit`; a key as often as it is asked with. */
  readonly forms: readonly AskForm[]
  /** Whether answers alone are not enough to go on with, or may not be. */
  readonly remembers: boolean
}

export type Askable = 'elicitation' | 'elicitation.url' | 'sampling' | 'sampling.tools' | 'roots'

/** The `T` of `ctx.elicit<T>(key, …)`. */
export interface AskForm {
  readonly key: string
  readonly type: Type
  readonly span: Span
}

export interface Tool extends DeclarationBase {
  readonly kind: 'tool'
  readonly annotations: Annotations
  /** `@task`; absent for a tool that never runs as a task. */
  readonly task?: TaskUse
  /** Milliseconds that a run may take; absent for as many as it needs. */
  readonly timeout?: number
  /** Arguments are taken as they are sent. */
  readonly strict?: true
  /** Absent for none. */
  readonly formerly?: readonly FormerName[]
  /** Set for a route that is exposed. */
  readonly route?: ExposedRoute
  /** `@inputSchema` and `@outputSchema`; absent for neither. */
  readonly schemas?: RawSchemas
  readonly result: Result
}

/** A name that clients may still use and that no list has. */
export interface FormerName {
  readonly name: string
  readonly span: Span
}

/** How a tool runs as a task. */
export interface TaskUse {
  /** It runs in no other way. */
  readonly required?: true
  /** It calls `ctx.task()`: the task starts there. */
  readonly later?: true
}

export interface RawSchemas {
  readonly input?: RawSchema
  readonly output?: RawSchema
}

/** A schema as its author wrote it, which clients are sent and validators are made of. */
export interface RawSchema {
  readonly schema: Readonly<Record<string, unknown>>
  /** The tag's place. */
  readonly span: Span
}

/** The tool annotations of the specification; absent members were not said. */
export interface Annotations {
  readonly readOnly?: true
  /** False for a tool that only adds: clients take what says nothing for destructive. */
  readonly destructive?: boolean
  readonly idempotent?: true
  readonly closedWorld?: true
}

export interface Resource extends DeclarationBase {
  readonly kind: 'resource'
  /** A URI, or a template (RFC 6570 level 1, and `{+var}`) when `variables` is not empty. */
  readonly uri: string
  readonly variables: readonly UriVariable[]
  readonly mimeType?: string
  readonly cache?: Cache
  /** Of a template; absent for one whose resources are in no list. */
  readonly lister?: Lister
  /** Absent for none. */
  readonly completers?: readonly Completer[]
  readonly result: Result
}

/** `@list <function>`: the exported function that enumerates a template's resources. */
export interface Lister {
  /** The function's source file, relative to the project's root, with `/`. */
  readonly file: string
  readonly export: string
  /** How the function's parameters are filled, in their order. */
  readonly parameters: readonly Injected[]
}

/** `@complete <parameter> <function>`: an argument, and the exported function that suggests values for it. */
export interface Completer {
  readonly argument: string
  /** The function's source file, relative to the project's root, with `/`. */
  readonly file: string
  readonly export: string
  /** How the function's parameters are filled, in their order. */
  readonly parameters: readonly ('value' | 'filled' | Injected)[]
}

export interface UriVariable {
  readonly name: string
  /** `{+var}`: may hold `/` and other reserved characters. */
  readonly reserved: boolean
}

/** `@cache <duration> [public|private]`. */
export interface Cache {
  readonly ttlMs: number
  readonly scope: 'public' | 'private'
}

export interface Prompt extends DeclarationBase {
  readonly kind: 'prompt'
  /** Absent for none. */
  readonly formerly?: readonly FormerName[]
  /** Absent for none. */
  readonly completers?: readonly Completer[]
  readonly result: Result
}

/** `@route METHOD /path/{var}`. */
export interface Route extends DeclarationBase {
  readonly kind: 'route'
  readonly method: RouteMethod
  /** As it is written: segments, of which some are variables. */
  readonly path: string
  /** Names of the arguments that stand in the path, in order. */
  readonly variables: readonly string[]
  /** The one argument that the whole body is; absent where the body's properties are arguments, or there is none. */
  readonly body?: string
  /** Of a text or of bytes. */
  readonly mimeType?: string
  readonly annotations: Annotations
  /** `@expose`: what the tool says instead, if the route is exposed. */
  readonly expose?: RouteExpose
  readonly result: Result
}

/** HEAD is answered by the route for GET. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RouteExpose {
  readonly name?: string
  readonly description?: string
  /** The tag's place. */
  readonly span: Span
}

/** What a tool keeps of the route that it exposes. */
export interface ExposedRoute {
  /** Arguments that stand in the route's path, where they are one segment each. */
  readonly variables: readonly string[]
}

/** Which routes are tools as well, as the config says it. */
export type Exposure =
  | { readonly kind: 'names'; readonly names: readonly Placed[] }
  | { readonly kind: 'patterns'; readonly include: readonly Placed[]; readonly methods: readonly string[] }

/** A text of the config, and where it stands. */
export interface Placed {
  readonly text: string
  readonly span: Span
}

/** One parameter of the function. */
export type Parameter =
  /** A property of the arguments object. */
  | { readonly kind: 'argument'; readonly name: string; readonly doc: Doc; readonly span: Span }
  /** The arguments object itself. */
  | { readonly kind: 'arguments'; readonly name?: string; readonly span: Span }
  /** Given by the runtime, never on the wire; found by the symbol of its type. */
  | { readonly kind: 'injected'; readonly what: Injected; readonly span: Span }

export type Injected = 'context' | 'request' | 'principal'

/** What the function's (awaited) return type says about the result. */
export type Result =
  /** `void` or `undefined`: no content. */
  | { readonly kind: 'none' }
  /** Text only. */
  | { readonly kind: 'text' }
  /** Data with a schema: `structuredContent` of a tool, JSON text of a resource. */
  | { readonly kind: 'data'; readonly type: Type }
  /** Bytes: a blob of a resource, base64 text of a tool. */
  | { readonly kind: 'bytes' }
  /** Built with the runtime's `text()`, `image()`, `result()`, `contents()` …, or in the spec's own shapes. */
  | { readonly kind: 'content' }
  /** A union of the kinds above, told apart at run time; no schema. */
  | { readonly kind: 'mixed' }

/** Some declarations, and every type that they mention. */
export interface Part {
  /** Files by path, declarations by position in them. */
  readonly declarations: readonly Declaration[]
  /** Named types by name; a `ref` in a type is a key here. */
  readonly types: Types
  readonly project: ProjectFacts
}

/** Everything `1-read` hands on. */
export interface Program extends Part {
  readonly types: ReadonlyMap<string, NamedType>
}

/** What the build needs to know of `package.json` and the literal part of `mcpgen.config.ts`. */
export interface ProjectFacts {
  readonly name: string
  readonly version: string
  readonly title?: string
  readonly instructions?: string
  /** The server's own; absent for none. */
  readonly icons?: readonly Icon[]
  /** The config module as it is imported, relative to the project's root, if there is one. */
  readonly config?: string
  /** Set when the sources' compiled modules are imported in their place. */
  readonly compiled?: Compiled
  /** What the config makes of warnings, by code; absent for nothing. */
  readonly lint?: Lint
  /** The MCP endpoint's path, where the config writes it out; else `/mcp`. */
  readonly path?: string
  /** Absent for none. */
  readonly expose?: Exposure
  /** What clients the schemas are for; absent for any that read all of JSON Schema. */
  readonly targets?: readonly Target[]
  /** By their paths; absent for none. */
  readonly skills?: readonly Skill[]
  /** Guards that are asked of everything; absent for none. */
  readonly require?: readonly Guard[]
  /** Set when every declaration must say who may use it. */
  readonly requireGuards?: true
  /** Set when the config says how callers are known. */
  readonly auth?: true
  /** The folder of sources and the folder of generated files, relative to the root, without a slash at the end. */
  readonly src: string
  readonly out: string
}

export type Lint = Readonly<Record<string, 'off' | 'error'>>

/** The arguments object of a declaration without arguments. */
export const NO_ARGUMENTS: ObjectType = { kind: 'object', properties: [] }
