/** Following `ref`s, and finding them. */
import type { NamedType, RefType, Type } from './type.ts'

export type Types = ReadonlyMap<string, NamedType>

/** The type behind any number of `ref`s. A name that is missing, or names itself alone, is `unknown`. */
export function resolve(type: Type, types: Types): Exclude<Type, RefType> {
  const seen = new Set<string>()
  let current = type
  while (current.kind === 'ref') {
    const named = types.get(current.name)
    if (!named || seen.has(current.name)) return { kind: 'unknown' }
    seen.add(current.name)
    current = named.type
  }
  return current
}

/** A type's name as its declaration has it, which two types of a program may share. */
export function declaredName(name: string, types: Types): string {
  return types.get(name)?.declared ?? name
}

/** The types directly inside a type; a `ref` has none. */
export function children(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'array':
      return [type.items]
    case 'tuple':
      return [...type.items.map(item => item.type), ...(type.rest ? [type.rest] : [])]
    case 'object':
      return [...type.properties.map(property => property.type), ...(type.index ?? []).map(rule => rule.type)]
    case 'union':
      return type.members
    default:
      return []
  }
}

/** The names a type mentions, as often as it does, without following them. */
export function mentions(type: Type): string[] {
  return type.kind === 'ref' ? [type.name] : children(type).flatMap(mentions)
}

/**
 * Every name reachable from a type, dependencies first; `recursive` holds those that reach themselves. An array of a
 * recursive type is not counted, as the type's own name is enough to end there.
 */
export function reachable(root: Type, types: Types): { names: string[]; recursive: ReadonlySet<string> } {
  const names: string[] = []
  const seen = new Set<string>()
  const edges = new Map<string, string[]>()
  const visit = (name: string): void => {
    const named = types.get(name)
    if (seen.has(name) || !named) return
    seen.add(name)
    const next = mentions(named.type)
    edges.set(name, next)
    next.forEach(visit)
    names.push(name)
  }
  mentions(root).forEach(visit)
  const sequences = new Map([...edges].filter(([name]) => isSequence(name, types)))
  const recursive = names.filter(name => reaches(name, sequences.has(name) ? sequences : edges))
  return { names, recursive: new Set(recursive) }
}

function isSequence(name: string, types: Types): boolean {
  const { kind } = resolve({ kind: 'ref', name }, types)
  return kind === 'array' || kind === 'tuple'
}

/** Whether a way along the edges leads from a name back to it. */
function reaches(name: string, edges: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>()
  const open = [...(edges.get(name) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(edges.get(next) ?? []))
  }
  return false
}
