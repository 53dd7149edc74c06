/** The parts of an application, each made of its definition and its config. */
import { type Authentication, createAuthentication } from './auth/authentication.ts'
import type { Served } from './eras/served.ts'
import { isUnguarded } from './features/check-guards.ts'
import { createFeatures } from './features/create-features.ts'
import type { Features } from './features/features.ts'
import { createKeep, type Kept } from './features/keep.ts'
import type { FeaturesOptions } from './features/options.ts'
import { baselineScopes, createGrants } from './features/scopes.ts'
import type { Storage } from './features/storage.ts'
import { openEntries } from './features/visibility.ts'
import { type Page, renderPage } from './http/page.ts'
import type { AppDefinition } from './manifest.ts'
import type { ResolvedConfig } from './resolve-config.ts'
import { canonicalOf, urlOf } from './transports/address.ts'
import { writeError } from './transports/stderr.ts'
import type { HttpOptions } from './transports/streamable-http.ts'

/** Messages of one batch of 2025-03-26. */
const MAX_BATCH = 100

export function featuresOf(
  definition: AppDefinition,
  config: ResolvedConfig,
  { keep, ...outlets }: Pick<FeaturesOptions, 'report' | 'log'> & { readonly keep: Kept | undefined },
): Features {
  const { calls, guardTimeout, completions, tasks, taskTtl, taskResult } = config.limits
  return createFeatures(definition, {
    ...config,
    calls,
    guardTimeout,
    completions,
    ...(keep && { tasks: { keep, open: tasks, ttl: taskTtl, result: taskResult, failed: writeError } }),
    clock: () => performance.now(),
    ...outlets,
  })
}

/** Undefined where there is nothing to keep: then nothing is loaded for it. */
export function keepOf({ root, tools = [] }: AppDefinition, config: ResolvedConfig, given?: Storage): Kept | undefined {
  if (!config.singleUse && !tools.some(tool => tool.task)) return undefined
  return createKeep(given ?? config.storage ?? ownFile(root), writeError)
}

/** The default: a file in the project's folder. */
function ownFile(root: string | undefined): Storage {
  return {
    async open() {
      const { sqlite } = await import('./storage.ts')
      const { pathToFileURL } = process.getBuiltinModule('node:url')
      return sqlite(new URL('.mcpgen/storage.db', root ?? pathToFileURL('./'))).open()
    },
  }
}

/** For whom is no client: a browser, and who asks for a route. */
export function othersOf(
  definition: AppDefinition,
  features: Features,
  config: ResolvedConfig,
): Pick<HttpOptions, 'page' | 'rest'> {
  // It says what there is, which with `auth` or a guard is not for everybody.
  const isOpen = config.auth.length === 0 && (definition.routes ?? []).every(isUnguarded)
  const openapi = isOpen ? definition.openapi : undefined
  const rest = features.routes && { routes: features.routes, openapi }
  return { page: createPage(definition, features, config), rest }
}

/** Undefined where nobody asks who is calling: then nothing is paid for it. */
export function authenticationOf(definition: AppDefinition, config: ResolvedConfig): Authentication | undefined {
  if (config.auth.length === 0) return undefined
  const urlAt = canonicalOf(config)
  return createAuthentication(config.auth, {
    name: definition.title ?? definition.name,
    path: config.path,
    url: config.url?.href,
    scopes: baselineScopes(definition, config.scopes),
    ...createGrants(config.scopes),
    urlOf: req => urlAt(req.socket.localPort),
    now: () => Date.now(),
    report: writeError,
  })
}

const NO_CACHE = { ttlMs: 0, scope: 'private' } as const

/** Whether functions say which resources there are, and nothing says for how long that holds. */
function isEnumerated({ templates = [], config }: AppDefinition): boolean {
  return config?.cache?.resources === undefined && templates.some(({ list }) => list !== undefined)
}

export function servedOf(definition: AppDefinition, features: Features, config: ResolvedConfig): Served {
  const { name, version, title, instructions, tools = [] } = definition
  return {
    features,
    info: { name, version, ...(title !== undefined && { title }) },
    icons: definition.icons === undefined ? undefined : JSON.parse(definition.icons),
    instructions,
    mirrors: new Map(tools.flatMap(({ name, mirrors }) => (mirrors === undefined ? [] : [[name, mirrors]]))),
    wrapped: new Set(tools.filter(tool => tool.wrap).map(tool => tool.name)),
    mode: config.mode,
    pageSize: config.pageSize,
    cache: { ...config.cache, ...(isEnumerated(definition) && { resources: NO_CACHE }) },
    around: config.around,
    limits: { ...config.limits, batch: MAX_BATCH },
    legacy: config.legacy,
    stdioCalls: new Map(),
    keys: config.keys,
    now: Date.now,
    clock: () => performance.now(),
    report: writeError,
  }
}

/** Rendered again only when the server is reached at another port. It has no more than what everybody may see. */
function createPage(definition: AppDefinition, features: Features, config: ResolvedConfig): HttpOptions['page'] {
  const { name, version, title } = definition
  let page: (Page & { readonly url: string }) | undefined
  return (req, res) => {
    const url = urlOf(config, undefined, req.socket.localPort ?? config.port)
    if (page?.url !== url) {
      // Who looks at it is nobody that is known.
      const tools =
        config.auth.length > 0 ? undefined : openEntries(features.lists.tools).map(entry => JSON.parse(entry))
      page = { url, ...renderPage({ name, version, title, url, tools }) }
    }
    res.writeHead(200, { ...page.headers, 'Content-Length': Buffer.byteLength(page.html) })
    res.end(page.html)
  }
}
