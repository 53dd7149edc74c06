/** The file system as one reading after the other sees it: each question is asked once, until the answer may be another. */
import {
  hashOf,
  isFile,
  isFolder,
  type Listing,
  listFolder,
  listingHash,
  readBytes,
  readText,
  readTree,
  realPath,
  type Trace,
  type Tree,
  treeHash,
} from './trace.ts'

/** Paths are absolute, with `/`. */
export interface Files {
  /** The text without a byte order mark; undefined for what is no readable file. */
  read(path: string): string | undefined
  /** Undefined for what is no readable file. */
  bytes(path: string): Buffer | undefined
  isFile(path: string): boolean
  isFolder(path: string): boolean
  /** Without the folders that are hidden. */
  list(folder: string): Listing
  realPath(path: string): string
  /** Everything below a folder that is no source; undefined where there is none. */
  tree(folder: string): Tree | undefined
  /** Leaves a folder out of listings: what is generated into it is no reason to read anything again. */
  hide(folder: string): void
  /** Asks again for a file that has changed; without a path, for everything. */
  forget(path?: string): void
  /** What was asked for since the beginning: texts, and listings of folders. */
  asked(): Asked
  /** Everything that was asked since the beginning, with the last answers. */
  trace(): Trace
}

/** Paths of files, and of folders. */
export interface Asked {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

export function createFiles(): Files {
  const texts = new Map<string, string | undefined>()
  const bytes = new Map<string, Buffer | undefined>()
  const files = new Map<string, boolean>()
  const folders = new Map<string, boolean>()
  const listings = new Map<string, Listing>()
  const realPaths = new Map<string, string>()
  const trees = new Map<string, Tree | undefined>()
  const hidden = new Set<string>()
  return {
    read: path => once(texts, path, readText),
    bytes: path => once(bytes, path, readBytes),
    isFile: path => (texts.get(path) === undefined ? once(files, path, isFile) : true),
    isFolder: path => once(folders, path, isFolder),
    list: folder => once(listings, folder, path => listFolder(path, hidden)),
    realPath: path => once(realPaths, path, realPath),
    tree: folder => once(trees, folder, readTree),
    hide(folder) {
      if (hidden.has(folder)) return
      hidden.add(folder)
      listings.clear()
    },
    forget(path) {
      trees.clear()
      if (path === undefined) {
        for (const answers of [texts, bytes, files, folders, listings, realPaths]) answers.clear()
        return
      }
      texts.delete(path)
      bytes.delete(path)
    },
    asked: () => ({ files: [...texts.keys(), ...bytes.keys()], folders: [...listings.keys()] }),
    trace: () => ({
      texts: record(texts, hashOf),
      bytes: record(bytes, hashOf),
      files: record(files, is => is),
      folders: record(folders, is => is),
      listings: record(listings, listingHash),
      realPaths: record(realPaths, real => real),
      trees: record(trees, treeHash),
      hidden: [...hidden],
    }),
  }
}

function once<T>(known: Map<string, T>, path: string, ask: (path: string) => T): T {
  if (known.has(path)) return known.get(path) as T
  const answer = ask(path)
  known.set(path, answer)
  return answer
}

function record<T, R>(answers: ReadonlyMap<string, T>, as: (answer: T) => R): Record<string, R> {
  return Object.fromEntries([...answers].map(([path, answer]) => [path, as(answer)]))
}
