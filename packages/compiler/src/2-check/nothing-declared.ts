import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** There is at least one declaration. */
export function nothingDeclared({ declarations, project }: Part): Diagnostic[] {
  return declarations.length > 0 ? [] : [diagnose('nothing-declared', {}, { src: project.src })]
}
