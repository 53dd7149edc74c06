/** Recognises what the specification calls content (server/tools, "Tool Result"; server/resources; server/prompts). */
import type { ContentBlock, PromptMessage } from '../protocol/content.ts'

/** Whether a value has the shape of a content block. */
export function isContentBlock(value: unknown): value is ContentBlock {
  if (!isRecord(value)) return false
  switch (value['type']) {
    case 'text':
      return typeof value['text'] === 'string'
    case 'image':
    case 'audio':
      return typeof value['data'] === 'string' && typeof value['mimeType'] === 'string'
    case 'resource_link':
      return typeof value['uri'] === 'string' && typeof value['name'] === 'string'
    case 'resource':
      return isResourceContents(value['resource'])
    default:
      return false
  }
}

/** Whether a value is a list of content blocks, and not an empty one. */
export function isContentList(value: unknown): value is readonly ContentBlock[] {
  return Array.isArray(value) && value.length > 0 && value.every(isContentBlock)
}

export function isPromptMessage(value: unknown): value is PromptMessage {
  if (!isRecord(value)) return false
  return (value['role'] === 'user' || value['role'] === 'assistant') && isContentBlock(value['content'])
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isResourceContents(value: unknown): boolean {
  if (!isRecord(value) || typeof value['uri'] !== 'string') return false
  return typeof value['text'] === 'string' || typeof value['blob'] === 'string'
}
