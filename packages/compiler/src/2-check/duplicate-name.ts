import { diagnose } from '../diagnostics/catalogue.ts'
import type { FormerName, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { namesOf } from './names.ts'

/** No two declarations of a kind have one name, nor names that differ in case alone; former names count as well. */
export function duplicateName({ declarations }: Part): Diagnostic[] {
  const first = new Map<string, FormerName>()
  const all = declarations.flatMap(declaration =>
    namesOf(declaration).map(name => ({ kind: declaration.kind, ...name })),
  )
  return all.flatMap(({ kind, name, span }) => {
    const key = `${kind} ${name.toLowerCase()}`
    const before = first.get(key)
    if (!before) {
      first.set(key, { name, span })
      return []
    }
    const notes = [{ span: before.span, message: `\`${before.name}\` is first declared here` }]
    return [diagnose('duplicate-name', { span, notes }, { kind, name, first: before.name })]
  })
}
