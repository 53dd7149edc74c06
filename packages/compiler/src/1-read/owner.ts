/** The function that parameters belong to, as diagnostics name it. */
import type { Span } from '../ir/span.ts'
import type { DocComment } from './doc-comment.ts'
import type { ts } from './typescript.js'

export interface Owner {
  /** The declaration's name, for paths. */
  readonly name: string
  readonly tag: string
  readonly comment: DocComment
  /** The place of the function's name. */
  readonly span: Span
  /** The function's own node. */
  readonly node: ts.Node
}
