/** `prompts/get` (server/prompts). */
import type { PromptBinding } from '../manifest.ts'
import type { PromptMessage } from '../protocol/content.ts'
import type { JsonObject } from '../protocol/json.ts'
import { withRightAnnotations } from './annotations.ts'
import type { Round } from './asks/round.ts'
import type { Call, PromptOutcome } from './call.ts'
import { isContentBlock, isPromptMessage, isRecord } from './content.ts'
import { protocolError } from './failures.ts'
import { pass } from './gate.ts'
import { createGiven } from './given.ts'
import type { GivenState, Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invokeOrAsk, type Kind } from './invoke.ts'
import { notDeclared } from './output.ts'
import { argumentsParam, excerpt, invalidParams, stringParam } from './params.ts'
import { pathText } from './problems/path.ts'
import { describeValue } from './problems/values.ts'
import { userMessage } from './results.ts'
import { byNames, type Loaded, loadSlot, type Slot } from './slot.ts'
import { decodeStrings, type Strings } from './strings.ts'

export type GetPrompt = (call: Call) => PromptOutcome | Promise<PromptOutcome | Round>

/** @param slots The prompts in list order. */
export function createPrompts(slots: readonly Slot<PromptBinding>[], surroundings: Surroundings): GetPrompt {
  const byName = byNames(slots)

  function run(
    loaded: Loaded<PromptBinding>,
    args: Strings,
    call: Call,
  ): PromptOutcome | Promise<PromptOutcome | Round> {
    const decoded = decodeStrings(args, loaded, `the prompt ${loaded.binding.name}`)
    return invokeOrAsk(PROMPT, decoded, createGiven(call, loaded, surroundings))
  }

  async function loadAndRun(slot: Slot<PromptBinding>, args: Strings, call: Call): Promise<PromptOutcome | Round> {
    let loaded: Loaded<PromptBinding>
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      throw protocolError(internal(error, slot.binding, surroundings.options))
    }
    return run(loaded, args, call)
  }

  function answer(
    slot: Slot<PromptBinding> | undefined,
    args: Strings,
    call: Call,
  ): PromptOutcome | Promise<PromptOutcome | Round> {
    if (slot === undefined) throw invalidParams(`Unknown prompt: ${excerpt(String(call.params['name']))}`)
    return slot.loaded === undefined ? loadAndRun(slot, args, call) : run(slot.loaded, args, call)
  }

  return call => {
    const name = stringParam(call.params, 'name')
    const args = stringsOf(argumentsParam(call.params))
    const slot = byName.get(name)
    if (slot?.gate === undefined) return answer(slot, args, call)
    return pass(slot.gate, call, visible => answer(visible ? slot : undefined, args, call))
  }
}

/** server/prompts, "Getting a Prompt": every argument is a string. */
function stringsOf(args: JsonObject): Strings {
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'string') continue
    const path = pathText(args, [name])
    throw invalidParams(`Invalid params: the argument ${path} must be a string, got ${describeValue(value)}`)
  }
  return args as Strings
}

const PROMPT: Kind<PromptBinding, PromptOutcome> = {
  outcome: (value, { loaded }: GivenState<PromptBinding>) => {
    const { description } = JSON.parse(loaded.binding.entry)
    const messages = messagesOf(value) as unknown as readonly JsonObject[]
    return typeof description === 'string' ? { description, messages } : { messages }
  },
  failure: verdict => {
    throw protocolError(verdict)
  },
}

/** Text, a content block, a message, a list of these, or the whole result as the specification writes it. */
function messagesOf(value: unknown): readonly PromptMessage[] {
  if (Array.isArray(value)) return value.flatMap(messagesOf)
  if (typeof value === 'string') return [userMessage(value)]
  if (isContentBlock(value)) return [userMessage(withRightAnnotations(value))]
  if (isPromptMessage(value)) {
    withRightAnnotations(value.content)
    return [value]
  }
  if (isRecord(value) && Array.isArray(value['messages'])) return messagesOf(value['messages'])
  throw notDeclared(value, 'a message')
}
