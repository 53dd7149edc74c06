/** A route's arguments: from the path and the query as strings, from the body as JSON. */
import type { RouteBinding, ValidationProblem } from '../../manifest.ts'
import type { JsonObject, JsonValue } from '../../protocol/json.ts'
import { propertyOf } from '../problems/describe.ts'
import { renderProblems } from '../problems/render.ts'
import { describeValue } from '../problems/values.ts'
import { decodeSegment } from '../segments.ts'
import type { Loaded } from '../slot.ts'
import { accepts, merged, problemsOf } from '../strings.ts'

/** What a request says, before anything of it is looked at. */
export interface Sent {
  /** What stands in the place of the path's variables, still percent-encoded. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  /** Undefined for none. */
  readonly body: JsonValue | undefined
}

/** One thing that is wrong, and where it stands. */
export interface Wrong {
  readonly in: 'path' | 'query' | 'body'
  readonly name?: string
  readonly detail: string
}

export type Read = { readonly args: JsonObject } | { readonly wrong: readonly Wrong[] }

export function readArguments(loaded: Loaded<RouteBinding>, sent: Sent): Read {
  const { segments = [] } = loaded.binding
  const path = segments.map((name, n) => [name, decodeSegment(sent.path[n] ?? '')] as const)
  const garbled = path.filter(([, value]) => value === undefined)
  if (garbled.length > 0) return { wrong: garbled.map(([name]) => ({ in: 'path', name, detail: GARBLED })) }
  const read = bodyOf(loaded.binding, sent.body)
  if ('wrong' in read) return read
  const { args: body } = read
  const strays = strayNames(loaded.binding, sent.query, body)
  if (strays.length > 0) return { wrong: strays }
  const strings = Object.fromEntries([...path, ...queryOf(sent.query)]) as Record<string, string | string[]>
  const { args: texts, problems } = loaded.decode?.(strings) ?? { args: strings as JsonObject, problems: [] }
  const args = { ...body, ...texts }
  if (accepts(loaded, args) && problems.length === 0) return { args }
  const told = merged(problems, problemsOf(loaded, args))
  return { wrong: tell(told, { ...args, ...strings }, loaded) }
}

const GARBLED = 'must be percent-encoded UTF-8'

/** The arguments in the body, by name. */
function bodyOf({ method, body: name }: RouteBinding, body: JsonValue | undefined): Read {
  if (method === 'GET' || method === 'DELETE' || body === undefined) return { args: {} }
  if (name !== undefined) return { args: { [name]: body } }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { args: body }
  return { wrong: [{ in: 'body', detail: `must be an object, got ${describeValue(body)}` }] }
}

/** Names that stand where they do not belong: one that the path has, or one in the query where the body has the rest. */
function strayNames({ method, segments = [] }: RouteBinding, query: URLSearchParams, body: JsonObject): Wrong[] {
  const hasQuery = method === 'GET' || method === 'DELETE'
  const inQuery = [...new Set(query.keys())].filter(name => !hasQuery || segments.includes(name))
  const inBody = segments.filter(name => Object.hasOwn(body, name))
  return [
    ...inQuery.map(name => ({ in: 'query' as const, name, detail: 'not known here' })),
    ...inBody.map(name => ({ in: 'body' as const, name, detail: 'not known here: it stands in the path' })),
  ]
}

function queryOf(query: URLSearchParams): (readonly [string, string | string[]])[] {
  return [...new Set(query.keys())].map(name => {
    const values = query.getAll(name)
    return [name, values.length === 1 ? (values[0] ?? '') : values]
  })
}

/** Arguments whose problems are told: a body can have hundreds of thousands that are not known. */
const MOST_NAMES = 50

/** The problems, with the place of the argument that each is in. */
function tell(problems: readonly ValidationProblem[], args: object, { binding }: Loaded<RouteBinding>): Wrong[] {
  const { inputSchema: schema } = JSON.parse(binding.entry)
  const byName = Map.groupBy(problems, argumentOf)
  return [...byName].slice(0, MOST_NAMES).flatMap(([name, found]) => {
    if (name === binding.body) return tellBody(name, found, { args, schema })
    const lines = renderProblems(found, { value: args, root: 'the arguments', schema })
    const place = placeOf(binding, name)
    return lines.map(detail => ({ in: place, ...(name !== '' && { name }), detail }))
  })
}

/** What is wrong within the body that is one argument, by its places in the body. */
function tellBody(
  name: string,
  problems: readonly ValidationProblem[],
  { args, schema }: { args: object; schema: JsonObject },
): Wrong[] {
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  if (problems.some(({ instancePath }) => !instancePath.startsWith(pointer)))
    return [{ in: 'body', detail: 'required, but missing' }]
  const inside = problems.map(one => ({ ...one, instancePath: one.instancePath.slice(pointer.length) }))
  const { properties, $defs } = schema as { properties?: JsonObject; $defs?: JsonObject }
  const own = { ...(properties?.[name] as JsonObject | undefined), ...($defs && { $defs }) }
  const value = (args as JsonObject)[name]
  return renderProblems(inside, { value, root: 'the body', schema: own }).map(detail => ({ in: 'body', detail }))
}

function argumentOf(problem: ValidationProblem): string {
  const [, first] = problem.instancePath.split('/')
  return first?.replaceAll('~1', '/').replaceAll('~0', '~') ?? propertyOf(problem) ?? ''
}

function placeOf({ method, segments = [] }: RouteBinding, name: string): Wrong['in'] {
  if (segments.includes(name)) return 'path'
  return method === 'GET' || method === 'DELETE' ? 'query' : 'body'
}
