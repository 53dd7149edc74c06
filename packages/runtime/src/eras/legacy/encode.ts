/** Results as the revisions from 2025-03-26 to 2025-11-25 have them. */
import type { CompletionOutcome, PromptOutcome, ResourceOutcome, ToolOutcome } from '../../features/call.ts'
import { isObject, type JsonValue } from '../../protocol/json.ts'
import type { ListOptions } from '../lists.ts'
import { downgradeBlock, downgradeContents, hasStructuredContent, mayNeedDowngrade } from './downgrade.ts'

export interface Encoder {
  list(key: string): ListOptions['frame']
  tool(outcome: ToolOutcome): string
  resource(outcome: ResourceOutcome): string
  prompt(outcome: PromptOutcome): string
  completion(outcome: CompletionOutcome): string
}

export function createEncoder(revision: string): Encoder {
  const structured = hasStructuredContent(revision)
  return {
    list: key => nextCursor => [
      `{"${key}":[`,
      nextCursor === undefined ? ']}' : `],"nextCursor":${JSON.stringify(nextCursor)}}`,
    ],
    tool({ content, isText, structuredContent, wrap, isError, meta }) {
      let json = `{"content":${isText === true ? content : contentOf(content, revision)}`
      if (structured && structuredContent !== undefined) {
        json += `,"structuredContent":${wrap === true ? `{"result":${structuredContent}}` : structuredContent}`
      }
      if (isError === true) json += ',"isError":true'
      if (meta !== undefined) json += `,"_meta":${JSON.stringify(meta)}`
      return `${json}}`
    },
    completion: ({ values, total, hasMore }) => JSON.stringify({ completion: { values, total, hasMore } }),
    resource: ({ contents }) =>
      JSON.stringify({ contents: contents.map(contents => downgradeContents(contents, revision)) }),
    prompt: ({ description, messages }) =>
      JSON.stringify({
        description,
        messages: messages.map(message => ({ ...message, content: blockOf(message['content'], revision) })),
      }),
  }
}

/** Most content is the same in every revision and goes as it is. */
function contentOf(content: string, revision: string): string {
  if (!mayNeedDowngrade(content)) return content
  const blocks: JsonValue = JSON.parse(content)
  return Array.isArray(blocks) ? JSON.stringify(blocks.map(block => downgradeBlock(block, revision))) : content
}

function blockOf(block: JsonValue | undefined, revision: string): JsonValue | undefined {
  return isObject(block) ? downgradeBlock(block, revision) : block
}
