/** `tools/call` (server/tools). What goes wrong inside a tool is its result; only a malformed request is an error. */
import type { ToolBinding, ValidationProblem } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { Round } from './asks/round.ts'
import type { Call, ToolOutcome } from './call.ts'
import { pass } from './gate.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invokeOrAsk, type Kind } from './invoke.ts'
import { argumentsParam, excerpt, invalidParams, stringParam } from './params.ts'
import { renderProblems } from './problems/render.ts'
import { createRateLimit } from './rate-limit.ts'
import { type Loaded, loadSlot, type Slot } from './slot.ts'
import { errorOutcome, toolOutcome } from './tool-outcome.ts'

export type CallTool = (call: Call) => ToolOutcome | Promise<ToolOutcome | Round>

/** @param slots The tools in list order. */
export function createTools(slots: readonly Slot<ToolBinding>[], surroundings: Surroundings): CallTool {
  const byName = new Map(slots.map(slot => [slot.binding.name, slot]))
  const { options } = surroundings
  const limit = createRateLimit(options.calls, options.clock)

  function run(loaded: Loaded<ToolBinding>, args: JsonObject, call: Call): ToolOutcome | Promise<ToolOutcome | Round> {
    if (accepts(loaded, args)) return invokeOrAsk(TOOL, args, createGiven(call, loaded, surroundings))
    if (options.strict || loaded.coerce === undefined) return refusal(loaded, args)
    const coerced = loaded.coerce(args)
    if (accepts(loaded, coerced)) return invokeOrAsk(TOOL, coerced, createGiven(call, loaded, surroundings))
    return refusal(loaded, coerced)
  }

  async function loadAndRun(slot: Slot<ToolBinding>, args: JsonObject, call: Call): Promise<ToolOutcome | Round> {
    let loaded: Loaded<ToolBinding>
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      return errorOutcome(internal(error, slot.binding, options).message)
    }
    return run(loaded, args, call)
  }

  function answer(
    slot: Slot<ToolBinding> | undefined,
    args: JsonObject,
    call: Call,
  ): ToolOutcome | Promise<ToolOutcome | Round> {
    if (slot === undefined) throw invalidParams(`Unknown tool: ${excerpt(String(call.params['name']))}`)
    call.onFound?.(slot.binding.name)
    if (!limit.take(call)) return errorOutcome(`Too many calls: at most ${options.calls} a minute. Try again later.`)
    return slot.loaded === undefined ? loadAndRun(slot, args, call) : run(slot.loaded, args, call)
  }

  return call => {
    const name = stringParam(call.params, 'name')
    const args = argumentsParam(call.params)
    const slot = byName.get(name)
    if (slot?.gate === undefined) return answer(slot, args, call)
    return pass(slot.gate, call, visible => answer(visible ? slot : undefined, args, call))
  }
}

const TOOL: Kind<ToolBinding, ToolOutcome> = {
  outcome: toolOutcome,
  failure: verdict => {
    if (verdict.kind === 'protocol') throw verdict.error
    return errorOutcome(verdict.message)
  },
}

/** A tool without an `input` validator takes no arguments. */
function accepts(loaded: Loaded, args: JsonObject): boolean {
  return loaded.input === undefined ? isEmpty(args) : loaded.input(args)
}

function isEmpty(args: JsonObject): boolean {
  for (const _ in args) return false
  return true
}

/** server/tools, "Error Handling": wrong arguments are told in the result, where a model can read and mend them. */
function refusal(loaded: Loaded<ToolBinding>, args: JsonObject): ToolOutcome {
  const { binding, input } = loaded
  const problems = input === undefined ? Object.keys(args).map(unknownArgument) : (input.errors ?? [])
  const { inputSchema: schema } = JSON.parse(binding.entry)
  const lines = renderProblems(problems, { value: args, root: 'the arguments', schema })
  const head = `Invalid arguments for the tool ${binding.name}${input === undefined ? ', which takes none' : ''}:`
  return errorOutcome([head, ...lines.map(line => `- ${line}`)].join('\n'))
}

function unknownArgument(name: string): ValidationProblem {
  return { instancePath: '', keyword: 'additionalProperties', params: { additionalProperty: name } }
}
