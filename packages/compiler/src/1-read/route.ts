/** `@route METHOD /path/{var}`: a route's address, and which argument stands where in a request for it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Annotations, Route, RouteExpose, RouteMethod } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'
import { badValue, type TagScope } from './declaration-tags.ts'
import { type DocComment, withValue } from './doc-comment.ts'
import type { Parameters } from './parameters.ts'
import type { TypeReader } from './type-reader.ts'

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies RouteMethod[]

/** RFC 3986 §3.3: what a segment of a path may hold as it is. */
const LITERAL = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+$/
const VARIABLE = /^\{([A-Za-z_$][\w$]*)\}$/

type Address = Pick<Route, 'method' | 'path' | 'variables'>

interface Problem {
  readonly problem: string
  readonly help: string
}

/** Undefined where a diagnostic says what is wrong with the value. */
export function readAddress(types: TypeReader, value: string, span: Span): Address | undefined {
  const read = parseAddress(value)
  if (!('problem' in read)) return read
  types.reader.report(diagnose('bad-route', { span }, { route: value, ...read }))
  return undefined
}

function parseAddress(value: string): Address | Problem {
  const [method = '', path = '', ...more] = value.split(/\s+/)
  if (!METHODS.includes(method)) return methodProblem(method)
  if (path === '' || more.length > 0)
    return { problem: 'one path stands behind the method', help: `write \`@route ${method} /items/{id}\`` }
  if (!path.startsWith('/')) return { problem: 'a path begins with `/`', help: `write \`/${path}\`` }
  const variables: string[] = []
  for (const segment of path === '/' ? [] : path.slice(1).split('/')) {
    const problem = segmentProblem(segment, variables)
    if (problem !== undefined) return problem
    const name = VARIABLE.exec(segment)?.[1]
    if (name !== undefined) variables.push(name)
  }
  return { method: method as RouteMethod, path, variables }
}

function methodProblem(method: string): Problem {
  const upper = method.toUpperCase()
  if (METHODS.includes(upper)) return { problem: 'a method is in capitals', help: `write \`${upper}\`` }
  if (upper === 'HEAD' || upper === 'OPTIONS')
    return { problem: `${upper} is answered by itself`, help: 'remove it; declare the route for GET' }
  return { problem: 'a method comes first', help: `write one of ${METHODS.join(', ')}, and the path behind it` }
}

function segmentProblem(segment: string, variables: readonly string[]): Problem | undefined {
  if (segment === '')
    return { problem: 'a segment of the path is empty', help: 'take the second `/`, or the one at the end, away' }
  if (segment === '.' || segment === '..')
    return { problem: `\`${segment}\` is resolved by clients and never sent`, help: 'write the path that is meant' }
  if (LITERAL.test(segment)) return undefined
  const name = VARIABLE.exec(segment)?.[1]
  if (name === undefined)
    return {
      problem: `\`${segment}\` is neither plain text nor one variable`,
      help: 'a variable is a whole segment, `/{name}`; percent-encode what cannot stand in a path',
    }
  if (variables.includes(name)) return { problem: `\`{${name}}\` stands there twice`, help: 'give it another name' }
  return undefined
}

/** Where the arguments stand: reports variables of the path that the function has no parameter for. */
export function readPlaces(
  types: TypeReader,
  { path, variables, method }: Address,
  { parameters, span }: { readonly parameters: Parameters; readonly span: Span },
): Pick<Route, 'body'> {
  const input = types.resolve(parameters.input)
  const properties = input?.kind === 'object' ? input.properties : []
  for (const name of variables.filter(one => !properties.some(property => property.name === one))) {
    const problem = `the function has no parameter \`${name}\`, which \`${path}\` has`
    const help = `add the parameter \`${name}\`, or take \`{${name}}\` out of the path`
    types.reader.report(diagnose('bad-route', { span }, { route: `${method} ${path}`, problem, help }))
  }
  if (method === 'GET' || method === 'DELETE') return {}
  const rest = properties.filter(property => !variables.includes(property.name))
  const isPositional = parameters.parameters.some(parameter => parameter.kind === 'argument')
  const [only] = rest
  return isPositional && rest.length === 1 && only !== undefined && isStructure(types, only.type)
    ? { body: only.name }
    : {}
}

/** What a body is by itself; a text or a number has a name around it. */
function isStructure(types: TypeReader, type: Type): boolean {
  const resolved = types.resolve(type)
  if (resolved?.kind === 'union') return resolved.members.every(member => isStructure(types, member))
  return resolved?.kind === 'object' || resolved?.kind === 'array' || resolved?.kind === 'tuple'
}

/** `@expose name=… description=…`: both may be missing, and the description takes the rest of its lines. */
export function readExpose(scope: TagScope, comment: DocComment): RouteExpose | undefined {
  const tag = comment.tags.find(({ name }) => name === 'expose')
  if (tag === undefined) return undefined
  const [whole, name, text] = /^(?:name=(\S+)\s*)?(?:description=([\s\S]+))?$/.exec(tag.text) ?? []
  if (whole === undefined || (name === undefined && text === undefined)) {
    badValue(scope, tag, 'another name or text, as in `name=lookup_item description=Look up an item.`')
    return undefined
  }
  const description = text?.trim().replace(/^"([\s\S]*)"$/, '$1')
  return {
    ...(name !== undefined && { name: name.replace(/^"(.*)"$/, '$1') }),
    ...(description !== undefined && { description }),
    span: scope.span(withValue(tag)),
  }
}

/** The annotations of a route's tool: what its method promises, unless its author knows better. */
export function annotationsOf(method: RouteMethod, said: Annotations): Annotations {
  const { readOnly: _, destructive: __, ...rest } = PROMISES[method]
  const knows = said.readOnly !== undefined || said.destructive !== undefined
  return { ...(knows ? rest : PROMISES[method]), ...said }
}

/** RFC 9110 §9.2. */
const PROMISES: Readonly<Record<RouteMethod, Annotations>> = {
  GET: { readOnly: true },
  PUT: { idempotent: true },
  DELETE: { destructive: true, idempotent: true },
  POST: {},
  PATCH: {},
}
