/** From a name that a person gave to a commit. git is only ever told commit hashes after this. */
import { NotFound } from '@mcpgen/runtime'
import { checkRef } from './checks.ts'
import { git } from './git.ts'
import { GitError } from './process.ts'

/**
 * The hash of the commit that a branch, a tag or any other revision names.
 *
 * @throws {NotFound} when it names none.
 */
export async function commitAt(ref: string, signal: AbortSignal): Promise<string> {
  const commit = await resolve(checkRef(ref), signal)
  if (commit !== undefined) return commit
  if (await isEmpty(signal)) throw new NotFound('The repository has no commits yet.')
  throw new NotFound(
    `${JSON.stringify(ref)} is not a commit here. Give a branch, a tag or a commit hash; the resource git://refs lists the branches and tags.`,
  )
}

/** The commits that `ref`, or a range `a..b` or `a...b`, stands for, as `git log` takes them; an open end is HEAD. */
export async function commitsOf(refOrRange: string, signal: AbortSignal): Promise<string> {
  const range = /^(?<from>.*?)(?<dots>\.{2,3})(?<to>.*)$/s.exec(refOrRange)?.groups
  if (range === undefined) return commitAt(refOrRange, signal)
  const { from, dots, to } = range
  return `${await commitAt(from || 'HEAD', signal)}${dots}${await commitAt(to || 'HEAD', signal)}`
}

/** No branch, no tag and no HEAD leads to a commit. */
export async function isEmpty(signal: AbortSignal): Promise<boolean> {
  const any = await git(['rev-list', '--all', '--max-count=1'], signal)
  return any.length === 0 && (await resolve('HEAD', signal)) === undefined
}

async function resolve(ref: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
    return (await git(args, signal)).toString().trim()
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}
