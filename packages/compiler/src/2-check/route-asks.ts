import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** A route does not depend on answers of its caller, whom nobody can ask. */
export function routeAsks({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(({ kind, name, asks, span }) => {
    const what = kind === 'route' ? (asks?.requires ?? []) : []
    return what.length === 0 ? [] : [diagnose('route-asks', { span }, { name, what: what.join(', ') })]
  })
}
