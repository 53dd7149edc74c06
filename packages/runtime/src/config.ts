/** `mcpgen.config.ts` (DECISIONS.md 34), read and checked once; everything after this file receives resolved values. */

/** The options of a server, all optional. Names and defaults as in DECISIONS.md 34. */
export interface Config {
  /** From `package.json` unless given; literal. */
  name?: string
  version?: string
  title?: string
  /** What clients are told about the server; literal. */
  instructions?: string
  /** The folder of sources; literal. Default `src`. */
  src?: string
  /** The folder of generated files; literal. Default `generated`. */
  out?: string
  /** The endpoint's path. Default `/mcp`. */
  path?: string
  /** The server's public URL, when it is reached by another than `http://localhost:<port><path>`. */
  url?: string
  /** Default: both loopback addresses. */
  host?: string
  /** Default 3000. */
  port?: number
  /** DECISIONS.md 33. Default `stateful`. */
  mode?: 'stateful' | 'json' | 'stateless'
  /** Arguments are taken as sent, without conversion from strings. Default false. */
  strict?: boolean
  /** `shown` sends the text of unexpected errors to callers. Default `hidden`. */
  errors?: 'hidden' | 'shown'
  /** Whether results are held against their schema before they leave. Default true. */
  validateOutput?: boolean
  /** Entries of one page of a list. Default: all. */
  pageSize?: number
  /** Origins, beside the server's own and loopback's, that a browser may call from. */
  origins?: readonly string[]
  limits?: Limits
  tags?: { allow?: readonly string[] }
}

export interface Limits {
  /** Bytes of a request's body or of a line on stdio. Default 4 MiB. */
  body?: number
  /** Nesting of a message's JSON. Default 64. */
  depth?: number
  /** Legacy sessions kept at once; the longest idle is ended first. Default 10,000. */
  sessions?: number
  /** Milliseconds after which an idle legacy session ends. Default 30 minutes. */
  sessionIdle?: number
}

/** Types the config; returns it unchanged. */
export function defineConfig(config: Config): Config {
  return config
}
