/** The config, read and checked once; everything after this file receives resolved values. */
import type { Authenticator } from './auth/authenticator.ts'
import { wrongIn } from './check-config.ts'
import type { Config, LegacyOptions, Limits, ScopeOptions } from './config.ts'
import { type Around, nested } from './features/around.ts'
import { type Cached, type CacheHint, cacheHints } from './features/cache.ts'
import type { Storage } from './features/storage.ts'

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

function resolveLimits(limits: Limits = {}): Required<Limits> {
  return {
    body: limits.body ?? 4 * 1024 * 1024,
    depth: limits.depth ?? 64,
    sessions: limits.sessions ?? 10_000,
    sessionIdle: limits.sessionIdle ?? 30 * 60 * 1000,
    calls: limits.calls ?? 6000,
    guardTimeout: limits.guardTimeout ?? 5000,
    completions: limits.completions ?? 1200,
    streams: limits.streams ?? 10_000,
    tasks: limits.tasks ?? 100,
    taskTtl: limits.taskTtl ?? 24 * 60 * 60 * 1000,
    taskResult: limits.taskResult ?? 4 * 1024 * 1024,
    connections: limits.connections ?? 20_000,
    headersTimeout: limits.headersTimeout ?? 10_000,
    requestTimeout: limits.requestTimeout ?? 30_000,
  }
}

function keysOf(text = ''): string[] {
  return text.split(',').flatMap(key => key.trim() || [])
}
