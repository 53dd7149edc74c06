/** Results as 2026-07-28 has them: `resultType`, the server's identity in `_meta`, caching hints. */
import type { CacheHint } from '../../features/cache.ts'
import type { CompletionOutcome, PromptOutcome, ResourceOutcome, ToolOutcome } from '../../features/call.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { ListOptions } from '../lists.ts'
import type { Served } from '../served.ts'

const SERVER_INFO = 'io.modelcontextprotocol/serverInfo'

export interface Encoder {
  /** @param hint What stays how long, and for whom. */
  list(key: string, hint: CacheHint): ListOptions['frame']
  /** A result of one member, as JSON text, that stays as long as a list does. */
  cached(key: string, json: string, hint: CacheHint): string
  discover(discovery: Discovery): string
  tool(outcome: ToolOutcome): string
  resource(outcome: ResourceOutcome): string
  prompt(outcome: PromptOutcome): string
  /** A result of any type, of the members beside that. */
  result(resultType: 'complete' | 'input_required' | 'task', members?: JsonObject): string
  completion(outcome: CompletionOutcome): string
}

export function createEncoder(served: Served): Encoder {
  const identity = { [SERVER_INFO]: served.info }
  const complete = `"resultType":"complete","_meta":${JSON.stringify(identity)}}`
  // Icons are pictures in full: to say them once is enough.
  const whole = { [SERVER_INFO]: { ...served.info, ...(served.icons && { icons: served.icons }) } }
  const completeWithIcons = `"resultType":"complete","_meta":${JSON.stringify(whole)}}`
  const hinted = ({ ttlMs, scope }: CacheHint) => `"ttlMs":${ttlMs},"cacheScope":"${scope}",`
  return {
    list: (key, hint) => nextCursor => {
      const next = nextCursor === undefined ? '' : `"nextCursor":${JSON.stringify(nextCursor)},`
      return [`{"${key}":[`, `],${next}${hinted(hint)}${complete}`]
    },
    cached: (key, json, hint) => `{"${key}":${json},${hinted(hint)}${complete}`,
    discover: discovery =>
      `${JSON.stringify(discovery).slice(0, -1)},${hinted(served.cache.discover)}${completeWithIcons}`,
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
    result: (resultType, members) => JSON.stringify({ ...members, resultType, _meta: identity }),
  }
}

/** server/discover: what the server is and does. */
export interface Discovery {
  readonly supportedVersions: readonly string[]
  readonly capabilities: object
  readonly instructions?: string
}
