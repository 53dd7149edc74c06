/** Puts the generated files on disk, all or none. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { hashOf } from '../files/trace.ts'
import { isOurs, OUR_FOLDERS, ROOT_FILES } from './ours.ts'

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed'
  /** Below the generated folder, with `/`. */
  readonly path: string
}

/** The files could not be written, or should not be. What stood in the folder stands there still. */
export class WriteError extends Error {
  override readonly name = 'WriteError'
  /** A system error's code (`EACCES`, `ENOSPC`), or `foreign` for a file of somebody else's. */
  readonly code: string
  readonly path: string

  constructor(code: string, path: string, options: { message: string; cause?: unknown }) {
    super(options.message, { cause: options.cause })
    this.code = code
    this.path = path
  }
}

/**
 * What `write` would do. Reads only; an absent folder counts as empty. Line ends are compared as LF, so that a checkout with
 * CRLF is no change.
 */
export function drift(out: string, files: ReadonlyMap<string, string>): Change[] {
  const changes = [...files].flatMap(([path, text]): Change[] => {
    const before = readText(join(out, path))
    if (before === undefined) return [{ kind: 'added', path }]
    return before.replaceAll('\r\n', '\n') === text ? [] : [{ kind: 'changed', path }]
  })
  const removed = existing(out).filter(path => !files.has(path) && isOurs(path, readText(join(out, path)) ?? ''))
  return [...changes, ...removed.map(path => ({ kind: 'removed', path }) as const)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  )
}

/** Whether the folder holds files of these hashes, and none that is no longer generated. */
export function stands(out: string, hashes: Readonly<Record<string, string>>): boolean {
  const textOf = (path: string) => readText(join(out, path))?.replaceAll('\r\n', '\n')
  const same = Object.entries(hashes).every(([path, hash]) => hashOf(textOf(path)) === hash)
  return same && existing(out).every(path => Object.hasOwn(hashes, path) || !isOurs(path, textOf(path) ?? ''))
}

/**
 * Writes what differs, atomically a file, and removes what is no longer generated. A second run writes nothing. Files that
 * the build did not make are left alone, and one that stands where a generated file has to go is an error.
 *
 * @param before What stands in the folder, when that is known and need not be read.
 * @throws {WriteError}
 */
export function write(out: string, files: ReadonlyMap<string, string>, before?: ReadonlyMap<string, string>): Change[] {
  const changes = before === undefined || !isThere(out, before) ? drift(out, files) : changesBetween(before, files)
  if (changes.length === 0) return changes
  for (const { kind, path } of changes) {
    const text = kind === 'changed' ? readText(join(out, path)) : undefined
    if (text !== undefined && !isOurs(path, text)) throw foreign(out, path)
  }
  const written = changes.filter(change => change.kind !== 'removed')
  attempt(out, () => {
    mkdirSync(out, { recursive: true })
    sweep(out)
    install(out, new Map(written.map(({ path }) => [path, files.get(path) ?? ''])))
    for (const { kind, path } of changes) if (kind === 'removed') remove(out, path)
  })
  return changes
}

/** By the one file that every build has: a folder that was removed, or came with another branch, has another. */
function isThere(out: string, files: ReadonlyMap<string, string>): boolean {
  return readText(join(out, ENTRY))?.replaceAll('\r\n', '\n') === files.get(ENTRY)
}

const ENTRY = 'app.mjs'

function changesBetween(before: ReadonlyMap<string, string>, files: ReadonlyMap<string, string>): Change[] {
  const changes: Change[] = []
  for (const [path, text] of files) {
    const known = before.get(path)
    if (known !== text) changes.push({ kind: known === undefined ? 'added' : 'changed', path })
  }
  for (const path of before.keys()) if (!files.has(path)) changes.push({ kind: 'removed', path })
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1))
}

const STAGING = '.mcpgen-staging-'

/** All texts are on the disk before the first takes its place. */
function install(out: string, files: ReadonlyMap<string, string>): void {
  if (files.size === 0) return
  const staging = mkdtempSync(join(out, STAGING))
  try {
    const staged = [...files].map(([path, text], n) => {
      const file = join(staging, String(n))
      writeFileSync(file, text)
      return { file, target: join(out, path) }
    })
    for (const { target } of staged) mkdirSync(dirname(target), { recursive: true })
    for (const { file, target } of staged) renameSync(file, target)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

function remove(out: string, path: string): void {
  rmSync(join(out, path), { force: true })
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if (readdirSync(join(out, folder)).length > 0) return
    rmdirSync(join(out, folder))
  }
}

/** A build that was killed leaves its staging folder; a minute later it is certainly not at work any more. */
function sweep(out: string): void {
  for (const name of readdirSync(out)) {
    if (!name.startsWith(STAGING)) continue
    const stale = Date.now() - statSync(join(out, name)).mtimeMs > 60_000
    if (stale) rmSync(join(out, name), { recursive: true, force: true })
  }
}

function attempt(out: string, action: () => void): void {
  try {
    action()
  } catch (cause) {
    const { code = 'unknown', path = out, message } = cause as NodeJS.ErrnoException
    throw new WriteError(code, path, { message: `cannot write ${out}: ${message}`, cause })
  }
}

function foreign(out: string, path: string): WriteError {
  const message = `${join(out, path)} was not made by mcpgen and would be overwritten: move it, or give another folder as \`out\``
  return new WriteError('foreign', join(out, path), { message })
}

/** Undefined for a file that isn't there. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new WriteError(code ?? 'unknown', file, { message: `cannot read ${file}: ${message}`, cause })
  }
}

/** Every file in the places where generated files stand. */
function existing(out: string): string[] {
  return [...ROOT_FILES, ...OUR_FOLDERS.flatMap(folder => filesIn(out, folder))].filter(path => isFile(join(out, path)))
}

function filesIn(out: string, folder: string): string[] {
  try {
    return readdirSync(join(out, folder)).map(name => `${folder}/${name}`)
  } catch {
    return []
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}
