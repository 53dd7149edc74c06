/** Results as 2026-07-28 has them: `resultType`, the server's identity in `_meta`, caching hints. */
import type { Cached } from '../../features/cache.ts'
import type { CompletionOutcome, PromptOutcome, ResourceOutcome, ToolOutcome } from '../../features/call.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { Served } from '../served.ts'

const SERVER_INFO = 'io.modelcontextprotocol/serverInfo'

export interface Encoder {
  /** @param cached Whose hint the list has. */
  list(key: string, cached: Cached): (entries: string, nextCursor: string | undefined) => string
  /** A result of one member, as JSON text, that stays as long as a list does. */
  cached(key: string, json: string, cached: Cached): string
  discover(): string
  tool(outcome: ToolOutcome): string
  resource(outcome: ResourceOutcome): string
  prompt(outcome: PromptOutcome): string
  /** An `InputRequiredResult`, without its type. */
  inputRequired(members: JsonObject): string
  completion(outcome: CompletionOutcome): string
}

export function createEncoder(served: Served, discovery: Discovery): Encoder {
  const identity = { [SERVER_INFO]: served.info }
  const complete = `"resultType":"complete","_meta":${JSON.stringify(identity)}}`
  // Icons are pictures in full: to say them once is enough.
  const whole = { [SERVER_INFO]: { ...served.info, ...(served.icons && { icons: served.icons }) } }
  const completeWithIcons = `"resultType":"complete","_meta":${JSON.stringify(whole)}}`
  const hints = (what: Cached) => {
    const { ttlMs, scope } = served.cache[what]
    return `"ttlMs":${ttlMs},"cacheScope":"${scope}",`
  }
  return {
    list: (key, cached) => (entries, nextCursor) => {
      const next = nextCursor === undefined ? '' : `"nextCursor":${JSON.stringify(nextCursor)},`
      return `{"${key}":[${entries}],${next}${hints(cached)}${complete}`
    },
    cached: (key, json, cached) => `{"${key}":${json},${hints(cached)}${complete}`,
    discover: () => `${JSON.stringify(discovery).slice(0, -1)},${hints('discover')}${completeWithIcons}`,
    tool({ content, structuredContent, isError, meta }) {
      const structured = structuredContent === undefined ? '' : `"structuredContent":${structuredContent},`
      const error = isError === true ? '"isError":true,' : ''
      const end =
        meta === undefined ? complete : `"resultType":"complete","_meta":${JSON.stringify({ ...meta, ...identity })}}`
      return `{"content":${content},${structured}${error}${end}`
    },
    completion({ values, total, hasMore }) {
      return `{"completion":${JSON.stringify({ values, total, hasMore })},${complete}`
    },
    resource({ contents, ttlMs, cacheScope }) {
      return `{"contents":${JSON.stringify(contents)},"ttlMs":${ttlMs},"cacheScope":"${cacheScope}",${complete}`
    },
    prompt({ description, messages }) {
      return `${JSON.stringify({ description, messages }).slice(0, -1)},${complete}`
    },
    inputRequired: members => JSON.stringify({ ...members, resultType: 'input_required', _meta: identity }),
  }
}

/** server/discover: what the server is and does. */
export interface Discovery {
  readonly supportedVersions: readonly string[]
  readonly capabilities: object
  readonly instructions?: string
}
