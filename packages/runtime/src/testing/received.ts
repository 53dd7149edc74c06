/** From a tool's result back to what the function returned, as far as JSON carries it. */
import type { ToolBinding } from '../manifest.ts'
import type { JsonValue } from '../protocol/json.ts'
import type { CallToolResult } from './types.ts'

/** The value of a result that is no error; the whole result where blocks of content make it up. */
export function receivedOf(result: CallToolResult, binding: ToolBinding, revision: string): unknown {
  const text = textOf(result)
  switch (binding.result) {
    case 'none':
      return undefined
    case 'text':
    case 'bytes':
      return text ?? result
    case 'data':
      return dataOf(result, text, isWrapped(binding, revision))
    case 'content':
      return result
    case 'mixed':
      return mixedOf(result, text, revision)
  }
}

/** Revisions before 2026-07-28 have an object there, and 2025-03-26 has nothing but the text. */
function isWrapped(binding: ToolBinding, revision: string): boolean {
  return binding.wrap === true && revision < '2026-07-28'
}

function dataOf({ structuredContent: data }: CallToolResult, text: string | undefined, wrapped: boolean): unknown {
  if (data === undefined) return text === undefined ? undefined : JSON.parse(text)
  return wrapped ? inner(data) : data
}

function inner(data: JsonValue): JsonValue | undefined {
  return (data as { result?: JsonValue }).result
}

function mixedOf(result: CallToolResult, text: string | undefined, revision: string): unknown {
  const { structuredContent: data, content } = result
  if (data === undefined) return content.length === 0 ? undefined : (text ?? result)
  // Wrapped call by call: the text is that of the value itself.
  const wrapped = revision < '2026-07-28' && text !== undefined && JSON.stringify(inner(data)) === text
  return wrapped ? inner(data) : data
}

/** The text of a result that is one block of text. */
export function textOf({ content }: CallToolResult): string | undefined {
  const [block] = content
  return content.length === 1 && block?.type === 'text' ? block.text : undefined
}
