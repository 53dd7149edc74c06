/** What a server asks of a client, and what a client answers (client/elicitation, client/sampling, client/roots). */
import type { AudioContent, ImageContent, TextContent } from './content.ts'
import type { JsonObject, JsonValue } from './json.ts'

/** One field of a form. */
export interface FormField {
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array'
  title?: string
  description?: string
  default?: JsonValue
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: 'email' | 'uri' | 'date' | 'date-time'
  minimum?: number
  maximum?: number
  enum?: string[]
  /** Titles of `enum`, for clients of 2025-06-18. */
  enumNames?: string[]
  oneOf?: { const: string; title: string }[]
  items?: { type?: 'string'; enum?: string[]; anyOf?: { const: string; title: string }[] }
  minItems?: number
  maxItems?: number
}

/** A flat form: the schemas that elicitation allows. */
export interface FormSchema {
  type: 'object'
  properties: Record<string, FormField>
  required?: string[]
}

/** A model asks for a tool to be called. */
export interface ToolUseContent {
  type: 'tool_use'
  id: string
  name: string
  input: JsonObject
}

/** What a tool answered to a `tool_use` of the same id. */
export interface ToolResultContent {
  type: 'tool_result'
  toolUseId: string
  content: TextContent[]
  structuredContent?: JsonValue
  isError?: boolean
}

export type SamplingContent = TextContent | ImageContent | AudioContent | ToolUseContent | ToolResultContent

export interface SamplingMessage {
  role: 'user' | 'assistant'
  content: string | SamplingContent | SamplingContent[]
}

/** A tool that a model may ask to be called. */
export interface SamplingTool {
  name: string
  description?: string
  inputSchema: JsonObject
}

/** A folder or a file that the client works in. Advisory: check paths against it. */
export interface Root {
  /** A `file://` URI. */
  uri: string
  name?: string
}
