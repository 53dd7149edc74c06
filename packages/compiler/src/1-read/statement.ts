import type { Span } from '../ir/span.ts'

/** One thing said of a value, wherever it was written. */
export interface Statement {
  readonly name: string
  readonly value: string
  readonly span: Span
}
