import { diagnose } from '../diagnostics/catalogue.ts'
import type { AskForm, Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** One key is one form in the whole program: answers come back under it. */
export function askKeyConflict({ declarations }: Program): Diagnostic[] {
  const first = new Map<string, AskForm>()
  const forms = declarations.flatMap(({ asks }) => asks?.forms ?? [])
  const places = new Map(forms.map(form => [`${form.span.file} ${form.span.start}`, form]))
  return [...places.values()].flatMap(form => {
    const known = first.get(form.key)
    if (known === undefined) first.set(form.key, form)
    if (known === undefined || textOf(known) === textOf(form)) return []
    const notes = [{ span: known.span, message: 'another form under the same key' }]
    return [diagnose('ask-key-conflict', { span: form.span, notes }, { key: form.key })]
  })
}

function textOf({ type }: AskForm): string {
  return JSON.stringify(type, (key, value) => (key === 'span' ? undefined : value))
}
