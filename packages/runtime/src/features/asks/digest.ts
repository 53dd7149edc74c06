/** What tells one state of a declaration from another: its entry, and the forms it asks with. */
import type { Binding } from '../../manifest.ts'
import type { Surroundings } from '../given-state.ts'
import type { Loaded } from '../slot.ts'

const known = new WeakMap<Loaded, string>()

export function digestOf(loaded: Loaded, form: Surroundings['form']): string {
  const digest = known.get(loaded) ?? compute(loaded.binding, form)
  known.set(loaded, digest)
  return digest
}

function compute({ entry, asks }: Binding, form: Surroundings['form']): string {
  const forms = (asks?.forms ?? []).map(key => [key, form(key)])
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  return hash
    .update(JSON.stringify([entry, forms]))
    .digest('base64url')
    .slice(0, 22)
}
