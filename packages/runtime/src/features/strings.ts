/** Arguments that arrive as strings: a template's variables (server/resources) and a prompt's arguments (server/prompts). */
import type { ValidationProblem } from '../manifest.ts'
import type { JsonObject } from '../protocol/json.ts'
import type { RpcError } from './errors.ts'
import { invalidParams } from './params.ts'
import { propertyOf } from './problems/describe.ts'
import { renderProblems } from './problems/render.ts'
import type { Loaded } from './slot.ts'

export type Strings = Readonly<Record<string, string>>

/**
 * The strings in their declared types.
 *
 * @param what What the arguments are for: `the prompt review`.
 * @throws {RpcError} −32602 that names every argument that is wrong.
 */
export function decodeStrings(strings: Strings, loaded: Loaded, what: string): JsonObject {
  if (loaded.decode === undefined) {
    if (accepts(loaded, strings)) return strings as JsonObject
    throw refusal({ problems: problemsOf(loaded, strings), value: strings, loaded, what })
  }
  const { args, problems } = loaded.decode(strings)
  if (accepts(loaded, args) && problems.length === 0) return args
  throw refusal({ problems: merged(problems, problemsOf(loaded, args)), value: { ...args, ...strings }, loaded, what })
}

/** What could not be decoded is wrong or missing for the schema too: it is told once, of a union by the schema. */
export function merged(
  undecoded: readonly ValidationProblem[],
  others: readonly ValidationProblem[],
): ValidationProblem[] {
  const unions = new Set(others.filter(({ keyword }) => keyword === 'anyOf').map(argumentOf))
  const told = undecoded.filter(problem => !unions.has(argumentOf(problem)))
  const names = new Set(told.map(argumentOf))
  return [...told, ...others.filter(problem => !names.has(argumentOf(problem)))]
}

/** A declaration without an `input` validator takes no arguments. */
export function accepts(loaded: Loaded, args: object): boolean {
  return loaded.input === undefined ? Object.keys(args).length === 0 : loaded.input(args)
}

/** What the last `accepts` found. */
export function problemsOf(loaded: Loaded, args: object): readonly ValidationProblem[] {
  if (loaded.input !== undefined) return loaded.input.errors ?? []
  return Object.keys(args).map(name => ({
    instancePath: '',
    keyword: 'additionalProperties',
    params: { additionalProperty: name },
  }))
}

function argumentOf(problem: ValidationProblem): string {
  const property = propertyOf(problem)
  return problem.instancePath === '' && property !== undefined ? `/${property}` : problem.instancePath
}

interface Refused {
  readonly problems: readonly ValidationProblem[]
  readonly value: object
  readonly loaded: Loaded
  readonly what: string
}

function refusal({ problems, value, loaded, what }: Refused): RpcError {
  const lines = renderProblems(problems, { value, root: 'the arguments', schema: schemaOf(loaded) })
  return invalidParams(`Invalid arguments for ${what}: ${lines.join('; ')}`)
}

/** A prompt's entry lists its arguments; a template's variables cannot be mistyped. */
function schemaOf(loaded: Loaded): JsonObject {
  const { arguments: listed } = JSON.parse(loaded.binding.entry)
  const names = Array.isArray(listed) ? listed.map(({ name }) => String(name)) : []
  return { properties: Object.fromEntries(names.map(name => [name, {}])) }
}
