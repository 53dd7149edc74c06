/** What changed between two trees: the files as data, and the patch as text. */
import { checkPath } from './checks.ts'
import { fields, git, gitUpTo } from './git.ts'

/** Files of one answer. */
const FILE_LIMIT = 500

const STATUS = { A: 'added', C: 'copied', D: 'deleted', M: 'modified', R: 'renamed', T: 'retyped' } as const

export interface FileChange {
  /** The path from the top of the repository; the new one of a renamed file. */
  path: string
  /** The path before, of a renamed or copied file. */
  oldPath?: string
  /** What happened to it; `retyped` is a file that became a symbolic link or a submodule, or the other way round. */
  status: 'added' | 'copied' | 'deleted' | 'modified' | 'renamed' | 'retyped'
  /** What it is; of a binary file lines can't be counted. */
  kind: 'text' | 'binary' | 'symlink' | 'submodule'
  /** Lines added. @integer @minimum 0 */
  additions: number
  /** Lines deleted. @integer @minimum 0 */
  deletions: number
}

export interface Changes {
  /** The changed files, by path; the first 500. */
  files: FileChange[]
  /** All files, also those beyond the first 500. */
  totals: Totals
  /** The patch, where it was asked for. */
  patch?: Patch
}

export interface Totals {
  /** Files that differ. @integer @minimum 0 */
  files: number
  /** Lines added, over all files. @integer @minimum 0 */
  additions: number
  /** Lines deleted, over all files. @integer @minimum 0 */
  deletions: number
}

export interface Patch {
  /** Unified diff. Bytes that are not UTF-8 stand as U+FFFD. */
  text: string
  /** The patch is longer: it was cut after the last whole line within the limit. Give a path to see less. */
  truncated: boolean
}

export interface Comparison {
  /** Commits or trees, by hash. */
  base: string
  head: string
  path?: string | undefined
  /** Bytes of patch; 0 for none. */
  patchLimit: number
}

/** Compares two trees. Renames are found. */
export async function compare({ base, head, path, patchLimit }: Comparison, signal: AbortSignal): Promise<Changes> {
  const between = [base, head, '--', ...(path === undefined ? [] : [checkPath(path)])]
  const files = parseChanges(await git(['diff-tree', '-r', '-M', '-z', '--raw', '--numstat', ...between], signal))
  const changes = { files: files.slice(0, FILE_LIMIT), totals: totals(files) }
  return patchLimit > 0 ? { ...changes, patch: await patch(between, patchLimit, signal) } : changes
}

async function patch(between: string[], limit: number, signal: AbortSignal): Promise<Patch> {
  const options = ['-r', '-M', '-p', '--no-ext-diff', '--no-textconv', '--submodule=short']
  const { bytes, truncated } = await gitUpTo(limit, ['diff-tree', ...options, ...between], signal)
  const end = truncated ? bytes.lastIndexOf('\n') + 1 : bytes.length
  return { text: bytes.toString('utf8', 0, end), truncated }
}

function totals(files: FileChange[]): Totals {
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0)
  return { files: files.length, additions: sum('additions'), deletions: sum('deletions') }
}

type Named = Omit<FileChange, 'additions' | 'deletions'>

/** Reads `--raw --numstat -z`: first every file's `:modes hashes status`, then every file's counts, in the same order. */
function parseChanges(bytes: Buffer): FileChange[] {
  const queue = fields(bytes).values()
  const named: Named[] = []
  const counted: FileChange[] = []
  for (const field of queue) {
    if (field.startsWith(':')) named.push(parseRaw(field, () => queue.next().value ?? ''))
    else counted.push(parseCounts(field, named[counted.length], () => queue.next().value ?? ''))
  }
  return counted
}

/** `:<old mode> <new mode> <old hash> <new hash> <status>` and the path; before it the old path, where there are two. */
function parseRaw(header: string, next: () => string): Named {
  const [oldMode = '', mode = '', , , status = ''] = header.slice(1).split(' ')
  const letter = status[0] as keyof typeof STATUS
  const kind = kindOf(letter === 'D' ? oldMode : mode)
  if (letter !== 'R' && letter !== 'C') return { path: next(), status: STATUS[letter], kind }
  const oldPath = next()
  return { path: next(), oldPath, status: STATUS[letter], kind }
}

/** `<added>\t<deleted>\t<path>`, with `-` for both of a binary file; for two paths an empty one, and then both. */
function parseCounts(counts: string, named: Named | undefined, next: () => string): FileChange {
  if (named === undefined) throw new Error(`git counted a file that it did not name: ${counts}`)
  const [added, deleted, path] = counts.split('\t', 3)
  if (path === '') {
    next()
    next()
  }
  const kind = added === '-' ? 'binary' : named.kind
  return { ...named, kind, additions: Number(added) || 0, deletions: Number(deleted) || 0 }
}

function kindOf(mode: string): FileChange['kind'] {
  if (mode === '120000') return 'symlink'
  return mode === '160000' ? 'submodule' : 'text'
}
