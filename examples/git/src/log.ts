import { type Context, UserError } from '@mcpgen/runtime'
import { checkDate, checkPath, checkText } from './checks.ts'
import { COMMIT_FORMAT, type Commit, parseCommits } from './commits.ts'
import { git } from './git.ts'
import { commitsOf, isEmpty } from './refs.ts'

export interface LogQuery {
  /**
   * Where the history begins: a branch, a tag, a commit; or a range: `v1..v2` for what is in v2 and not in v1.
   * @default "HEAD"
   */
  ref?: string
  /**
   * Only commits that touch this file or folder.
   * @minLength 1
   */
  path?: string
  /** Only commits whose author's name or email contains this; upper and lower case are the same. */
  author?: string
  /** Only commits whose message contains this; upper and lower case are the same. */
  grep?: string
  /** Only commits from then on: `2026-01-31` (UTC), a whole ISO 8601 time, or `2 weeks ago`. */
  since?: string
  /** Only commits up to then: `2026-01-31` (to its end, UTC), a whole ISO 8601 time, or `2 weeks ago`. */
  until?: string
  /**
   * Commits on one page.
   * @integer
   * @minimum 1
   * @maximum 200
   * @default 20
   */
  limit?: number
  /** `next` of the page before; the other arguments as they were for it. */
  cursor?: string
}

export interface LogPage {
  /** Newest first. */
  commits: Commit[]
  /** The cursor of the next page; absent on the last. */
  next?: string
}

/**
 * List the commits of the repository, newest first.
 * @tool
 * @title Commit log
 * @readOnly
 */
export async function log(query: LogQuery, ctx: Context): Promise<LogPage> {
  const { ref = 'HEAD', limit = 20 } = query
  if (ref === 'HEAD' && (await isEmpty(ctx.signal))) return { commits: [] }

  const { range, skip } = query.cursor
    ? parseCursor(query.cursor)
    : { range: await commitsOf(ref, ctx.signal), skip: 0 }
  const paging = [`--max-count=${limit + 1}`, `--skip=${skip}`]
  const args = ['log', ...COMMIT_FORMAT, ...paging, ...filters(query), range, '--', ...paths(query)]
  const found = parseCommits(await git(args, ctx.signal))

  const commits = found.slice(0, limit)
  return found.length > limit ? { commits, next: `${range}+${skip + limit}` } : { commits }
}

/** A cursor holds the hashes that the first page began with, so that new commits don't shift the later pages. */
function parseCursor(cursor: string): { range: string; skip: number } {
  const parts = /^(?<range>[0-9a-f]{40,64}(\.{2,3}[0-9a-f]{40,64})?)\+(?<skip>\d{1,9})$/.exec(cursor)?.groups
  if (!parts?.['range'])
    throw new UserError('This `cursor` is none of mine: pass the `next` of the page before, unchanged.')
  return { range: parts['range'], skip: Number(parts['skip']) }
}

function filters({ author, grep, since, until }: LogQuery): string[] {
  const options = ['--fixed-strings', '--regexp-ignore-case']
  if (author) options.push(`--author=${checkText('author', author)}`)
  if (grep) options.push(`--grep=${checkText('grep', grep)}`)
  if (since) options.push(`--since=${checkDate('since', since, '00:00:00')}`)
  if (until) options.push(`--until=${checkDate('until', until, '23:59:59')}`)
  return options
}

function paths({ path }: LogQuery): string[] {
  return path === undefined ? [] : [checkPath(path)]
}
