import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** What the function calling of a widely used model takes of a description. */
const MOST = 1_024

/** A description is short enough to be sent with every conversation. */
export function longDescription({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(({ kind, name, description = '', span }) => {
    const { length } = description
    return length > MOST ? [diagnose('long-description', { span }, { kind, name, length })] : []
  })
}
