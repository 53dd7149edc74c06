/** What a test answers asks with, by their keys, and what a client sends of it. */
import type { JsonObject } from '../protocol/json.ts'

/**
 * By the asks' keys, each as the function gets it: `{ action, content }` for a form, `{ action }` for a page, what was
 * sampled (its text is enough), a list of roots. An ask with an `id` has the key `key:id`.
 */
export type Answers = Readonly<Record<string, unknown>>

/** @throws {Error} when there is none, so that a test does not wait for nobody. */
export function answerOf(answers: Answers, key: string, where: string): unknown {
  // A task that asks again does so under another key.
  const own = key.replace(/~\d+$/, '')
  if (Object.hasOwn(answers, own)) return answers[own]
  throw new Error(`Nothing answers the ask "${key}": give ${where} an answer of that key`)
}

/** What was sampled, whole, where a test says no more than its text. */
export function sampledOf(answer: unknown): Record<string, unknown> {
  const said = typeof answer === 'string' ? { text: answer } : (answer as { text?: string })
  const { text = '', ...rest } = said
  return { text, content: [{ type: 'text', text }], model: 'test', stopReason: 'endTurn', ...rest }
}

/** The client's result for a request of this method. */
export function resultOf(method: string, answer: unknown): JsonObject {
  if (method === 'roots/list') return { roots: answer } as JsonObject
  if (method !== 'sampling/createMessage') return answer as JsonObject
  const { text: _, content, ...rest } = sampledOf(answer)
  const blocks = content as JsonObject[]
  return { role: 'assistant', content: blocks.length === 1 ? (blocks[0] ?? null) : blocks, ...(rest as JsonObject) }
}

/** What a client declares that answers whatever it is asked. */
export const ALL_CAPABILITIES: JsonObject = {
  elicitation: { form: {}, url: {} },
  sampling: { tools: {} },
  roots: {},
}
