/** A tool's returned value as an outcome (server/tools, "Tool Result"). Data is stringified once. */
import type { ToolBinding } from '../manifest.ts'
import type { ContentBlock } from '../protocol/content.ts'
import { withRightAnnotations } from './annotations.ts'
import { bytesToBase64 } from './base64.ts'
import { hasBrand, TOOL_RESULT } from './brand.ts'
import type { ToolOutcome } from './call.ts'
import { isContentBlock, isContentList, isRecord } from './content.ts'
import type { GivenState } from './given-state.ts'
import { dataText, notDeclared } from './output.ts'
import type { ToolResult } from './results.ts'
import type { Loaded } from './slot.ts'

const NOTHING: ToolOutcome = { content: '[]' }

/** @throws {Error} when the value is not what the declaration promised. */
export function toolOutcome(value: unknown, { loaded }: GivenState<ToolBinding>): ToolOutcome {
  const { binding } = loaded
  switch (binding.result) {
    case 'none':
      return NOTHING
    case 'text':
      if (typeof value !== 'string') throw notDeclared(value, 'text')
      return textOutcome(value)
    case 'data':
      if (value === undefined) throw notDeclared(value, 'a value')
      return dataOutcome(value, loaded)
    case 'bytes':
      if (!(value instanceof Uint8Array)) throw notDeclared(value, 'a Uint8Array')
      return textOutcome(bytesToBase64(value))
    case 'content':
      return declaredContent(value, loaded)
    case 'mixed':
      return mixedOutcome(value, loaded)
  }
}

/** An outcome that says what went wrong. */
export function errorOutcome(message: string): ToolOutcome {
  return { content: textBlock(message), isError: true }
}

function mixedOutcome(value: unknown, loaded: Loaded<ToolBinding>): ToolOutcome {
  if (value === undefined) return NOTHING
  if (typeof value === 'string') return textOutcome(value)
  if (value instanceof Uint8Array) return textOutcome(bytesToBase64(value))
  return contentOutcome(value, loaded) ?? dataOutcome(value, loaded)
}

function declaredContent(value: unknown, loaded: Loaded): ToolOutcome {
  const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0)
  const outcome = isEmpty ? NOTHING : contentOutcome(value, loaded)
  if (outcome === undefined) throw notDeclared(value, 'content')
  return outcome
}

/** Undefined when the value is no content. */
function contentOutcome(value: unknown, loaded: Loaded): ToolOutcome | undefined {
  if (hasBrand(value, TOOL_RESULT)) return resultOutcome(value as ToolResult, loaded)
  if (isContentBlock(value)) return { content: JSON.stringify([withRightAnnotations(value)]) }
  if (isContentList(value)) return { content: JSON.stringify(value.map(withRightAnnotations)) }
  return undefined
}

function dataOutcome(value: unknown, loaded: Loaded<ToolBinding>): ToolOutcome {
  const json = dataText(value, loaded)
  const content = textBlock(json)
  return needsWrap(value, loaded.binding)
    ? { content, isText: true, structuredContent: json, wrap: true }
    : { content, isText: true, structuredContent: json }
}

/** Only a mixed result decides it call by call; the schema of the others says it once. */
function needsWrap(value: unknown, binding: ToolBinding): boolean {
  return binding.wrap === true || (binding.result === 'mixed' && !isRecord(value))
}

function resultOutcome(result: ToolResult, loaded: Loaded): ToolOutcome {
  const { structuredContent: data, _meta: meta, isError } = result
  const json = isError || data === undefined ? undefined : dataText(data, loaded)
  if (json === undefined && !isError && loaded.output !== undefined) throw notDeclared(undefined, 'structuredContent')
  return {
    content: result.content === undefined ? textOfData(json) : JSON.stringify(blocks(result.content)),
    ...(json !== undefined && { structuredContent: json }),
    ...(json !== undefined && !isRecord(data) && { wrap: true }),
    ...(isError && { isError }),
    ...(meta !== undefined && { meta }),
  }
}

function textOfData(json: string | undefined): string {
  return json === undefined ? '[]' : textBlock(json)
}

function blocks(content: NonNullable<ToolResult['content']>): readonly ContentBlock[] {
  const list = Array.isArray(content) ? content : [content]
  return list.map(item => {
    if (typeof item === 'string') return { type: 'text', text: item }
    if (isContentBlock(item)) return withRightAnnotations(item)
    throw notDeclared(item, 'a content block')
  })
}

function textOutcome(text: string): ToolOutcome {
  return { content: textBlock(text), isText: true }
}

function textBlock(text: string): string {
  return `[{"type":"text","text":${JSON.stringify(text)}}]`
}
