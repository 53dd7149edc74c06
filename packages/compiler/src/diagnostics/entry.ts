import type { Diagnostic } from '../ir/diagnostic.ts'

/** What a code says: of one place (`text`), and of the rule itself (`why`). */
export interface Entry<Facts> {
  readonly severity: Diagnostic['severity']
  /** Why it matters, one sentence; the same for every place. */
  readonly why: string
  readonly text: (facts: Facts) => Text
}

export interface Text {
  /** What is wrong. */
  readonly message: string
  /** A few words for the mark under the span. */
  readonly label?: string
  /** What to write instead. */
  readonly help: string
}

export function error<Facts>(why: string, text: (facts: Facts) => Text): Entry<Facts> {
  return { severity: 'error', why, text }
}

export function warning<Facts>(why: string, text: (facts: Facts) => Text): Entry<Facts> {
  return { severity: 'warning', why, text }
}
