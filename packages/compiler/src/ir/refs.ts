/** Following `ref`s, and finding them. */
import type { NamedType, ObjectType, RefType, Type } from './type.ts'

export type Types = Pick<ReadonlyMap<string, NamedType>, 'get'>

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

/** The objects of a type, itself and those inside, without what a `ref` names. */
export function objectsIn(type: Type): ObjectType[] {
  return [...(type.kind === 'object' ? [type] : []), ...children(type).flatMap(objectsIn)]
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
export function mentions(type: Type): readonly string[] {
  const before = mentioned.get(type)
  if (before !== undefined) return before
  const names = type.kind === 'ref' ? [type.name] : children(type).flatMap(mentions)
  mentioned.set(type, names)
  return names
}

const mentioned = new WeakMap<Type, readonly string[]>()

/** Every name reachable from some types, in the order in which they are met. */
export function namesIn(roots: readonly Type[], types: Types): ReadonlySet<string> {
  const names = new Set(roots.flatMap(mentions))
  for (const name of names) {
    const named = types.get(name)
    for (const inner of named === undefined ? [] : mentions(named.type)) names.add(inner)
  }
  return names
}

/** Every name reachable from a type, dependencies first; `recursive` holds those that reach themselves. */
export function reachable(root: Type, types: Types): { names: string[]; recursive: ReadonlySet<string> } {
  const names: string[] = []
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const named = types.get(name)
    if (seen.has(name) || !named) return
    seen.add(name)
    mentions(named.type).forEach(visit)
    names.push(name)
  }
  mentions(root).forEach(visit)
  return { names, recursive: new Set(names.filter(name => reachesItself(name, types))) }
}

/**
 * Whether a way through named types leads from one back to it. An array of a recursive type does not count, as the type's
 * own name is enough to end there.
 */
export function reachesItself(name: string, types: Types): boolean {
  const sequences = isSequence(name, types)
  const inside = (one: string) =>
    sequences && !isSequence(one, types) ? [] : mentions(types.get(one)?.type ?? NOTHING)
  const seen = new Set<string>()
  const open = [...inside(name)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...inside(next))
  }
  return false
}

const NOTHING: Type = { kind: 'never' }

function isSequence(name: string, types: Types): boolean {
  const { kind } = resolve({ kind: 'ref', name }, types)
  return kind === 'array' || kind === 'tuple'
}
