import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, Route } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/**
 * A request is for one route: no two of a method match the same paths, unless at every segment where they differ the same
 * one of them has the plain text; and a path is written with the same names by all of its methods.
 */
export function duplicateRoute({ declarations }: Part): Diagnostic[] {
  const before = createNode()
  return declarations.flatMap((declaration, at) => {
    if (declaration.kind !== 'route') return []
    const segments = declaration.path.split('/')
    const near = matching(before, segments).sort((one, other) => one.at - other.at)
    add(before, segments, { route: declaration, at })
    for (const { route } of near) {
      const found = conflict(route, declaration)
      if (found !== undefined) return [found]
    }
    return []
  })
}

interface Placed {
  readonly route: Route
  /** In the order of declarations. */
  readonly at: number
}

/** Routes by their segments, so that each is held against those alone that could match what it matches. */
interface Node {
  readonly plain: Map<string, Node>
  variable: Node | undefined
  readonly routes: Placed[]
}

function createNode(): Node {
  return { plain: new Map(), variable: undefined, routes: [] }
}

function add(root: Node, segments: readonly string[], placed: Placed): void {
  let node = root
  for (const segment of segments) node = isVariable(segment) ? variableOf(node) : plainOf(node, segment)
  node.routes.push(placed)
}

function variableOf(node: Node): Node {
  node.variable ??= createNode()
  return node.variable
}

function plainOf({ plain }: Node, segment: string): Node {
  const node = plain.get(segment) ?? createNode()
  plain.set(segment, node)
  return node
}

/** The routes that some path of these segments could be for, too. */
function matching(root: Node, segments: readonly string[]): Placed[] {
  let nodes = [root]
  for (const segment of segments) nodes = nodes.flatMap(node => below(node, segment))
  return nodes.flatMap(({ routes }) => routes)
}

function below({ plain, variable }: Node, segment: string): Node[] {
  const named = isVariable(segment) ? [...plain.values()] : [plain.get(segment) ?? []].flat()
  return variable === undefined ? named : [...named, variable]
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
