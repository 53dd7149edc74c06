/** The operations of a document, each with what is needed to call it. */
import { asList, asObject, asText, type Document, follow, isObject, type Json, Unsupported } from './document.ts'

export interface Operation {
  /** How the document names it: its `operationId`, else method and path. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly node: Json
  /** Of the path and of the operation; not yet looked at. */
  readonly parameters: readonly unknown[]
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']

/** In the order of the document. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(asObject(document.root['paths'])).flatMap(([path, item]) => {
    const node = follow(document, item).value
    return METHODS.flatMap(method => {
      const operation = node[method]
      if (!isObject(operation)) return []
      const id = asText(operation['operationId']) ?? `${method.toUpperCase()} ${path}`
      const parameters = [...asList(node['parameters']), ...asList(operation['parameters'])]
      return [{ id, method: method.toUpperCase(), path, node: operation, parameters }]
    })
  })
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: unknown
  readonly description: string | undefined
  readonly deprecated: boolean
  /** Several values are joined by commas, and not said one by one. */
  readonly joined: boolean
}

/** Headers that are no parameters (OpenAPI 3.1 §4.8.12.2.1). */
const OWN_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/**
 * Those of the operation go before those of its path. `notes` takes what is left out.
 *
 * @throws {Unsupported}
 */
export function parametersOf(document: Document, { parameters }: Operation, notes: string[]): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const node of parameters) {
    const { value } = follow(document, node)
    const parameter = parameterOf(document, value, notes)
    if (parameter !== undefined) found.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  return [...found.values()]
}

function parameterOf(document: Document, node: Json, notes: string[]): Parameter | undefined {
  const { name, in: place, style, explode } = node
  const required = node['required'] === true || place === 'path'
  if (typeof name !== 'string') throw new Unsupported('a parameter has no name')
  if (place === 'header' && OWN_HEADERS.has(name.toLowerCase())) return undefined
  const problem = problemOf(document, node)
  if (problem !== undefined) {
    if (required) throw new Unsupported(`the parameter ${name} ${problem}`)
    notes.push(`the parameter ${name} is left out: it ${problem}`)
    return undefined
  }
  const joined = place === 'header' || explode === false || (place === 'path' && style !== 'form')
  return {
    name,
    in: place as Parameter['in'],
    required,
    schema: node['schema'],
    description: asText(node['description']),
    deprecated: node['deprecated'] === true,
    joined,
  }
}

function problemOf(document: Document, { in: place, style, schema, content }: Json): string | undefined {
  if (place === 'cookie') return 'is a cookie'
  if (place !== 'path' && place !== 'query' && place !== 'header') return `stands in ${String(place)}`
  if (content !== undefined) return 'is of a media type'
  const usual = place === 'query' ? 'form' : 'simple'
  if (style !== undefined && style !== usual) return `has the style ${String(style)}`
  const { type, properties } = follow(document, schema).value
  return type === 'object' || properties !== undefined ? 'is an object' : undefined
}

/**
 * The schema of the JSON body; undefined for none.
 *
 * @throws {Unsupported} for a body of another kind.
 */
export function bodyOf(document: Document, { node }: Operation): { schema: unknown; required: boolean } | undefined {
  if (node['requestBody'] === undefined) return undefined
  const body = follow(document, node['requestBody']).value
  const content = asObject(body['content'])
  const json = jsonOf(content)
  if (json !== undefined) return { schema: asObject(json)['schema'] ?? {}, required: body['required'] === true }
  const kinds = Object.keys(content).join(', ') || 'a body of no media type'
  if (body['required'] === true || Object.keys(content).length > 0) throw new Unsupported(`it takes ${kinds}`)
  return undefined
}

export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly schema: unknown }

/**
 * What comes of success.
 *
 * @throws {Unsupported} for what is neither JSON nor text.
 */
export function answerOf(document: Document, { node }: Operation, notes: string[]): Answer {
  const responses = Object.entries(asObject(node['responses']))
  const good = responses.filter(([status]) => /^2/.test(status)).sort(([a], [b]) => (a < b ? -1 : 1))
  const some = good.length > 0 ? good : responses.filter(([status]) => status === 'default')
  const contents = some.map(([status, one]) => [status, asObject(follow(document, one).value['content'])] as const)
  const filled = contents.filter(([, content]) => Object.keys(content).length > 0)
  const [first, ...others] = filled
  if (first === undefined) return { kind: 'none' }
  if (others.length > 0)
    notes.push(`only the answer for ${first[0]} has a type; there is one for ${others.map(([one]) => one).join(', ')}`)
  const [, content] = first
  const json = jsonOf(content)
  if (json !== undefined) return { kind: 'json', schema: asObject(json)['schema'] ?? {} }
  const kinds = Object.keys(content)
  if (kinds.some(kind => kind.startsWith('text/'))) return { kind: 'text' }
  throw new Unsupported(`it answers with ${kinds.join(', ')}`)
}

function jsonOf(content: Json): unknown {
  return Object.entries(content).find(([kind]) =>
    /^(?:application\/(?:[\w.+-]+\+)?json|\*\/\*)\s*(?:;|$)/.test(kind),
  )?.[1]
}
