import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** In a template, variables have text between them, and at most one takes everything. */
export function ambiguousTemplate({ declarations }: Part): Diagnostic[] {
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'resource') return []
    const { uri, span, variables } = declaration
    if (uri.includes('}{')) {
      const facts = {
        label: 'two variables without text between them',
        help: 'put a `/` or another character between them',
      }
      return [diagnose('ambiguous-template', { span }, { uri, ...facts })]
    }
    if (variables.filter(variable => variable.reserved).length > 1) {
      const facts = {
        label: 'more than one {+variable}',
        help: 'keep one `{+variable}` and write the others as `{variable}`',
      }
      return [diagnose('ambiguous-template', { span }, { uri, ...facts })]
    }
    return []
  })
}
