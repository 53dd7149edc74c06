/** Says more of a member of a type, without touching the named type that other declarations use. */
import type { ObjectType, Property, Type } from '../ir/type.ts'
import type { TypeReader } from './type-reader.ts'

export type Change = (property: Property) => Property

/** A copy of the type with the property at a path changed; undefined where there is no such property. */
export function amend(types: TypeReader, type: Type, path: readonly string[], change: Change): Type | undefined {
  const [step, ...rest] = path
  const resolved = types.resolve(type)
  if (resolved === undefined || step === undefined) return undefined
  if (resolved.kind === 'array' && step === '[]') {
    const items = amend(types, resolved.items, rest, change)
    return items === undefined ? undefined : { ...resolved, items }
  }
  if (resolved.kind === 'union') return amendMembers(types, resolved.members, path, change)
  if (resolved.kind !== 'object') return undefined
  return amendProperty(types, resolved, path, change)
}

function amendMembers(
  types: TypeReader,
  members: readonly Type[],
  path: readonly string[],
  change: Change,
): Type | undefined {
  const amended = members.map(member => amend(types, member, path, change))
  if (amended.every(member => member === undefined)) return undefined
  return { kind: 'union', members: members.map((member, i) => amended[i] ?? member) }
}

function amendProperty(
  types: TypeReader,
  object: ObjectType,
  path: readonly string[],
  change: Change,
): Type | undefined {
  const [name, ...rest] = path
  let found = false
  const properties = object.properties.map(property => {
    if (property.name !== name) return property
    if (rest.length === 0) {
      found = true
      return change(property)
    }
    const inner = amend(types, property.type, rest, change)
    found ||= inner !== undefined
    return inner === undefined ? property : { ...property, type: inner }
  })
  return found ? { ...object, properties } : undefined
}
