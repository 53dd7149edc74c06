/** `completion/complete` (server/utilities/completion). */
import type { Binding, CompleterBinding, CompletionBinding, PromptBinding, TemplateBinding } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import { INTERNAL_ERROR } from '../protocol/jsonrpc.ts'
import type { ResourceSlots } from './addresses.ts'
import type { Call, CompletionOutcome } from './call.ts'
import { isRecord } from './content.ts'
import { RpcError } from './errors.ts'
import { protocolError } from './failures.ts'
import type { Features } from './features.ts'
import { type Gate, pass } from './gate.ts'
import { createGiven } from './given.ts'
import type { Surroundings } from './given-state.ts'
import { internal } from './internal.ts'
import { invoke, type Kind } from './invoke.ts'
import { notDeclared } from './output.ts'
import { excerpt, invalidParams, stringParam } from './params.ts'
import { createRateLimit } from './rate-limit.ts'
import { createSlot, type Loaded, loadSlot, type Slot } from './slot.ts'

interface Completed extends ResourceSlots {
  readonly prompts: readonly Slot<PromptBinding>[]
}

/** Suggestions for one argument. Absent for an argument that is known, and that nothing completes. */
type Suggest = (call: Call, value: string) => CompletionOutcome | Promise<CompletionOutcome>

/** What a reference stands for: its arguments by name, and who may see it. */
interface Referred {
  readonly gate: Gate | undefined
  readonly arguments: ReadonlyMap<string, Suggest | undefined>
}

/** "Maximum 100 items per response". */
const MAX_VALUES = 100

/** Undefined when nothing completes. */
export function createCompletion(
  { resources, templates, prompts }: Completed,
  surroundings: Surroundings,
): Features['complete'] {
  const completes = [...templates, ...prompts].some(slot => slot.binding.completions !== undefined)
  if (!completes) return undefined
  const byName = new Map(
    prompts.flatMap(({ binding, gate }) => {
      const referred: Referred = { gate, arguments: promptArguments(binding, surroundings) }
      return [binding.name, ...(binding.formerly ?? [])].map((name): [string, Referred] => [name, referred])
    }),
  )
  const byUri = new Map<string, Referred>([
    ...resources.map(({ binding, gate }): [string, Referred] => [binding.uri, { gate, arguments: new Map() }]),
    ...templates.map(({ binding, gate }): [string, Referred] => [
      binding.uriTemplate,
      { gate, arguments: argumentsOf(binding, binding.variables, surroundings) },
    ]),
  ])
  const { options } = surroundings
  const limit = createRateLimit(options.completions, options.clock)

  function answer(referred: Referred, call: Call): CompletionOutcome | Promise<CompletionOutcome> {
    const { name, value } = argumentOf(call.params)
    if (!referred.arguments.has(name)) throw invalidParams(`Unknown argument: ${excerpt(name)}`)
    if (!limit.take(call)) throw new RpcError(INTERNAL_ERROR, 'Too many completions: try again in a moment')
    return referred.arguments.get(name)?.(call, value) ?? outcomeOf([])
  }

  return call => {
    argumentOf(call.params)
    const { referred, unknown } = find(call.params, byName, byUri)
    if (referred === undefined) throw invalidParams(unknown)
    if (referred.gate === undefined) return answer(referred, call)
    return pass(referred.gate, call, visible => {
      if (!visible) throw invalidParams(unknown)
      return answer(referred, call)
    })
  }
}

interface Reference {
  readonly referred: Referred | undefined
  /** What is said where there is none. */
  readonly unknown: string
}

function find(
  params: JsonObject,
  byName: ReadonlyMap<string, Referred>,
  byUri: ReadonlyMap<string, Referred>,
): Reference {
  const ref = objectParam(params, 'ref')
  if (ref['type'] === 'ref/prompt') {
    const name = stringParam(ref, 'name')
    return { referred: byName.get(name), unknown: `Unknown prompt: ${excerpt(name)}` }
  }
  if (ref['type'] !== 'ref/resource') {
    throw invalidParams('Invalid params: the "type" of "ref" must be "ref/prompt" or "ref/resource"')
  }
  const uri = stringParam(ref, 'uri')
  return { referred: byUri.get(uri), unknown: `Unknown resource template: ${excerpt(uri)}` }
}

function argumentOf(params: JsonObject): { name: string; value: string } {
  const argument = objectParam(params, 'argument')
  return { name: stringParam(argument, 'name'), value: stringParam(argument, 'value') }
}

function objectParam(params: JsonObject, name: string): JsonObject {
  const value = params[name]
  if (isRecord(value)) return value as JsonObject
  throw invalidParams(`Invalid params: "${name}" must be an object`)
}

function promptArguments(binding: PromptBinding, surroundings: Surroundings): Referred['arguments'] {
  const entry: { arguments?: { name: string }[] } = JSON.parse(binding.entry)
  const names = (entry.arguments ?? []).map(({ name }) => name)
  return argumentsOf(binding, names, surroundings)
}

function argumentsOf(
  binding: PromptBinding | TemplateBinding,
  names: readonly string[],
  surroundings: Surroundings,
): Referred['arguments'] {
  const suggests = new Map(
    (binding.completions ?? []).map(completion => [
      completion.argument,
      suggestion(completion, `${binding.name}.${completion.argument}`, surroundings),
    ]),
  )
  return new Map(names.map(name => [name, suggests.get(name)]))
}

function suggestion(completion: CompletionBinding, name: string, surroundings: Surroundings): Suggest {
  if ('values' in completion) return (_, value) => outcomeOf(startingWith(completion.values, value))
  return byFunction(completion, name, surroundings)
}

function startingWith(values: readonly string[], value: string): string[] {
  const start = value.toLowerCase()
  return values.filter(one => one.toLowerCase().startsWith(start))
}

function byFunction(completer: CompleterBinding, name: string, surroundings: Surroundings): Suggest {
  const slot = createSlot<Binding>({ ...completer, name, entry: '{}' }, { validateOutput: false, gate: undefined })
  const run = (loaded: Loaded, call: Call, value: string) => {
    const args: JsonObject = { value, filled: filledOf(call.params) }
    return invoke(COMPLETION, args, createGiven(call, loaded, surroundings))
  }
  const loadAndRun = async (call: Call, value: string) => {
    let loaded: Loaded
    try {
      loaded = await loadSlot(slot)
    } catch (error) {
      throw protocolError(internal(error, slot.binding, surroundings.options))
    }
    return run(loaded, call, value)
  }
  return (call, value) => (slot.loaded === undefined ? loadAndRun(call, value) : run(slot.loaded, call, value))
}

/** "Previously-resolved variables": the texts among them, on an object that inherits nothing. */
function filledOf({ context }: JsonObject): JsonObject {
  const given = isRecord(context) && isRecord(context['arguments']) ? context['arguments'] : {}
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.assign(Object.create(null), Object.fromEntries(texts))
}

const COMPLETION: Kind<Binding, CompletionOutcome> = {
  outcome: value => {
    if (Array.isArray(value) && value.every(one => typeof one === 'string')) return outcomeOf(value)
    throw notDeclared(value, 'a list of texts')
  },
  failure: verdict => {
    throw protocolError(verdict)
  },
}

function outcomeOf(values: readonly string[]): CompletionOutcome {
  const total = values.length
  return { values: total > MAX_VALUES ? values.slice(0, MAX_VALUES) : values, total, hasMore: total > MAX_VALUES }
}
