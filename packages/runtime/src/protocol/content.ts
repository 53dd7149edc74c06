/** Content blocks and contents as the specification writes them (server/tools, "Tool Result"; server/resources). */
import type { JsonObject } from './json.ts'

export interface ContentAnnotations {
  audience?: ('user' | 'assistant')[]
  /** 0 to 1. */
  priority?: number
  /** ISO 8601. */
  lastModified?: string
}

interface ContentBase {
  annotations?: ContentAnnotations
  _meta?: JsonObject
}

export interface TextContent extends ContentBase {
  type: 'text'
  text: string
}

export interface ImageContent extends ContentBase {
  type: 'image'
  /** Base64. */
  data: string
  mimeType: string
}

export interface AudioContent extends ContentBase {
  type: 'audio'
  /** Base64. */
  data: string
  mimeType: string
}

export interface ResourceLink extends ContentBase {
  type: 'resource_link'
  uri: string
  name: string
  title?: string
  description?: string
  mimeType?: string
  size?: number
}

export interface EmbeddedResource extends ContentBase {
  type: 'resource'
  resource: ResourceContents
}

export type ContentBlock = TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource

export interface TextResourceContents {
  uri: string
  mimeType?: string
  text: string
  _meta?: JsonObject
}

export interface BlobResourceContents {
  uri: string
  mimeType?: string
  /** Base64. */
  blob: string
  _meta?: JsonObject
}

export type ResourceContents = TextResourceContents | BlobResourceContents

export interface PromptMessage {
  role: 'user' | 'assistant'
  content: ContentBlock
}
