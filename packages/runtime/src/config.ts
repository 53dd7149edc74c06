/** What `mcpgen.config.ts` may say. */
import type { Authenticator } from './auth/authenticator.ts'
import type { Around } from './features/around.ts'
import type { Cached, CacheText } from './features/cache.ts'
import type { Storage } from './features/storage.ts'

/** The options of a server, all optional. */
export interface Config {
  /** From `package.json` unless given; literal. */
  name?: string
  version?: string
  title?: string
  /** What clients are told about the server; literal. */
  instructions?: string
  /** The server's icons, as `@icon` has them: files beside the config, or https URLs; literal. */
  icons?: readonly string[]
  /** The folder of sources; literal. Default `src`. */
  src?: string
  /** The folder of generated files; literal. Default `generated`. */
  out?: string
  /**
   * The folder that the sources are compiled into, such as `dist`: its modules are served instead of the sources. Takes a
   * `rootDir` in the tsconfig; literal. Default: the sources.
   */
  from?: string
  /** A folder of skills, each with its `SKILL.md`, that clients are offered; literal. */
  skills?: string
  /** The endpoint's path. Default `/mcp`. */
  path?: string
  /** The server's public URL, when it is reached by another than `http://localhost:<port><path>`. */
  url?: string
  /** Default: both loopback addresses. */
  host?: string
  /** Default 3000. */
  port?: number
  /**
   * `stateful` keeps legacy sessions and streams what a call says before its result; `json` keeps sessions and sends
   * results only; `stateless` keeps no sessions, so that any process can answer any request. Default `stateful`.
   */
  mode?: 'stateful' | 'json' | 'stateless'
  /** Arguments are taken as sent, without conversion from strings. Default false. */
  strict?: boolean
  /** `shown` sends the text of unexpected errors to callers. Default `hidden`. */
  errors?: 'hidden' | 'shown'
  /** Whether results are held against their schema before they leave. Default true. */
  validateOutput?: boolean
  /** Entries of one page of a list. Default: all. */
  pageSize?: number
  /** How long clients of 2026-07-28 may keep what the server says of itself and lists. Default: each `5m public`. */
  cache?: Readonly<Partial<Record<Cached, CacheText>>>
  /** What goes around every request, the outermost first: `otel()` of `@mcpgen/runtime/otel`. */
  around?: readonly Around[]
  /**
   * Secrets of 32 characters or more that seal what a client carries between two rounds of questions: the first seals, all
   * open, so a new one is put before the old. Every process that serves the same clients needs the same. Default: the
   * environment's `MCPGEN_KEYS`, separated by commas; else one that ends with the process.
   */
  keys?: readonly string[]
  /** Origins, beside the server's own and loopback's, that a browser may call from. */
  origins?: readonly string[]
  limits?: Limits
  /** Who may call: one authenticator, or a list of them that is asked in order. Default: nobody asks. */
  auth?: Authenticator | readonly Authenticator[]
  /** Guards that are asked of everything, beside its own: `authenticated`, `permission <name>`, `staff`, `admin`; literal. */
  require?: readonly string[]
  /**
   * Whether the build refuses a declaration without a `@guard`, where `require` is empty; literal. Default: true once
   * `auth` is set.
   */
  requireGuards?: boolean
  scopes?: ScopeOptions
  /**
   * Where tasks are kept, and what was used that may be used once: `sqlite(…)` of `@mcpgen/runtime/storage`. Default: the
   * file `.mcpgen/storage.db` in the project.
   */
  storage?: Storage
  /**
   * Whether the answers of a client are taken once: what it carries between two rounds of questions can't be brought
   * twice. Default false.
   */
  singleUse?: boolean
  /** How clients older than 2026-07-28 are served. */
  legacy?: LegacyOptions
  /**
   * Routes that are tools as well: their names, or patterns of their paths, in which `*` stands for any text, and the
   * methods these are for (default GET); literal. Default: none.
   */
  expose?: readonly string[] | { include: readonly string[]; methods?: readonly string[] }
  tags?: { allow?: readonly string[] }
  /**
   * The clients and revisions that the schemas of tools are for: `2026-07-28`, `2025-11-25`, `2025-06-18`, `2025-03-26`,
   * `claude`, `cursor`, `vscode`, `copilot`, `gemini`, `openai-strict`; literal. Default: any that reads JSON Schema.
   */
  targets?: readonly string[]
  /** What the build makes of its warnings, by code: `off` silences one, `error` lets it fail the build; literal. */
  lint?: Readonly<Record<string, 'off' | 'error'>>
}

export interface Limits {
  /** Bytes of a request's body or of a line on stdio. Default 4 MiB. */
  body?: number
  /** Nesting of a message's JSON, at most 1000. Default 64. */
  depth?: number
  /** Legacy sessions kept at once; the longest idle is ended first. Default 10,000. */
  sessions?: number
  /** Milliseconds after which an idle legacy session ends. Default 30 minutes. */
  sessionIdle?: number
  /**
   * Tool calls a minute, for each caller who has a name or calls from elsewhere; as often are the guard functions of a
   * declaration asked about them. Default 6000.
   */
  calls?: number
  /** Milliseconds that a guard function gets to answer; then it says no. Default 5 seconds. */
  guardTimeout?: number
  /** Completions a minute, for the same. Default 1200. */
  completions?: number
  /** Streams of subscribers open at once; of one named caller at most a hundredth. Default 10,000. */
  streams?: number
  /**
   * Tasks that have not ended, for each caller who has a name or calls from elsewhere; of those that have, the newest ten
   * times as many are kept. Default 100.
   */
  tasks?: number
  /** Milliseconds that a task is kept, from its beginning on. Default 24 hours. */
  taskTtl?: number
  /** Bytes of a task's result. Default 4 MiB. */
  taskResult?: number
  /** Connections of one address that is listened on; who comes then is turned away. Default 20,000. */
  connections?: number
  /** Milliseconds in which the headers of a request must have come. Default 10 seconds. */
  headersTimeout?: number
  /** Milliseconds in which a request must have come whole; its answer may take longer. Default 30 seconds. */
  requestTimeout?: number
}

export interface ScopeOptions {
  /** What a scope includes: `{ 'files:write': ['files:read'] }`. Who has the first needs no token for the others. */
  implies?: Readonly<Record<string, readonly string[]>>
  /**
   * Scopes that clients are told to begin with. Default: those that every declaration asks for. The others are asked for
   * when they are needed.
   */
  baseline?: readonly string[]
}

export interface LegacyOptions {
  /**
   * Milliseconds after which the stream of a call that still runs is closed, for the client to come back and ask for the
   * rest (revision 2025-11-25 alone). Default: never.
   */
  closeStreamsAfter?: number
  /** Milliseconds that a client is told to wait before it comes back. Default: its own choice, or 1000 with the former. */
  retry?: number
}

/** Types the config; returns it unchanged. */
export function defineConfig(config: Config): Config {
  return config
}
