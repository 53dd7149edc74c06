import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** A tool is not both read-only and destructive. `@readOnly @idempotent` says one thing twice, which is no harm. */
export function contradictoryAnnotations({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'tool') return []
    const { annotations, kind, name, span } = declaration
    const contradiction = annotations.readOnly && annotations.destructive
    return contradiction ? [diagnose('contradictory-annotations', { span }, { kind, name })] : []
  })
}
