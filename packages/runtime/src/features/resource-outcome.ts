/** A resource's returned value as its contents (server/resources, "Reading Resources"). */
import type { ResourceBinding, TemplateBinding } from '../manifest.ts'
import type { ResourceContents } from '../protocol/content.ts'
import type { JsonObject } from '../protocol/json.ts'
import { base64, bytesToBase64 } from './base64.ts'
import { CONTENTS, hasBrand } from './brand.ts'
import type { ResourceOutcome } from './call.ts'
import { isRecord } from './content.ts'
import { NotFound } from './errors.ts'
import type { GivenState } from './given-state.ts'
import { dataText, notDeclared } from './output.ts'
import type { Contents, ContentsItem } from './results.ts'

type AnyResource = ResourceBinding | TemplateBinding

/** basic/utilities/caching: without certain knowledge, nothing is cached and nothing is shared. */
const NO_CACHE = { ttlMs: 0, scope: 'private' } as const

/**
 * @throws {NotFound} when the function returned no contents.
 * @throws {Error} when the value is not what the declaration promised.
 */
export function resourceOutcome(value: unknown, given: GivenState<AnyResource>): ResourceOutcome {
  const { binding } = given.loaded
  const contents = contentsOf(value, given)
  // server/resources, "Error Handling": empty contents must not stand for a resource that isn't there.
  if (contents.length === 0) throw new NotFound()
  const { ttlMs, scope } = binding.cache ?? NO_CACHE
  return {
    contents: contents as unknown as readonly JsonObject[],
    ttlMs,
    cacheScope: given.loaded.isGated ? 'private' : scope,
  }
}

function contentsOf(value: unknown, given: GivenState<AnyResource>): readonly ResourceContents[] {
  const { loaded } = given
  const { result, mimeType } = loaded.binding
  const uri = String(given.call.params['uri'])
  if (value === undefined) return nothing(loaded.binding)
  if (result === 'data') return [{ uri, mimeType: mimeType ?? 'application/json', text: dataText(value, loaded) }]
  if (typeof value === 'string') return [{ uri, mimeType: mimeType ?? 'text/plain', text: value }]
  if (value instanceof Uint8Array) {
    return [{ uri, mimeType: mimeType ?? 'application/octet-stream', blob: bytesToBase64(value) }]
  }
  const items = itemsOf(value)
  if (items !== undefined) return items.map(item => contentsItem(item, uri, mimeType))
  if (result !== 'mixed') throw notDeclared(value, result === 'content' ? 'contents' : result)
  return [{ uri, mimeType: mimeType ?? 'application/json', text: dataText(value, loaded) }]
}

/** `T | undefined` says that the resource may not be there. */
function nothing({ result }: AnyResource): readonly [] {
  if (result === 'mixed' || result === 'content') return []
  throw notDeclared(undefined, result === 'none' ? 'a resource' : result)
}

/** What `contents()` made, or contents as the specification writes them. Undefined for anything else. */
function itemsOf(value: unknown): readonly ContentsItem[] | undefined {
  if (hasBrand(value, CONTENTS)) return (value as Contents).items
  if (isContentsItem(value)) return [value]
  return Array.isArray(value) && value.every(isContentsItem) ? value : undefined
}

function isContentsItem(value: unknown): value is ContentsItem {
  if (!isRecord(value) || typeof value['uri'] !== 'string') return false
  return typeof value['text'] === 'string' || typeof value['blob'] === 'string'
}

function contentsItem(item: ContentsItem, uri: string, mimeType: string | undefined): ResourceContents {
  const { text, blob, ...rest } = item
  const shared = { uri, ...(mimeType !== undefined && { mimeType }), ...rest }
  if (typeof text === 'string') return { ...shared, text }
  return { ...shared, blob: base64(blob as string | Uint8Array) }
}
