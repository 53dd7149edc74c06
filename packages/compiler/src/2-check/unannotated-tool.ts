import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** Every tool says whether it changes anything; a route's method does. */
export function unannotatedTool({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'tool' || declaration.route !== undefined) return []
    const { annotations, name, span } = declaration
    const says = annotations.readOnly !== undefined || annotations.destructive !== undefined
    return says ? [] : [diagnose('unannotated-tool', { span }, { name })]
  })
}
