/** Routes as an OpenAPI 3.1 document: the schemas are those that arguments and results are held against. */
import type { Program, ProjectFacts, Route } from '../ir/declaration.ts'
import { declaredName, reachable, resolve, type Types } from '../ir/refs.ts'
import { hasBody, placeOf } from '../ir/route.ts'
import type { ObjectType, Property, Type } from '../ir/type.ts'
import { freeKey } from './definitions.ts'
import { type JsonSchema, record } from './json-schema.ts'
import { argumentsOf, describe, present } from './lower.ts'
import { annotate, lowerType, type Scope } from './type.ts'

export type OpenApi = Readonly<Record<string, unknown>>

/** Undefined for a program without routes. */
export function lowerOpenApi({ declarations, types, project }: Program): OpenApi | undefined {
  const routes = declarations.filter(one => one.kind === 'route')
  if (routes.length === 0) return undefined
  const scope: Scope = { types, side: 'input', reader: 'client', definitions: componentsOf(routes, types) }
  const isGuarded = (route: Route) => needsCaller(route, project)
  const paths = [...new Set(routes.map(({ path }) => path))].map(path => {
    const methods = routes.filter(route => route.path === path)
    return [
      path,
      record(methods.map(route => [route.method.toLowerCase(), operationOf(route, scope, isGuarded(route))])),
    ] as const
  })
  return present({
    openapi: '3.1.1',
    info: present({
      title: project.title ?? project.name,
      version: project.version,
      description: project.instructions,
    }),
    paths: record(paths),
    components: present({
      schemas: { ...schemasOf(scope), Problem: PROBLEM },
      responses: {
        Problem: {
          description: 'What went wrong (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: `${COMPONENTS}Problem` } } },
        },
      },
      securitySchemes: routes.some(isGuarded) ? { bearer: { type: 'http', scheme: 'bearer' } } : undefined,
    }),
  })
}

const COMPONENTS = '#/components/schemas/'

/** RFC 9457 §3, and what is wrong with each argument. */
const PROBLEM = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          in: { type: 'string', enum: ['path', 'query', 'body'] },
          name: { type: 'string' },
          detail: { type: 'string' },
        },
        required: ['in', 'detail'],
      },
    },
  },
  required: ['title', 'status'],
}

/** Named objects and unions stand by themselves, under their names; everything else is written where it is used. */
function componentsOf(routes: readonly Route[], types: Types): ReadonlyMap<string, string> {
  const used = routes.flatMap(route => [...argumentTypes(route, types), ...resultType(route)])
  const taken = new Set(['Problem'])
  const pointers = new Map<string, string>()
  for (const type of used) {
    const { names, recursive } = reachable(type, types)
    for (const name of names) {
      if (pointers.has(name) || !(recursive.has(name) || isComponent(name, types))) continue
      pointers.set(name, `${COMPONENTS}${freeKey(declaredName(name, types), taken)}`)
    }
  }
  return pointers
}

/** Its own type, when the body is that of a named one as a whole; else those of the arguments. */
function argumentTypes(route: Route, types: Types): readonly Type[] {
  if (isWhole(route)) return [route.input]
  return argumentsOf(route, types).properties.map(({ type }) => type)
}

function isWhole({ method, variables, parameters }: Route): boolean {
  return hasBody(method) && variables.length === 0 && parameters.some(({ kind }) => kind === 'arguments')
}

function resultType({ result }: Route): readonly Type[] {
  return result.kind === 'data' ? [result.type] : []
}

function isComponent(name: string, types: Types): boolean {
  const { kind } = resolve({ kind: 'ref', name }, types)
  return kind === 'object' || kind === 'union'
}

function schemasOf(scope: Scope): Record<string, JsonSchema> {
  const pointers = scope.definitions as ReadonlyMap<string, string>
  const sorted = [...pointers].sort(([, a], [, b]) => (a < b ? -1 : 1))
  return record(
    sorted.flatMap(([name, pointer]) => {
      const named = scope.types.get(name)
      return named ? [[pointer.slice(COMPONENTS.length), annotate(lowerType(named.type, scope), named.doc, scope)]] : []
    }),
  )
}

function needsCaller({ guards, scopes }: Route, { require = [] }: ProjectFacts): boolean {
  return scopes.length > 0 || [...require, ...guards].some(({ name }) => name !== 'none')
}

function operationOf(route: Route, scope: Scope, isGuarded: boolean): object {
  const { properties } = argumentsOf(route, scope.types)
  const parameters = properties.flatMap(property => {
    const place = placeOf(route, property.name)
    return place === 'body' ? [] : [parameterOf(property, place, scope)]
  })
  return present({
    operationId: route.name,
    summary: route.title,
    description: describe(route),
    deprecated: route.deprecated === undefined ? undefined : true,
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: hasBody(route.method) ? bodyOf(route, scope) : undefined,
    responses: responsesOf(route, properties.length > 0, scope),
    security: isGuarded ? [{ bearer: route.scopes }] : undefined,
  })
}

/** A name in the query comes once for each item of a list, which is what `style: form` means. */
function parameterOf({ name, type, doc, optional }: Property, place: 'path' | 'query', scope: Scope): object {
  const { description, deprecated, ...schema } = annotate(lowerType(type, scope), doc, scope)
  return present({
    name,
    in: place,
    description,
    required: place === 'path' || !optional ? true : undefined,
    deprecated,
    schema,
  })
}

/** Undefined for a route that takes nothing in it. */
function bodyOf(route: Route, scope: Scope): object | undefined {
  const args = argumentsOf(route, scope.types)
  const body = args.properties.find(({ name }) => name === route.body)
  if (body !== undefined) return jsonBody(annotate(lowerType(body.type, scope), body.doc, scope), !body.optional)
  const properties = args.properties.filter(({ name }) => placeOf(route, name) === 'body')
  if (properties.length === 0 && args.index === undefined) return undefined
  const rest: ObjectType = { ...args, properties }
  const schema = lowerType(isWhole(route) ? route.input : rest, scope)
  return jsonBody(
    schema,
    properties.some(({ optional }) => !optional),
  )
}

function jsonBody(schema: JsonSchema, required: boolean): object {
  return present({ required: required ? true : undefined, content: { 'application/json': { schema } } })
}

const OTHERWISE = { $ref: '#/components/responses/Problem' }

function responsesOf(route: Route, takesArguments: boolean, scope: Scope): object {
  const { result } = route
  const answer =
    result.kind === 'none' ? { description: 'Done.' } : { description: 'The result.', content: contentOf(route, scope) }
  return {
    [result.kind === 'none' ? '204' : '200']: answer,
    ...(takesArguments && { '400': OTHERWISE }),
    default: OTHERWISE,
  }
}

function contentOf({ result, mimeType }: Route, scope: Scope): object {
  switch (result.kind) {
    case 'data':
      return { 'application/json': { schema: lowerType(result.type, scope) } }
    case 'text':
      return { [mimeType ?? 'text/plain']: { schema: { type: 'string' } } }
    case 'bytes':
      return { [mimeType ?? 'application/octet-stream']: {} }
    default:
      return { '*/*': {} }
  }
}
