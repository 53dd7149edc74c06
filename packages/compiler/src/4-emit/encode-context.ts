/** What the printers of `encode` share. */
import type { Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import type { Shapes } from './shape.ts'

export interface EncodeContext {
  readonly types: Types
  readonly shapes: Shapes
  /** An expression of a function that encodes; undefined where a value is sent as it is. `hint` names what has no name. */
  encoder(type: Type, hint: string): string | undefined
  /** An expression of the encoded value of an expression. */
  encoded(type: Type, expression: string, hint: string): string
}
