/** git in the repository that this server serves: the one `GIT_REPOSITORY` names, else the one it stands in. */
import { UserError } from '@mcpgen/runtime'
import { GitError, type Output, runGit } from './process.ts'

const OUTPUT_LIMIT = 8 * 1024 * 1024

/**
 * The bytes that a git command writes.
 *
 * @throws {GitError} when git fails; {UserError} when there is no repository, or more than 8 MiB of output.
 */
export async function git(args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const { bytes, truncated } = await gitUpTo(OUTPUT_LIMIT, args, signal)
  if (!truncated) return bytes
  throw new UserError('This is more than 8 MiB of output. Narrow the request with a path or a closer ref.')
}

/** The same, but cut after `limit` bytes. */
export async function gitUpTo(limit: number, args: readonly string[], signal: AbortSignal): Promise<Output> {
  return runGit(args, { cwd: await repositoryRoot(signal), signal, limit })
}

/** What git wrote in a `-z` format: fields that each end with NUL. */
export function fields(bytes: Buffer): string[] {
  return bytes.toString().split('\0').slice(0, -1)
}

/** The folder that paths are relative to: the top of the work tree, or the bare repository itself. */
async function repositoryRoot(signal: AbortSignal): Promise<string> {
  const folder = process.env['GIT_REPOSITORY'] || process.cwd()
  try {
    return await locate(folder, '--show-toplevel', signal).catch(() => locate(folder, '--absolute-git-dir', signal))
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause
    throw new UserError(`${folder} is not in a Git repository that can be read: ${cause.stderr}`, { cause })
  }
}

async function locate(folder: string, what: string, signal: AbortSignal): Promise<string> {
  const { bytes } = await runGit(['rev-parse', what], { cwd: folder, signal, limit: 64 * 1024 })
  return bytes.toString().replace(/\n$/, '')
}
