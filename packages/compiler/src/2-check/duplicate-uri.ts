import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, Resource } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** No two resources have one URI, and no two templates are the same but for the names of their variables. */
export function duplicateUri({ declarations }: Part): Diagnostic[] {
  const first = new Map<string, Resource>()
  return declarations.flatMap(declaration => {
    if (declaration.kind !== 'resource') return []
    const { uri, span } = declaration
    const key = patternOf(declaration)
    const before = first.get(key)
    if (!before) {
      first.set(key, declaration)
      return []
    }
    const notes = [{ span: before.span, message: `\`${before.uri}\` is first declared here` }]
    return [diagnose('duplicate-uri', { span, notes }, { uri, first: before.uri })]
  })
}

function patternOf({ uri, variables }: Resource): string {
  return variables.length === 0 ? uri : uri.replace(/\{(\+?)[^{}]*\}/g, '{$1}')
}
