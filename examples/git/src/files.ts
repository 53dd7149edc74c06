/** Files of a commit. */
import { NotFound, UserError } from '@mcpgen/runtime'
import { checkPath } from './checks.ts'
import { fields, git } from './git.ts'

/** Bytes of a file that is read. */
const SIZE_LIMIT = 4 * 1024 * 1024

export interface File {
  path: string
  /** The hash of its content. */
  hash: string
  /** Bytes. */
  size: number
}

/**
 * The file at a path of a commit, which is given by its hash.
 *
 * @throws {NotFound} when there is nothing; {UserError} when there is something else.
 */
export async function fileAt(commit: string, path: string, signal: AbortSignal): Promise<File> {
  const checked = checkPath(path)
  const [found = ''] = fields(await git(['ls-tree', '-z', '-l', '--full-tree', commit, '--', checked], signal))
  const [, type, hash = '', size] = /^\d+ (\w+) (\w+) +(\d+|-)\t/.exec(found) ?? []

  const where = `${JSON.stringify(checked)} at commit ${commit.slice(0, 12)}`
  if (type === undefined) throw new NotFound(`There is no file ${where}.`)
  if (type === 'tree') throw new UserError(`There is a folder, not a file, ${where}.`)
  if (type === 'commit') throw new UserError(`There is a submodule, not a file, ${where}; it stands at ${hash}.`)
  return { path: checked, hash, size: Number(size) }
}

/** @throws {UserError} when the file is larger than 4 MiB. */
export async function readFile(file: File, signal: AbortSignal): Promise<Buffer> {
  if (file.size > SIZE_LIMIT)
    throw new UserError(`${JSON.stringify(file.path)} has ${file.size} bytes; 4 MiB are read at most.`)
  return git(['cat-file', 'blob', file.hash], signal)
}
