/** What a build asked of the file system and what it was told, so that a later one can see whether it would be told the same. */
import { createHash } from 'node:crypto'
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'

/** Answers by path; hashes where they are long. */
export interface Trace {
  /** The hash of a file's text; null where none could be read. */
  readonly texts: Readonly<Record<string, string | null>>
  /** The hash of a file's bytes; null where none could be read. */
  readonly bytes: Readonly<Record<string, string | null>>
  readonly files: Readonly<Record<string, boolean>>
  readonly folders: Readonly<Record<string, boolean>>
  /** The hash of a folder's names. */
  readonly listings: Readonly<Record<string, string>>
  readonly realPaths: Readonly<Record<string, string>>
  /** The hash of everything below a folder; null where there is none. */
  readonly trees: Readonly<Record<string, string | null>>
  /** Folders that listings leave out. */
  readonly hidden: readonly string[]
}

export interface Listing {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

/** Whether every question would be answered as it was. Reads until the first that is not. */
export function holds(trace: Trace): boolean {
  const hidden = new Set(trace.hidden)
  return (
    all(trace.texts, (path, hash) => hashOf(readText(path)) === hash) &&
    all(trace.bytes, (path, hash) => hashOf(readBytes(path)) === hash) &&
    all(trace.listings, (path, hash) => listingHash(listFolder(path, hidden)) === hash) &&
    all(trace.files, (path, is) => isFile(path) === is) &&
    all(trace.folders, (path, is) => isFolder(path) === is) &&
    all(trace.realPaths, (path, real) => realPath(path) === real) &&
    all(trace.trees, (path, hash) => treeHash(readTree(path)) === hash)
  )
}

function all<T>(answers: Readonly<Record<string, T>>, same: (path: string, answer: T) => boolean): boolean {
  for (const path in answers) if (!same(path, answers[path] as T)) return false
  return true
}

export function hashOf(content: string | Buffer): string
export function hashOf(content: string | Buffer | undefined): string | null
export function hashOf(content: string | Buffer | undefined): string | null {
  return content === undefined ? null : createHash('sha256').update(content).digest('base64url')
}

/** Undefined for what is no readable file. */
export function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** The text without a byte order mark; undefined for what is no readable file. */
export function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return text.startsWith('\uFEFF') ? text.slice(1) : text
  } catch {
    return undefined
  }
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true
}

function statOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

export function realPath(path: string): string {
  try {
    return realpathSync.native(path).replaceAll('\\', '/')
  } catch {
    return path
  }
}

/** What a program could be made of. Other files come and go without being asked for. */
const READABLE = /\.(?:[cm]?[jt]sx?|json)$/

/** By name. Links count as what they lead to. */
export function listFolder(path: string, hidden: ReadonlySet<string>): Listing {
  const files: string[] = []
  const folders: string[] = []
  for (const entry of entriesOf(path)) {
    const inside = `${path === '/' ? '' : path}/${entry.name}`
    if (hidden.has(inside)) continue
    if (leadsTo(entry, inside, 'folder')) folders.push(entry.name)
    else if (READABLE.test(entry.name) && leadsTo(entry, inside, 'file')) files.push(entry.name)
  }
  return { files: files.sort(), folders: folders.sort() }
}

function leadsTo(entry: Dirent, path: string, kind: 'file' | 'folder'): boolean {
  if (entry.isSymbolicLink()) return kind === 'file' ? isFile(path) : isFolder(path)
  return kind === 'file' ? entry.isFile() : entry.isDirectory()
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

export function listingHash({ files, folders }: Listing): string {
  return hashOf(`${files.join('\n')}\n\n${folders.join('\n')}`)
}

/** The files below a folder with their bytes, by their paths in it. */
export type Tree = ReadonlyMap<string, Buffer>

/** Without what is hidden by a dot, and without links to folders, which could lead anywhere; undefined for no folder. */
export function readTree(folder: string): Tree | undefined {
  if (!isFolder(folder)) return undefined
  const tree = new Map<string, Buffer>()
  const add = (below: string) => {
    for (const entry of entriesOf(`${folder}/${below}`).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue
      const path = `${below}${entry.name}`
      if (entry.isDirectory()) add(`${path}/`)
      else if (leadsTo(entry, `${folder}/${path}`, 'file')) tree.set(path, readFileSync(`${folder}/${path}`))
    }
  }
  add('')
  return tree
}

export function treeHash(tree: Tree | undefined): string | null {
  if (tree === undefined) return null
  const hash = createHash('sha256')
  for (const [path, bytes] of tree) hash.update(`${path}\n${bytes.length}\n`).update(bytes)
  return hash.digest('base64url')
}
