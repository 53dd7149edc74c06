/** Arguments that are mirrored in headers: where `@header` stands in what a client sends. */
import { children, mentions, namesIn, objectsIn, resolve, type Types } from '../ir/refs.ts'
import type { ObjectType, Property, Type } from '../ir/type.ts'

export interface Mirrored {
  /** As it is written: `Region` for `Mcp-Param-Region`. */
  readonly header: string
  readonly property: Property
  /** Whether properties alone lead to it, and once: not the items of a list, the members of a union, or a type in itself. */
  readonly reachable: boolean
}

/** Every argument that says it is mirrored, in source order. */
export function mirroredOf(input: Type, types: Types): Mirrored[] {
  const leading = leadingToHeaders(input, types)
  if (leading.size === 0 && !hasHeader(input)) return []
  return inType(input, types, { reachable: true, within: [], walks: createWalks(leading) })
}

function hasHeader(type: Type): boolean {
  return objectsIn(type).some(({ properties }) => properties.some(({ doc }) => doc.header !== undefined))
}

/** The names of types that are mirrored, or lead to a mirrored argument. */
function leadingToHeaders(input: Type, types: Types): ReadonlySet<string> {
  const users = new Map<string, string[]>()
  const leading = new Set<string>()
  for (const name of namesIn([input], types)) {
    const named = types.get(name)
    if (named === undefined) continue
    if (named.doc.header !== undefined || hasHeader(named.type)) leading.add(name)
    for (const used of mentions(named.type)) users.set(used, [...(users.get(used) ?? []), name])
  }
  for (const name of leading) for (const user of users.get(name) ?? []) leading.add(user)
  return leading
}

/** Whether a named type is still to be walked, on a way of that kind. */
type Walks = (name: string, reachable: boolean) => boolean

/** A second time shows that an argument stands in more than one place; a third would show nothing new. */
const MOST_WALKS = 2

function createWalks(leading: ReadonlySet<string>): Walks {
  const walked = new Map<string, number>()
  return (name, reachable) => {
    const key = `${reachable} ${name}`
    const before = walked.get(key) ?? 0
    walked.set(key, before + 1)
    return before < MOST_WALKS && leading.has(name)
  }
}

interface Way {
  readonly walks: Walks
  readonly reachable: boolean
  /** Names of the types that it leads through. */
  readonly within: readonly string[]
}

function inType(type: Type, types: Types, way: Way): Mirrored[] {
  if (type.kind === 'ref' && !way.walks(type.name, way.reachable)) return []
  const target = resolve(type, types)
  const within = type.kind === 'ref' ? [...way.within, type.name] : way.within
  const repeats = type.kind === 'ref' && way.within.includes(type.name)
  if (target.kind === 'object') return inObject(target, types, { ...way, within, reachable: way.reachable && !repeats })
  if (repeats) return []
  return children(target).flatMap(child => inType(child, types, { ...way, within, reachable: false }))
}

function inObject(object: ObjectType, types: Types, way: Way): Mirrored[] {
  const repeats = way.within.indexOf(way.within.at(-1) ?? '') !== way.within.length - 1
  const found = object.properties.flatMap(property => {
    const header = property.doc.header ?? headerOf(property.type, types)
    const own = header === undefined ? [] : [{ header, property, reachable: way.reachable }]
    return repeats ? own : [...own, ...inType(property.type, types, way)]
  })
  if (repeats) return found
  const more = (object.index ?? []).flatMap(rule => inType(rule.type, types, { ...way, reachable: false }))
  return [...found, ...more]
}

/** What the comment of a named type says. */
function headerOf(type: Type, types: Types): string | undefined {
  for (let current = type, seen = 0; current.kind === 'ref' && seen < 100; seen++) {
    const named = types.get(current.name)
    if (named === undefined || named.doc.header !== undefined) return named?.doc.header
    current = named.type
  }
  return undefined
}
