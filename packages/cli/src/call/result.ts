/** What a tool gave back, for a terminal. */
import { isObject, type JsonObject } from './message.ts'

/** Structured content as indented JSON, else the content: texts as they are, the rest in a line each. */
export function renderResult(result: JsonObject): string {
  const { structuredContent } = result
  if (structuredContent !== undefined) return JSON.stringify(structuredContent, undefined, 2)
  return contentOf(result).map(renderBlock).join('\n')
}

/** The content of a failed call, where structured content would hide the words. */
export function renderContent(result: JsonObject): string {
  return contentOf(result).map(renderBlock).join('\n')
}

function contentOf({ content }: JsonObject): JsonObject[] {
  return Array.isArray(content) ? content.filter(isObject) : []
}

function renderBlock(block: JsonObject): string {
  const { type, text, data, mimeType, uri, name, resource } = block
  switch (type) {
    case 'text':
      return String(text)
    case 'image':
    case 'audio':
      return `[${type} ${mimeType}, ${bytes(data)}]`
    case 'resource_link':
      return `[${uri}  ${name}]`
    case 'resource':
      return isObject(resource) ? renderContents(resource) : '[resource]'
    default:
      return JSON.stringify(block)
  }
}

function renderContents({ uri, text, blob, mimeType }: JsonObject): string {
  return typeof text === 'string' ? text : `[${uri}  ${mimeType ?? 'application/octet-stream'}, ${bytes(blob)}]`
}

/** The size of what base64 text carries. */
function bytes(base64: unknown): string {
  return `${Buffer.byteLength(String(base64 ?? ''), 'base64')} bytes`
}
