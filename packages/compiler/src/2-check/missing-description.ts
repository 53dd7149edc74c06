import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** Every declaration says what it is for. */
export function missingDescription({ declarations }: Part): Diagnostic[] {
  return declarations
    .filter(({ description }) => !description?.trim())
    .map(({ kind, name, span }) => diagnose('missing-description', { span }, { kind, name }))
}
