import { type Context, UserError } from '@mcpgen/runtime'
import { checkPath, checkText } from './checks.ts'
import { gitUpTo } from './git.ts'
import { GitError } from './process.ts'
import { commitAt } from './refs.ts'

const OUTPUT_LIMIT = 1024 * 1024
const TEXT_LIMIT = 500

export interface SearchQuery {
  /**
   * What to look for in a line.
   * @minLength 1
   * @maxLength 1000
   */
  pattern: string
  /**
   * Whether the pattern is a POSIX extended regular expression, or plain text.
   * @default false
   */
  regex?: boolean
  /**
   * Whether upper and lower case are the same.
   * @default false
   */
  ignoreCase?: boolean
  /**
   * Only below this folder, or in this file.
   * @minLength 1
   */
  path?: string
  /**
   * The branch, tag or commit to look in.
   * @default "HEAD"
   */
  ref?: string
  /**
   * Lines to return.
   * @integer
   * @minimum 1
   * @maximum 1000
   * @default 100
   */
  limit?: number
}

export interface Match {
  /** The file, from the top of the repository. */
  path: string
  /**
   * The line's number in the file.
   * @integer
   * @minimum 1
   */
  line: number
  /** The line; a long one is cut after 500 characters. */
  text: string
}

export interface SearchResult {
  /** The commit that was looked in. */
  commit: string
  /** By path, then by line. */
  matches: Match[]
  /** There are more matches: narrow the pattern or the path, or raise the limit. */
  truncated: boolean
}

/**
 * Search the files of a commit for a pattern. Binary files are passed over.
 * @tool
 * @title Search the tree
 * @readOnly
 */
export async function search(query: SearchQuery, ctx: Context): Promise<SearchResult> {
  const { ref = 'HEAD', limit = 100, path } = query
  const pattern = checkText('pattern', query.pattern)
  const commit = await commitAt(ref, ctx.signal)
  const where = [commit, '--', ...(path === undefined ? [] : [checkPath(path)])]
  const { bytes, truncated } = await grep([...options(query), '-e', pattern, ...where], ctx.signal)

  const matches = parseMatches(bytes.toString(), commit)
  return { commit, matches: matches.slice(0, limit), truncated: truncated || matches.length > limit }
}

function options({ regex = false, ignoreCase = false }: SearchQuery): string[] {
  const settled = ['-z', '-n', '-I', '--full-name', '--no-column', '--no-textconv', '--no-recurse-submodules']
  return [...settled, regex ? '-E' : '-F', ...(ignoreCase ? ['-i'] : [])]
}

/** `git grep` ends with 1 when nothing matches, and with more when the pattern is wrong. */
async function grep(args: string[], signal: AbortSignal) {
  try {
    return await gitUpTo(OUTPUT_LIMIT, ['grep', ...args], signal)
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause
    if (cause.exitCode === 1) return { bytes: Buffer.alloc(0), truncated: false }
    throw new UserError(`git could not search for this: ${cause.stderr}`, { cause })
  }
}

/**
 * `<commit>:<path>` NUL `<line>` NUL `<text>` line feed; a path may hold a line feed, a text can't. The last text may be
 * cut, and of megabytes: each match begins where the one before ended, so that nothing is looked at twice.
 */
function parseMatches(output: string, commit: string): Match[] {
  const format = /([^\0]+)\0(\d+)\0([^\n]*)(?:\n|$)/gy
  return Array.from(output.matchAll(format), ([, place = '', line, text = '']) => ({
    path: place.slice(commit.length + 1),
    line: Number(line),
    text: text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text,
  }))
}
