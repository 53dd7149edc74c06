/** Which shared modules a declaration needs. */
import type { Declaration } from '../ir/declaration.ts'
import { children, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import type { SharedTypes } from './shared-types.ts'
import { resultOf, rootOf } from './validators.ts'

/** Names of shared types, with those that they themselves need. */
export function sharedBy(
  declaration: Declaration,
  at: { readonly types: Types; readonly shared: SharedTypes },
): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (type: Type): void => {
    children(type).forEach(visit)
    if (type.kind !== 'ref') return
    const { name } = type
    if (found.has(name)) return
    if (at.shared.isShared(name)) found.add(name)
    const named = at.types.get(name)
    if (named !== undefined) visit(named.type)
  }
  visit(rootOf(declaration.input, at))
  const result = resultOf(declaration)
  if (result !== undefined) visit(rootOf(result, at))
  return found
}
