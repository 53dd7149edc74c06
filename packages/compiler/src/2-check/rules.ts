/** The rules over all declarations: one a file, and this is their table of contents. */
import type { Program } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

export type Rule = (program: Program) => Diagnostic[]

const RULES: readonly Rule[] = []

/** Every finding of every rule. `found` is what reading has found already. */
export function check(program: Program, _found: readonly Diagnostic[]): Diagnostic[] {
  return RULES.flatMap(rule => rule(program))
}
