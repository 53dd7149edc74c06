/** `T | undefined` without the `undefined`, with the names of what is left. */
import { ts } from './typescript.js'

const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Void

export function isAbsent(type: ts.Type): boolean {
  return (type.flags & ABSENT) !== 0
}

/** Whether `undefined` is one of a type's values. */
export function isOptionalPart(type: ts.Type): boolean {
  return isAbsent(type) || (type.isUnion() && type.types.some(isAbsent))
}

/** The members of a union that are not `undefined`: those the author named where the checker still knows them. */
export function withoutUndefined(type: ts.Type): ts.Type[] {
  if (!isOptionalPart(type)) return [type]
  if (!type.isUnion()) return []
  const present = type.types.filter(member => !isAbsent(member))
  const named = originOf(type)?.filter(member => !isAbsent(member))
  // The checker keeps `Level | undefined` as a union of those two beside the flat one.
  if (named?.length === 1 && named[0]?.isUnion() && named[0].types.length === present.length) return named
  return present
}

function originOf(type: ts.UnionType): readonly ts.Type[] | undefined {
  return (type as unknown as { origin?: { types?: readonly ts.Type[] } }).origin?.types
}
