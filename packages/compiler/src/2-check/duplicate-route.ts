import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, Route } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/**
 * A request is for one route: no two of a method match the same paths, unless at every segment where they differ the same
 * one of them has the plain text; and a path is written with the same names by all of its methods.
 */
export function duplicateRoute({ declarations }: Part): Diagnostic[] {
  const before: Route[] = []
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'route') return []
    const found = before.flatMap(first => conflict(first, declaration) ?? []).slice(0, 1)
    before.push(declaration)
    return found
  })
}

function conflict(first: Route, second: Route): Diagnostic | undefined {
  const [a, b] = [first.path.split('/'), second.path.split('/')]
  if (a.length !== b.length) return undefined
  const pairs = a.map((segment, n) => [segment, b[n] ?? ''] as const)
  if (!pairs.every(([x, y]) => isVariable(x) || isVariable(y) || x === y)) return undefined
  const isSame = pairs.every(([x, y]) => isVariable(x) === isVariable(y))
  if (!isSame) return first.method === second.method && crosses(pairs) ? ambiguous(first, second) : undefined
  if (first.method === second.method) return report(first, second, SAME)
  return first.path === second.path ? undefined : report(first, second, NAMES)
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{')
}

/** Neither is the narrower one. */
function crosses(pairs: readonly (readonly [string, string])[]): boolean {
  const narrower = (n: 0 | 1) => pairs.some(pair => !isVariable(pair[n]) && isVariable(pair[n === 0 ? 1 : 0]))
  return narrower(0) && narrower(1)
}

const SAME = { problem: 'is taken', help: 'give one of them another method or path' }
const NAMES = {
  problem: 'is written with other names of its variables',
  help: 'write the same names for all methods of one path: OpenAPI has one entry for it',
}

function ambiguous(first: Route, second: Route): Diagnostic {
  const shared = second.path.split('/').map((segment, n) => (isVariable(segment) ? first.path.split('/')[n] : segment))
  const problem = `and \`${first.path}\` both match \`${shared.map(part => part?.replace(/[{}]/g, '')).join('/')}\``
  return report(first, second, { problem, help: 'tell them apart by a plain segment at the same place' })
}

function report(first: Route, second: Route, { problem, help }: { problem: string; help: string }): Diagnostic {
  const route = `${second.method} ${second.path}`
  const notes = [{ span: first.span, message: `\`${first.method} ${first.path}\` is first declared here` }]
  return diagnose('duplicate-route', { span: second.span, notes }, { route, problem, help })
}
