/** Every code, and the only place that puts a diagnostic into words; each group of codes has a file. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import { ACCESS } from './access.ts'
import { ASKS } from './asks.ts'
import { CHECKS } from './checks.ts'
import { DECLARATIONS } from './declarations.ts'
import type { Entry } from './entry.ts'
import { PROJECT } from './project.ts'
import { SKILLS } from './skills.ts'
import { TAGS } from './tags.ts'
import { TYPES } from './types.ts'

const CATALOGUE = { ...PROJECT, ...DECLARATIONS, ...TAGS, ...TYPES, ...ASKS, ...CHECKS, ...ACCESS, ...SKILLS }

export type Code = keyof typeof CATALOGUE
type Facts<C extends Code> = (typeof CATALOGUE)[C] extends Entry<infer F> ? F : never
type Place = Pick<Diagnostic, 'span' | 'path' | 'notes'>

/** Makes a finding of a code at a place. */
export function diagnose<C extends Code>(code: C, place: Place, facts: Facts<C>): Diagnostic {
  const entry = CATALOGUE[code] as unknown as Entry<Facts<C>>
  return { code, severity: entry.severity, ...place, ...entry.text(facts), why: entry.why }
}

/** Undefined for a word that is no code. */
export function severityOf(code: string): Diagnostic['severity'] | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as Code].severity : undefined
}

/** The codes of warnings. */
export const WARNINGS: readonly string[] = Object.keys(CATALOGUE).filter(code => severityOf(code) === 'warning')
