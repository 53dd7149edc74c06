/** The params of `sampling/createMessage` (client/sampling, "Creating Messages"). */
import type { SamplingMessage } from '../../protocol/ask.ts'
import type { JsonObject } from '../../protocol/json.ts'
import type { SampleOptions } from './asks.ts'

const MAX_TOKENS = 1000

export function samplingParams(prompt: string | readonly SamplingMessage[], options: SampleOptions): JsonObject {
  const { maxTokens = MAX_TOKENS, system, temperature, tools, toolChoice } = options
  const messages: readonly SamplingMessage[] = typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
  return {
    messages: messages.map(messageOf),
    maxTokens,
    ...(system !== undefined && { systemPrompt: system }),
    ...(temperature !== undefined && { temperature }),
    ...(tools !== undefined && { tools: tools as unknown as JsonObject[] }),
    ...(toolChoice !== undefined && { toolChoice }),
  }
}

function messageOf({ role, content }: SamplingMessage): JsonObject {
  const blocks = typeof content === 'string' ? { type: 'text', text: content } : content
  return { role, content: blocks as unknown as JsonObject }
}
