import type { Declaration, FormerName } from '../ir/declaration.ts'

/** The names that a declaration answers to: its own, then its former ones, each with its place. */
export function namesOf(declaration: Declaration): readonly FormerName[] {
  const { name, span } = declaration
  const former = 'formerly' in declaration ? (declaration.formerly ?? []) : []
  return [{ name, span }, ...former]
}
