import { diagnose } from '../diagnostics/catalogue.ts'
import type { AskForm, Part } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { resolve, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'

/** One key is one form in the whole program: answers come back under it. */
export function askKeyConflict({ declarations, types }: Part): Diagnostic[] {
  const first = new Map<string, AskForm>()
  const forms = declarations.flatMap(({ asks }) => asks?.forms ?? [])
  const places = new Map(forms.map(form => [`${form.span.file} ${form.span.start}`, form]))
  return [...places.values()].flatMap(form => {
    const known = first.get(form.key)
    if (known === undefined) first.set(form.key, form)
    if (known === undefined || textOf(known, types) === textOf(form, types)) return []
    const notes = [{ span: known.span, message: 'another form under the same key' }]
    return [diagnose('ask-key-conflict', { span: form.span, notes }, { key: form.key })]
  })
}

/** The whole of a type: two files may each have one of their own that says the same. */
function textOf({ type }: AskForm, types: Types): string {
  const seen = new Map<string, number>()
  return JSON.stringify(type, (key, value: Type | undefined) => {
    if (key === 'span') return undefined
    if (value?.kind !== 'ref') return value
    const known = seen.get(value.name)
    if (known !== undefined) return known
    seen.set(value.name, seen.size)
    return resolve(value, types)
  })
}
