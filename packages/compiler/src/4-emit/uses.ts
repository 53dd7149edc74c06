/** Which shared modules a set of declarations needs. */
import type { Declaration } from '../ir/declaration.ts'
import { children, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import type { SharedTypes } from './shared-types.ts'
import { resultOf, rootOf } from './validators.ts'

/** Names of shared types, with those that they themselves need. */
export function sharedBy(
  declarations: readonly Declaration[],
  at: { readonly types: Types; readonly shared: SharedTypes },
): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (type: Type): void => {
    children(type).forEach(visit)
    if (type.kind !== 'ref') return
    const name = at.shared.of(type.name) ?? type.name
    if (found.has(name)) return
    if (at.shared.of(name) !== undefined) found.add(name)
    const named = at.types.get(name)
    if (named !== undefined) visit(named.type)
  }
  for (const declaration of declarations) {
    visit(rootOf(declaration.input, at))
    const result = resultOf(declaration)
    if (result !== undefined) visit(rootOf(result, at))
  }
  return found
}
