/** Which routes are tools as well: by the config's list or patterns, never by a route's tag alone. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Exposure, Placed, Route, Tool } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { annotationsOf } from './route.ts'
import { nearest } from './tag-names.ts'

interface Exposed {
  readonly declarations: readonly Declaration[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Each tool stands behind its route.
 *
 * @param complete Whether every route could be read, so that one that is missing is not there.
 */
export function exposeRoutes(
  declarations: readonly Declaration[],
  exposure: Exposure | undefined,
  complete: boolean,
): Exposed {
  const routes = declarations.filter(one => one.kind === 'route')
  const chosen = new Set<Route>()
  const diagnostics: Diagnostic[] = []
  for (const { text, span } of choicesOf(exposure)) {
    const found = routes.filter(route => isChosen(route, text, exposure))
    for (const route of found) chosen.add(route)
    if (found.length === 0 && complete) diagnostics.push(missing({ text, span }, exposure, routes))
  }
  const tools = declarations.filter(one => one.kind === 'tool')
  const isTool = (route: Route) => tools.some(tool => tool.file === route.file && tool.export === route.export)
  for (const route of routes) {
    if (route.expose === undefined || (chosen.has(route) && !isTool(route))) continue
    diagnostics.push(diagnose('not-exposed', { span: route.expose.span }, { name: route.name, isTool: isTool(route) }))
  }
  return {
    declarations: declarations.flatMap(one =>
      one.kind === 'route' && chosen.has(one) && !isTool(one) ? [one, toolOf(one)] : [one],
    ),
    diagnostics,
  }
}

function choicesOf(exposure: Exposure | undefined): readonly Placed[] {
  if (exposure === undefined) return []
  return exposure.kind === 'names' ? exposure.names : exposure.include
}

function isChosen(route: Route, text: string, exposure: Exposure | undefined): boolean {
  if (exposure?.kind !== 'patterns') return route.name === text
  return exposure.methods.includes(route.method) && matches(route.path, text)
}

/** `*` stands for any text, also for several segments. */
function matches(path: string, pattern: string): boolean {
  const source = pattern.split('*').map(text => text.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`).test(path)
}

function missing({ text, span }: Placed, exposure: Exposure | undefined, routes: readonly Route[]): Diagnostic {
  if (exposure?.kind === 'patterns') {
    const help = `write a pattern that a path matches: ${routes.map(({ path }) => `\`${path}\``).join(', ') || 'there are no routes'}`
    const facts = { message: `no route for ${exposure.methods.join(' or ')} matches \`${text}\``, help }
    return diagnose('no-such-route', { span }, facts)
  }
  const names = routes.map(({ name }) => name)
  const near = nearest(text, names)
  const help =
    near === undefined
      ? `name a route: ${names.map(name => `\`${name}\``).join(', ') || 'there are none'}`
      : `write \`${near}\``
  return diagnose('no-such-route', { span }, { message: `there is no route \`${text}\``, help })
}

/** The same for the same route. */
function toolOf(route: Route): Tool {
  const tool = tools.get(route) ?? makeTool(route)
  tools.set(route, tool)
  return tool
}

const tools = new WeakMap<Route, Tool>()

/** Takes what the route takes, and does what it does, under the guards of the route. */
function makeTool(route: Route): Tool {
  const { kind: _, method, path: __, variables, body: ___, mimeType: ____, expose, annotations, ...shared } = route
  return {
    ...shared,
    kind: 'tool',
    name: expose?.name ?? route.name,
    ...(expose?.description !== undefined && { description: expose.description }),
    annotations: annotationsOf(method, annotations),
    route: { variables },
  }
}
