/** Where a type has bytes. */
import { children, reachable, type Types } from './refs.ts'
import type { Type } from './type.ts'

/** Whether bytes stand anywhere in a type. */
export function holdsBytes(type: Type, types: Types): boolean {
  if (type.kind === 'bytes') return true
  if (type.kind !== 'ref') return children(type).some(child => holdsBytes(child, types))
  const names = known.get(types) ?? new Map<string, boolean>()
  known.set(types, names)
  const before = names.get(type.name)
  if (before !== undefined) return before
  const { names: inside } = reachable(type, types)
  const held = inside.some(name => isBytesIn(types.get(name)?.type))
  names.set(type.name, held)
  return held
}

/** What names hold bytes, of the named types of a program. */
const known = new WeakMap<Types, Map<string, boolean>>()

/** Without following names. */
function isBytesIn(type: Type | undefined): boolean {
  return type !== undefined && (type.kind === 'bytes' || children(type).some(isBytesIn))
}
