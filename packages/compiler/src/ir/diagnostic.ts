/** A finding as data; its wording stands in `diagnostics/catalogue.ts`, its rendering in the CLI. */
import type { Span } from './span.ts'

export interface Diagnostic {
  /** A word of the catalogue (`not-serializable`). */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** Absent only for findings about the project as a whole (a missing folder). */
  readonly span?: Span
  /** What is wrong, one sentence. */
  readonly message: string
  /** What stands at the span, a few words for the mark under it. */
  readonly label?: string
  /** Why it matters. */
  readonly why: string
  /** What to write instead. */
  readonly help: string
  /** The path inside the declaration: `createOrder › input.items[].price`. */
  readonly path?: string
  /** Second places: "first declared here"; without a span for one in a package: "declared in zod/index.d.ts:5". */
  readonly notes?: readonly { readonly span?: Span; readonly message: string }[]
}
