/** `mcpgen.config.ts`, read and checked once; everything after this file receives resolved values. */

import type { Authenticator } from './auth/authenticator.ts'
import { type Around, nested } from './features/around.ts'
import { type Cached, type CacheHint, type CacheText, cacheHint, cacheHints } from './features/cache.ts'
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
  /** Tool calls a minute, for each caller who has a name or calls from elsewhere. Default 6000. */
  calls?: number
  /** Completions a minute, for the same. Default 1200. */
  completions?: number
  /** Streams of subscribers open at once; of one named caller at most a hundredth. Default 10,000. */
  streams?: number
  /** Tasks that have not ended, for each caller who has a name or calls from elsewhere. Default 100. */
  tasks?: number
  /** Milliseconds that a task is kept, from its beginning on. Default 24 hours. */
  taskTtl?: number
  /** Bytes of a task's result. Default 4 MiB. */
  taskResult?: number
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

/** The config as the runtime takes it: defaults in place, texts read. */
export interface ResolvedConfig {
  readonly path: string
  /** The public URL; undefined for `http://localhost:<port><path>`. */
  readonly url: URL | undefined
  /** Undefined for both loopback addresses. */
  readonly host: string | undefined
  readonly port: number
  readonly mode: 'stateful' | 'json' | 'stateless'
  readonly strict: boolean
  readonly errors: 'hidden' | 'shown'
  readonly validateOutput: boolean
  readonly pageSize: number | undefined
  readonly cache: Readonly<Record<Cached, CacheHint>>
  /** All in one; undefined for none. */
  readonly around: Around | undefined
  /** Empty for one of the process's own. */
  readonly keys: readonly string[]
  /** As a browser writes them: `https://app.example.com`. */
  readonly origins: ReadonlySet<string>
  readonly limits: Readonly<Required<Limits>>
  readonly auth: readonly Authenticator[]
  readonly require: readonly string[]
  readonly requireGuards: boolean
  /** Undefined for the project's own file. */
  readonly storage: Storage | undefined
  readonly singleUse: boolean
  readonly legacy: LegacyOptions
  readonly scopes: ScopeOptions
}

/** @throws {Error} that names every option with a wrong value, and what it takes. */
export function resolveConfig(config: Config = {}): ResolvedConfig {
  const keys = config.keys ?? keysOf(process.env['MCPGEN_KEYS'])
  const wrong = wrongIn({ ...config, keys })
  if (wrong.length > 0) throw new Error(`mcpgen.config.ts has wrong values:\n${wrong.join('\n')}`)
  return {
    path: config.path ?? '/mcp',
    url: config.url === undefined ? undefined : new URL(config.url),
    host: config.host,
    port: config.port ?? 3000,
    mode: config.mode ?? 'stateful',
    strict: config.strict ?? false,
    errors: config.errors ?? 'hidden',
    validateOutput: config.validateOutput ?? true,
    pageSize: config.pageSize,
    cache: cacheHints(config.cache ?? {}),
    around: nested(config.around ?? []),
    keys,
    origins: new Set((config.origins ?? []).map(origin => new URL(origin).origin)),
    auth: config.auth === undefined ? [] : ([config.auth].flat() as Authenticator[]),
    storage: config.storage,
    singleUse: config.singleUse === true,
    legacy: config.legacy ?? {},
    ...resolveAccess(config),
    limits: resolveLimits(config.limits),
  }
}

function resolveAccess({ auth, require = [], requireGuards = auth !== undefined, scopes = {} }: Config) {
  return { require, requireGuards, scopes }
}

function wrongIn(config: Config): string[] {
  return CHECKS.flatMap(([path, takes, isRight]) => {
    const value = valueAt(config, path)
    if (value === undefined || isRight(value)) return []
    return [`  ${path} takes ${takes}${SECRET.has(path) ? '' : `, not ${JSON.stringify(value)}`}`]
  })
}

function resolveLimits(limits: Limits = {}): Required<Limits> {
  return {
    body: limits.body ?? 4 * 1024 * 1024,
    depth: limits.depth ?? 64,
    sessions: limits.sessions ?? 10_000,
    sessionIdle: limits.sessionIdle ?? 30 * 60 * 1000,
    calls: limits.calls ?? 6000,
    completions: limits.completions ?? 1200,
    streams: limits.streams ?? 10_000,
    tasks: limits.tasks ?? 100,
    taskTtl: limits.taskTtl ?? 24 * 60 * 60 * 1000,
    taskResult: limits.taskResult ?? 4 * 1024 * 1024,
  }
}

/** What is not repeated in an error. */
const SECRET: ReadonlySet<string> = new Set(['keys', 'auth'])

type Check = readonly [path: string, takes: string, isRight: (value: unknown) => boolean]

const CHECKS: readonly Check[] = [
  ['path', 'a path such as "/mcp"', value => typeof value === 'string' && /^\/[^?#\s]*$/.test(value)],
  ['url', 'an http or https URL', value => isHttpUrl(value)],
  ['host', 'a host name or an address', value => typeof value === 'string' && value !== ''],
  ['port', 'an integer from 0 to 65535', value => isInteger(value, 0) && Number(value) <= 65_535],
  ['mode', '"stateful", "json" or "stateless"', value => ['stateful', 'json', 'stateless'].includes(String(value))],
  ['strict', 'true or false', value => typeof value === 'boolean'],
  ['errors', '"hidden" or "shown"', value => value === 'hidden' || value === 'shown'],
  ['validateOutput', 'true or false', value => typeof value === 'boolean'],
  ['pageSize', 'a positive integer', value => isInteger(value, 1)],
  ['cache', 'durations such as "10m" or "10m public", by discover, tools, resources, prompts and skills', isCache],
  [
    'around',
    'a list of what goes around requests, such as otel()',
    value => Array.isArray(value) && value.every(isAround),
  ],
  ['keys', 'a list of secrets, each of 32 characters or more', value => Array.isArray(value) && value.every(isSecret)],
  [
    'origins',
    'a list of origins such as "https://app.example.com"',
    value => Array.isArray(value) && value.every(isOrigin),
  ],
  ['limits.body', 'a positive number of bytes', value => isInteger(value, 1)],
  // The message is walked by recursion.
  ['limits.depth', 'an integer from 1 to 1000', value => isInteger(value, 1) && Number(value) <= 1000],
  ['limits.sessions', 'a positive integer', value => isInteger(value, 1)],
  ['limits.sessionIdle', 'a positive number of milliseconds', value => isInteger(value, 1)],
  ['limits.calls', 'a positive integer', value => isInteger(value, 1)],
  ['limits.completions', 'a positive integer', value => isInteger(value, 1)],
  ['limits.streams', 'a positive integer', value => isInteger(value, 1)],
  ['limits.tasks', 'a positive integer', value => isInteger(value, 1)],
  ['limits.taskTtl', 'a positive number of milliseconds', value => isInteger(value, 1)],
  ['limits.taskResult', 'a positive number of bytes', value => isInteger(value, 1)],
  ['storage', 'what sqlite() of @mcpgen/runtime/storage returns', value => opens(value)],
  ['singleUse', 'true or false', value => typeof value === 'boolean'],
  ['auth', 'what jwt(), apiKeys() and the like return, or a list of that', value => [value].flat().every(opens)],
  ['require', 'a list of guards such as "authenticated"', value => isTexts(value)],
  ['requireGuards', 'true or false', value => typeof value === 'boolean'],
  ['scopes.implies', 'lists of scopes by scope', value => isRecord(value) && Object.values(value).every(isTexts)],
  ['scopes.baseline', 'a list of scopes', value => isTexts(value)],
  ['legacy.closeStreamsAfter', 'a positive number of milliseconds', value => isInteger(value, 1)],
  ['legacy.retry', 'a number of milliseconds', value => isInteger(value, 0)],
]

function valueAt(config: object, path: string): unknown {
  let value: unknown = config
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key]
  return value
}

function keysOf(text = ''): string[] {
  return text.split(',').flatMap(key => key.trim() || [])
}

function opens(value: unknown): boolean {
  return isRecord(value) && 'open' in value && typeof value.open === 'function'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(text => typeof text === 'string' && text !== '')
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 32
}

function isInteger(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least
}

const CACHED: readonly string[] = ['discover', 'tools', 'resources', 'prompts', 'skills'] satisfies Cached[]

function isCache(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).every(([key, text]) => CACHED.includes(key) && cacheHint(text) !== undefined)
}

function isAround(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Around>).request === 'function'
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:$/.test(URL.parse(value)?.protocol ?? '')
}

function isOrigin(value: unknown): boolean {
  return isHttpUrl(value) && URL.parse(String(value))?.pathname === '/'
}
