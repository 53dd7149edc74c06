/** An OpenAPI document (3.0 and 3.1), read from JSON or YAML; only references within it are followed. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { CommandError } from '../errors.ts'

export type Json = Readonly<Record<string, unknown>>

export interface Document {
  readonly file: string
  readonly root: Json
}

/** @throws {CommandError} for a file that cannot be read, or is of another kind or version. */
export function readDocument(file: string): Document {
  const root = asObject(parsed(file))
  const version = root['openapi']
  if (typeof version === 'string' && /^3\.[01]\.\d+/.test(version)) return { file, root }
  const what = version ?? root['swagger']
  const found = what === undefined ? 'is no OpenAPI document' : `is of the version ${String(what)}`
  throw new CommandError(`${file} ${found}`, {
    help: 'give a document of OpenAPI 3.0 or 3.1; older ones can be converted',
  })
}

function parsed(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CommandError(`${file} cannot be read`, { help: 'name a file', cause })
  }
  try {
    return /\.json$/i.test(file) ? JSON.parse(text) : parse(text, { maxAliasCount: 1000 })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new CommandError(`${file} is neither JSON nor YAML: ${reason}`, { cause })
  }
}

/** What a reference of the document stands for, however many lead to it; `name` is the last part of the first. */
export interface Target {
  readonly value: Json
  /** Of a reference. */
  readonly pointer?: string
}

/** @throws {Unsupported} for a reference that leads out of the document, nowhere, or in a circle. */
export function follow({ root }: Document, node: unknown): Target {
  let current = asObject(node)
  let pointer: string | undefined
  for (let n = 0; typeof current['$ref'] === 'string'; n++) {
    const ref: string = current['$ref']
    if (!ref.startsWith('#/')) throw new Unsupported(`the reference ${ref} leads out of the document`)
    if (n > 50) throw new Unsupported(`the reference ${ref} goes in a circle`)
    pointer ??= ref
    current = at(root, ref)
  }
  return pointer === undefined ? { value: current } : { value: current, pointer }
}

function at(root: Json, ref: string): Json {
  let value: unknown = root
  for (const part of ref.slice(2).split('/')) {
    const key = decoded(part, ref).replaceAll('~1', '/').replaceAll('~0', '~')
    value =
      isObject(value) && Object.hasOwn(value, key) ? value[key] : Array.isArray(value) ? value[Number(key)] : undefined
  }
  if (!isObject(value)) throw new Unsupported(`the reference ${ref} leads nowhere`)
  return value
}

function decoded(part: string, ref: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Unsupported(`the reference ${ref} leads nowhere`)
  }
}

/** What keeps an operation from becoming a function. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asObject(value: unknown): Json {
  return isObject(value) ? value : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
