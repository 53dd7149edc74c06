/** What a function returns when plain text or data does not say it: content blocks, whole results, contents, messages. */
import type {
  AudioContent,
  BlobResourceContents,
  ContentAnnotations,
  ContentBlock,
  EmbeddedResource,
  ImageContent,
  PromptMessage,
  ResourceLink,
  TextContent,
  TextResourceContents,
} from '../protocol/content.ts'
import type { JsonObject } from '../protocol/json.ts'
import { base64, mediaType } from './base64.ts'
import { branded, CONTENTS, TOOL_RESULT } from './brand.ts'

/** What every content block may carry. */
export interface BlockOptions {
  /** For whom it is, how much it matters, when it last changed. */
  annotations?: ContentAnnotations
  /** For the client's program, not for the model. */
  _meta?: JsonObject
}

/** A block of text. */
export function text(value: string, options?: BlockOptions): TextContent {
  return { type: 'text', text: value, ...options }
}

/**
 * A picture.
 *
 * @param data The file's bytes, or their base64 text (not a `data:` URL).
 * @param mimeType For example `image/png`.
 * @throws {TypeError} when `data` is a string but not base64, or `mimeType` is not a media type.
 */
export function image(data: string | Uint8Array, mimeType: string, options?: BlockOptions): ImageContent {
  return { type: 'image', data: base64(data), mimeType: mediaType(mimeType), ...options }
}

/**
 * A sound.
 *
 * @param data The file's bytes, or their base64 text (not a `data:` URL).
 * @param mimeType For example `audio/wav`.
 * @throws {TypeError} when `data` is a string but not base64, or `mimeType` is not a media type.
 */
export function audio(data: string | Uint8Array, mimeType: string, options?: BlockOptions): AudioContent {
  return { type: 'audio', data: base64(data), mimeType: mediaType(mimeType), ...options }
}

/** A link to a resource that the client may read; it need not be in the list of resources. */
export function resourceLink(link: Omit<ResourceLink, 'type'>): ResourceLink {
  return { type: 'resource_link', ...link }
}

/**
 * A resource's contents inside a result.
 *
 * @throws {TypeError} when `blob` is a string but not base64.
 */
export function embeddedResource(resource: EmbeddedContents, options?: BlockOptions): EmbeddedResource {
  const { blob, ...rest } = resource
  if (blob === undefined) return { type: 'resource', resource: rest as TextResourceContents, ...options }
  return { type: 'resource', resource: { ...rest, blob: base64(blob) } as BlobResourceContents, ...options }
}

/** A resource's address with its text, or its bytes (or their base64 text). */
export type EmbeddedContents = ContentsItem & { uri: string }

/** What `result()` takes. `Data` is the type of `structuredContent`. */
export interface ToolResultInit<Data = unknown> {
  /** Text, one block or several. */
  readonly content?: string | ContentBlock | readonly (string | ContentBlock)[]
  readonly structuredContent?: Data
  /** For the client's program, not for the model. */
  readonly _meta?: JsonObject
  /** The tool failed; the content says how. */
  readonly isError?: boolean
}

/** A tool's whole result, made by `result()`. */
export interface ToolResult<Data = unknown> extends ToolResultInit<Data> {
  readonly [TOOL_RESULT]: true
}

/**
 * A tool's whole result, said explicitly (server/tools, "Tool Result").
 *
 * `structuredContent` alone is also sent as text. A result with `isError` carries no `structuredContent`.
 */
export function result<Data = unknown>(value: ToolResultInit<Data>): ToolResult<Data> {
  return branded({ ...value }, TOOL_RESULT)
}

/** A resource's contents, made by `contents()`. */
export interface Contents {
  readonly items: readonly ContentsItem[]
  readonly [CONTENTS]: true
}

/** One of a resource's contents. Without `uri` it is the one that was asked for. */
export type ContentsItem = {
  uri?: string
  mimeType?: string
  _meta?: JsonObject
} & (
  | { text: string; blob?: never }
  | {
      /** Bytes, or their base64 text. */
      blob: string | Uint8Array
      text?: never
    }
)

/** Several contents of one resource (server/resources, "Reading Resources"). */
export function contents(items: readonly ContentsItem[]): Contents {
  return branded({ items: [...items] }, CONTENTS)
}

/** A prompt's message in the user's voice. */
export function userMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'user', content: typeof content === 'string' ? text(content) : content }
}

/** A prompt's message in the assistant's voice. */
export function assistantMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'assistant', content: typeof content === 'string' ? text(content) : content }
}
