import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve } from '../ir/refs.ts'
import { describe } from './describe.ts'

/** The arguments of a declaration are one object. A type that could not be read is `unknown`, and told already. */
export function inputNotObject({ declarations, types }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    const { kind, name, input, parameters } = declaration
    const type = resolve(input, types)
    if (type.kind === 'object' || type.kind === 'unknown') return []
    const parameter = parameters.find(one => one.kind === 'arguments')
    return [
      diagnose('input-not-object', { span: parameter?.span ?? declaration.span }, { kind, name, type: describe(type) }),
    ]
  })
}
