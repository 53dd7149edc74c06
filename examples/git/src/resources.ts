import { isUtf8 } from 'node:buffer'
import { extname } from 'node:path'
import { type Contents, type Context, contents } from '@mcpgen/runtime'
import { fileAt, readFile } from './files.ts'
import { fields, git } from './git.ts'
import { commitAt } from './refs.ts'

const TEXT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
}

const BINARY_TYPES: Record<string, string> = {
  '.gif': 'image/gif',
  '.gz': 'application/gzip',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.zip': 'application/zip',
}

/**
 * A file as it stands at a branch, a tag or a commit; percent-encode what is special in a URI, and `/` in the ref.
 * @resource git://{ref}/{+path}
 * @title File at a ref
 * @param ref A branch, a tag or a commit hash.
 * @param path The file, from the top of the repository.
 */
export async function file(ref: string, path: string, ctx: Context): Promise<Contents> {
  const commit = await commitAt(ref, ctx.signal)
  const bytes = await readFile(await fileAt(commit, path, ctx.signal), ctx.signal)
  const extension = extname(path).toLowerCase()
  if (isText(bytes)) return contents([{ text: bytes.toString(), mimeType: TEXT_TYPES[extension] ?? 'text/plain' }])
  return contents([{ blob: bytes, mimeType: BINARY_TYPES[extension] ?? 'application/octet-stream' }])
}

export interface Ref {
  /** As git is told: `main`, `origin/main`, `v1.0`. */
  name: string
  /** `remote` is a branch as it was last fetched. */
  kind: 'branch' | 'remote' | 'tag'
  /** The hash of its commit; of another object in the rare case of a tag that names no commit. */
  commit: string
  /** Whether it is the branch that HEAD stands for. */
  current: boolean
}

/**
 * The branches, remote branches and tags.
 * @resource git://refs
 * @title Branches and tags
 * @mimeType application/json
 */
export async function refs(ctx: Context): Promise<Ref[]> {
  const format = ['%(refname)', '%(objectname)', '%(*objectname)', '%(HEAD)', ''].join('%00')
  const output = await git(
    ['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/remotes', 'refs/tags'],
    ctx.signal,
  )
  const values = fields(output)
  return Array.from({ length: values.length / 4 }, (_, i) => parseRef(values.slice(i * 4)))
}

/** Every ref ends with a line feed, which is then the first character of the next. */
function parseRef([refname = '', hash = '', tagged = '', head = '']: string[]): Ref {
  const [, folder, ...name] = refname.trimStart().split('/')
  const kind = folder === 'heads' ? 'branch' : folder === 'tags' ? 'tag' : 'remote'
  return { name: name.join('/'), kind, commit: tagged || hash, current: head === '*' }
}

/** As git tells: no NUL near the beginning; and UTF-8, since that is what text in JSON has to be. */
function isText(bytes: Buffer): boolean {
  return !bytes.subarray(0, 8000).includes(0) && isUtf8(bytes)
}
