/** How long a client may keep an answer, and for whom (2026-07-28 server/utilities/caching). */

export interface CacheHint {
  readonly ttlMs: number
  readonly scope: 'public' | 'private'
}

type CacheDuration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

/** A duration, and whether the answer is for everybody or, as without a scope, for the caller alone: `10m public`. */
export type CacheText = CacheDuration | `${CacheDuration} ${CacheHint['scope']}`

/** Answers that stay the same from one request to the next; those of templates go with resources. */
export type Cached = 'discover' | 'tools' | 'resources' | 'prompts' | 'skills'

/** What the server says of itself and lists changes with a deployment, or is told of: a client asks again in five minutes. */
const DEFAULT: CacheHint = { ttlMs: 300_000, scope: 'public' }

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Undefined for what is no such text. */
export function cacheHint(text: unknown): CacheHint | undefined {
  const [, count, unit = '', scope = 'private'] =
    /^(\d{1,9})(ms|s|m|h|d)(?: +(public|private))?$/.exec(String(text)) ?? []
  const factor = UNITS[unit]
  if (count === undefined || factor === undefined) return undefined
  return { ttlMs: Number(count) * factor, scope: scope as CacheHint['scope'] }
}

/** The hint of each, from texts that are right. */
export function cacheHints(texts: Readonly<Partial<Record<Cached, CacheText>>>): Readonly<Record<Cached, CacheHint>> {
  const of = (what: Cached) => cacheHint(texts[what]) ?? DEFAULT
  return {
    discover: of('discover'),
    tools: of('tools'),
    resources: of('resources'),
    prompts: of('prompts'),
    skills: of('skills'),
  }
}
