/** `tools/call` (server/tools). What goes wrong inside a tool is its result; only a malformed request is an error. */
import type { ToolBinding, ValidationProblem } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import { requireCapabilities } from './asks/capabilities.ts'
import type { Round } from './asks/round.ts'
import type { Call, ToolOutcome } from './call.ts'
import { type Gate, pass } from './gate.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invokeAsking, invokeOrAsk, type Kind } from './invoke.ts'
import { argumentsParam, excerpt, invalidParams, stringParam } from './params.ts'
import { renderProblems } from './problems/render.ts'
import { createRateLimit } from './rate-limit.ts'
import { byNames, type Loaded, loadSlot, type Slot } from './slot.ts'
import { startOnce } from './tasks/start-once.ts'
import type { RunTool, Started, StartTask, TaskDesk } from './tasks/tasks.ts'
import { errorOutcome, toolOutcome } from './tool-outcome.ts'

export interface Tools {
  /** `tools/call`. */
  call(call: Call): Answer
  /** Runs a tool with arguments that it was called with before; rejects when there is none of the name for this caller. */
  resume(tool: string, args: JsonObject, call: Call): Promise<ToolOutcome | Round>
  /** The gate of a tool; undefined where there is none, or no such tool any more. */
  gateOf(tool: string): Gate | undefined
}

type Answer = ToolOutcome | Promise<ToolOutcome | Round | Started>

interface Parts {
  readonly surroundings: Surroundings
  /** Absent when no tool runs as a task. */
  readonly desk: TaskDesk | undefined
}

/** @param slots The tools in list order. */
export function createTools(slots: readonly Slot<ToolBinding>[], parts: Parts): Tools {
  const byName = byNames(slots)
  const { options } = parts.surroundings
  const limit = createRateLimit(options.calls, options.clock)

  async function loadAndRun(slot: Slot<ToolBinding>, args: JsonObject, call: Call): Promise<Awaited<Answer>> {
    let loaded: Loaded<ToolBinding>
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      return errorOutcome(internal(error, slot.binding, options).message)
    }
    return run(parts, loaded, { args, call })
  }

  function answer(slot: Slot<ToolBinding> | undefined, args: JsonObject, call: Call): Answer {
    if (slot === undefined) throw invalidParams(`Unknown tool: ${excerpt(String(call.params['name']))}`)
    call.onFound?.(slot.binding.name)
    if (!limit.take(call)) return errorOutcome(`Too many calls: at most ${options.calls} a minute. Try again later.`)
    return slot.loaded === undefined ? loadAndRun(slot, args, call) : run(parts, slot.loaded, { args, call })
  }

  return {
    call(call) {
      const name = stringParam(call.params, 'name')
      const args = argumentsParam(call.params)
      const slot = byName.get(name)
      if (slot?.gate === undefined) return answer(slot, args, call)
      return pass(slot.gate, call, visible => answer(visible ? slot : undefined, args, call))
    },
    async resume(tool, args, call) {
      const slot = byName.get(tool)
      const visible = slot?.gate === undefined || (await pass(slot.gate, call, async visible => visible))
      if (slot === undefined || !visible) throw invalidParams(`Unknown tool: ${excerpt(tool)}`)
      const loaded = slot.loaded ?? (await loadSlot(slot))
      return accepts(loaded, args) ? runTask(parts, loaded, { args, call }) : refusal(loaded, args)
    },
    gateOf: tool => byName.get(tool)?.gate,
  }
}

interface Called {
  readonly args: JsonObject
  readonly call: Call
}

function run(parts: Parts, loaded: Loaded<ToolBinding>, { args, call }: Called): Answer {
  if (accepts(loaded, args)) return invoke(parts, loaded, { args, call })
  if (parts.surroundings.options.strict || loaded.coerce === undefined) return refusal(loaded, args)
  const coerced = loaded.coerce(args)
  if (accepts(loaded, coerced)) return invoke(parts, loaded, { args: coerced, call })
  return refusal(loaded, coerced)
}

function invoke(parts: Parts, loaded: Loaded<ToolBinding>, { args, call }: Called): Answer {
  const { surroundings, desk } = parts
  if (call.task === undefined || loaded.binding.task === undefined || desk === undefined) {
    return invokeOrAsk(TOOL, args, createGiven(call, loaded, surroundings))
  }
  requireCapabilities(call, loaded.binding.asks?.requires ?? [])
  const start = { tool: loaded.binding.name, args, later: loaded.binding.task.later === true && !call.task.only }
  const runOnce: RunTool = (own, startTask) => runTask(parts, loaded, { args, call: own }, startTask)
  return desk.open().then(tasks => tasks.call(runOnce, call, start))
}

/** One run of a task, or of a call that can become one. */
function runTask({ surroundings }: Parts, loaded: Loaded<ToolBinding>, { args, call }: Called, start?: StartTask) {
  const given = createGiven(call, loaded, surroundings)
  if (start !== undefined) given.startTask = startOnce(given, start)
  return invokeAsking(TOOL, args, given)
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
