import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** No two declarations of a kind have one name, nor names that differ in case alone. */
export function duplicateName({ declarations }: Part): Diagnostic[] {
  const first = new Map<string, Declaration>()
  return declarations.flatMap(declaration => {
    const { kind, name, span } = declaration
    const key = `${kind} ${name.toLowerCase()}`
    const before = first.get(key)
    if (!before) {
      first.set(key, declaration)
      return []
    }
    const notes = [{ span: before.span, message: `\`${before.name}\` is first declared here` }]
    return [diagnose('duplicate-name', { span, notes }, { kind, name, first: before.name })]
  })
}
