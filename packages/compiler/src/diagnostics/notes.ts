/** The words of second places. */
import type { Diagnostic } from '../ir/diagnostic.ts'

type Note = NonNullable<Diagnostic['notes']>[number]

/** For what stands in a package: `zod/index.d.ts:5`. */
export function declaredIn(place: string): Note {
  return { message: `declared in ${place}` }
}
