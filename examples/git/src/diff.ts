import type { Context } from '@mcpgen/runtime'
import { type Changes, compare } from './changes.ts'
import { commitAt } from './refs.ts'

export interface DiffQuery {
  /** The side to compare from: a branch, a tag or a commit hash. */
  base: string
  /**
   * The side to compare to.
   * @default "HEAD"
   */
  head?: string
  /**
   * Only this file or folder.
   * @minLength 1
   */
  path?: string
  /**
   * Whether to give the patch, or only the files.
   * @default true
   */
  patch?: boolean
  /**
   * Bytes of the patch, which is cut after them.
   * @integer
   * @minimum 1
   * @maximum 1000000
   * @default 50000
   */
  patchLimit?: number
}

export interface Difference extends Changes {
  /** The commit hash of the one side. */
  base: string
  /** The commit hash of the other. */
  head: string
}

/**
 * Compare two commits: the files that differ, and the patch from one to the other.
 * @tool
 * @title Compare commits
 * @readOnly
 */
export async function diff(query: DiffQuery, ctx: Context): Promise<Difference> {
  const { path, patch = true, patchLimit = 50_000 } = query
  const base = await commitAt(query.base, ctx.signal)
  const head = await commitAt(query.head ?? 'HEAD', ctx.signal)
  const changes = await compare({ base, head, path, patchLimit: patch ? patchLimit : 0 }, ctx.signal)
  return { base, head, ...changes }
}
