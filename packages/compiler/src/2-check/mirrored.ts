/** Arguments that are mirrored in headers: where `@header` stands in what a client sends. */
import { children, resolve, type Types } from '../ir/refs.ts'
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
  return inType(input, types, { reachable: true, within: [] })
}

interface Way {
  readonly reachable: boolean
  /** Names of the types that it leads through. */
  readonly within: readonly string[]
}

function inType(type: Type, types: Types, way: Way): Mirrored[] {
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
