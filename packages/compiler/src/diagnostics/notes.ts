/** The words of second places. */
import type { Diagnostic } from '../ir/diagnostic.ts'
import type { Span } from '../ir/span.ts'

type Note = NonNullable<Diagnostic['notes']>[number]

/** For what a tool does itself, or by way of a function that it comes to. */
export function ofTool(name: string, span: Span, isItself: boolean): Note {
  return { span, message: isItself ? 'in this tool' : `the tool \`${name}\` comes here` }
}

/** For what stands in a package: `zod/index.d.ts:5`. */
export function declaredIn(place: string): Note {
  return { message: `declared in ${place}` }
}
