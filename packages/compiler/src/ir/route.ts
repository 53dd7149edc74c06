/** Where a route's arguments stand in a request: in the path by name, the rest in the query or in the JSON body. */
import type { Route, RouteMethod } from './declaration.ts'

export type ArgumentPlace = 'path' | 'query' | 'body'

export function hasBody(method: RouteMethod): boolean {
  return method !== 'GET' && method !== 'DELETE'
}

export function placeOf({ method, variables }: Pick<Route, 'method' | 'variables'>, name: string): ArgumentPlace {
  if (variables.includes(name)) return 'path'
  return hasBody(method) ? 'body' : 'query'
}
