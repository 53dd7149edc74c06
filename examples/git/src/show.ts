import type { Context } from '@mcpgen/runtime'
import { type Changes, compare } from './changes.ts'
import { COMMIT_FORMAT, type CommitDetails, parseCommits } from './commits.ts'
import { git } from './git.ts'
import { commitAt } from './refs.ts'

export interface ShownCommit extends CommitDetails {
  /** What it changed against its first parent; for a root, everything it holds. */
  changes: Changes
}

/**
 * Show one commit: who, when, why, and the files it changed.
 * @tool
 * @title Show a commit
 * @readOnly
 * @param ref A branch, a tag or a commit hash.
 * @param path Only this file or folder of the changes. {@minLength 1}
 * @param patch Whether to give the patch too.
 * @param patchLimit Bytes of the patch, which is cut after them. {@integer} {@minimum 1} {@maximum 1000000}
 */
export async function show(
  ctx: Context,
  ref = 'HEAD',
  path?: string,
  patch = false,
  patchLimit = 50_000,
): Promise<ShownCommit> {
  const head = await commitAt(ref, ctx.signal)
  const [commit] = parseCommits(await git(['log', ...COMMIT_FORMAT, '--max-count=1', head, '--'], ctx.signal))
  if (commit === undefined) throw new Error(`git has no log of ${head}`)

  const base = commit.parents[0] ?? (await emptyTree(ctx.signal))
  const changes = await compare({ base, head, path, patchLimit: patch ? patchLimit : 0 }, ctx.signal)
  return { ...commit, changes }
}

/** Its hash depends on the repository's hash function. */
async function emptyTree(signal: AbortSignal): Promise<string> {
  return (await git(['hash-object', '-t', 'tree', '--stdin'], signal)).toString().trim()
}
