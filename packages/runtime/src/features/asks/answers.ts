/** What a client answers, read by kind. */
import type { FormSchema, Root, SamplingContent } from '../../protocol/ask.ts'
import type { JsonObject } from '../../protocol/json.ts'
import { isRecord } from '../content.ts'
import type { Consent, Elicited, FormValue, Sampled } from './asks.ts'
import { readForm } from './form.ts'

/** An answer, or what is wrong with it, in words for the person who is asked again. */
export type Reading<T> = { readonly answer: T } | { readonly problem: string }

export type Read<T> = (response: JsonObject) => Reading<T>

export function formReader(schema: FormSchema): Read<Elicited<Record<string, FormValue>>> {
  return response => {
    const { action } = response
    if (action === 'decline' || action === 'cancel') return { answer: { action } }
    if (action !== 'accept') return NO_ACTION
    const { content, problems } = readForm(response['content'], schema)
    return problems.length > 0 ? { problem: problems.join('; ') } : { answer: { action, content } }
  }
}

export const readConsent: Read<Consent> = ({ action }) =>
  action === 'accept' || action === 'decline' || action === 'cancel' ? { answer: { action } } : NO_ACTION

const NO_ACTION = { problem: '"action" must be "accept", "decline" or "cancel"' }

export const readSampled: Read<Sampled> = ({ content, model, role, stopReason }) => {
  const blocks = (Array.isArray(content) ? content : [content]) as unknown as SamplingContent[]
  if (!blocks.every(isBlock)) return { problem: '"content" must be content blocks' }
  if (typeof model !== 'string' || typeof role !== 'string') return { problem: '"model" and "role" must be text' }
  const text = blocks.flatMap(block => (block.type === 'text' ? [block.text] : [])).join('\n')
  return {
    answer: { content: blocks, text, model, stopReason: typeof stopReason === 'string' ? stopReason : undefined },
  }
}

function isBlock(block: unknown): boolean {
  if (!isRecord(block) || typeof block['type'] !== 'string') return false
  return block['type'] !== 'text' || typeof block['text'] === 'string'
}

export const readRoots: Read<readonly Root[]> = ({ roots }) => {
  const right = Array.isArray(roots) && roots.every(root => isRecord(root) && isFileUri(root['uri']))
  return right ? { answer: roots as unknown as Root[] } : { problem: '"roots" must be a list of file:// URIs' }
}

function isFileUri(uri: unknown): boolean {
  return typeof uri === 'string' && URL.parse(uri)?.protocol === 'file:'
}
