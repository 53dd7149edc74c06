/** Where in a declaration a finding is, which stands at a type that others may use as well. */
import type { Declaration } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { segment, shortened } from '../ir/path.ts'
import type { Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import type { Property, Type } from '../ir/type.ts'

/** The finding with the path to its place; as it is where it has one, or is about the declaration as a whole. */
export function withPath(diagnostic: Diagnostic, declaration: Declaration, types: Types): Diagnostic {
  const { span } = diagnostic
  if (diagnostic.path !== undefined || span === undefined || isAt(declaration.span, span)) return diagnostic
  const search: Search = { span, types, visited: new Set() }
  for (const { path, type } of rootsOf(declaration)) {
    const found = pathIn(type, search)
    if (found !== undefined)
      return { ...diagnostic, path: shortened(`${declaration.name} › ${`${path}${found}`.replace(/^\./, '')}`) }
  }
  return diagnostic
}

interface Root {
  readonly path: string
  readonly type: Type
}

/** Of positional parameters each is its own root. */
function rootsOf({ input, parameters, result, asks }: Declaration): Root[] {
  const whole = parameters.find(parameter => parameter.kind === 'arguments')
  return [
    { path: whole === undefined ? '' : (whole.name ?? 'input'), type: input },
    ...(result.kind === 'data' ? [{ path: 'result', type: result.type }] : []),
    ...(asks?.forms ?? []).map(({ key, type }) => ({ path: key, type })),
  ]
}

interface Search {
  readonly span: Span
  readonly types: Types
  readonly visited: Set<string>
}

function pathIn(type: Type, search: Search): string | undefined {
  switch (type.kind) {
    case 'ref':
      return throughName(type.name, search)
    case 'array':
      return step('[]', pathIn(type.items, search))
    case 'tuple':
      return first(type.items, (item, n) => step(`[${n}]`, pathIn(item.type, search)))
    case 'union':
      return first(type.members, member => pathIn(member, search))
    case 'object':
      return (
        first(type.properties, property => toProperty(property, search)) ??
        first(type.index ?? [], rule => step('[key]', pathIn(rule.type, search)))
      )
    default:
      return undefined
  }
}

function throughName(name: string, search: Search): string | undefined {
  const named = search.visited.has(name) ? undefined : search.types.get(name)
  search.visited.add(name)
  if (named === undefined) return undefined
  return isAt(named.span, search.span) ? '' : pathIn(named.type, search)
}

function toProperty({ name, type, span, doc }: Property, search: Search): string | undefined {
  const written = [span, ...(doc.span?.default ? [doc.span.default] : []), ...(doc.span?.examples ?? [])]
  const inside = written.some(one => isAt(one, search.span)) ? '' : pathIn(type, search)
  return step(segment(name), inside)
}

function step(before: string, inside: string | undefined): string | undefined {
  return inside === undefined ? undefined : before + inside
}

function first<T>(all: readonly T[], find: (one: T, n: number) => string | undefined): string | undefined {
  for (const [n, one] of all.entries()) {
    const found = find(one, n)
    if (found !== undefined) return found
  }
  return undefined
}

function isAt(span: Span, wanted: Span): boolean {
  return span.start === wanted.start && span.file === wanted.file
}
