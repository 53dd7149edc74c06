/** The params of `sampling/createMessage` (client/sampling, "Creating Messages"). */
import type { SamplingMessage } from '../../protocol/ask.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { SampleOptions } from './asks.ts'

const MAX_TOKENS = 1000

export function samplingParams(prompt: string | readonly SamplingMessage[], options: SampleOptions): JsonObject {
  const { maxTokens = MAX_TOKENS, system, temperature, tools, toolChoice } = options
  const messages: readonly SamplingMessage[] = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
  checkTools(messages)
  return {
    messages: messages.map(messageOf),
    maxTokens,
    ...(system !== undefined && { systemPrompt: system }),
    ...(temperature !== undefined && { temperature }),
    ...(tools !== undefined && { tools: tools as unknown as JsonObject[] }),
    ...(toolChoice !== undefined && { toolChoice }),
  }
}

/**
 * "Tool Use": what a model wanted to call is answered by the very next message, all of it, and nothing else stands there.
 *
 * @throws {Error} for messages that no model would take.
 */
function checkTools(messages: readonly SamplingMessage[]): void {
  let wanted: readonly string[] = []
  for (const { role, content } of [...messages, { role: 'user', content: [] } as const]) {
    const blocks = typeof content === 'string' ? [] : [content].flat()
    const answered = blocks.flatMap(block => (block.type === 'tool_result' ? [block.toolUseId] : []))
    const isMixed = answered.length > 0 && (answered.length < blocks.length || role !== 'user')
    if (isMixed) throw new Error('ctx.sample: a message with a tool_result is a user’s, and holds nothing else')
    if ([...answered].sort().join('\n') !== [...wanted].sort().join('\n')) {
      throw new Error(
        'ctx.sample: each tool_use needs a tool_result of its id in the next message, and no other has one',
      )
    }
    wanted = blocks.flatMap(block => (block.type === 'tool_use' ? [block.id] : []))
  }
}

function messageOf({ role, content }: SamplingMessage): JsonObject {
  const blocks = typeof content === 'string' ? { type: 'text', text: content } : content
  return { role, content: blocks as unknown as JsonObject }
}
