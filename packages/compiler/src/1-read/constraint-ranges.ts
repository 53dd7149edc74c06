/** Constraints that leave no value at all. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Type } from '../ir/type.ts'
import type { Statement } from './statement.ts'
import type { TypeReader } from './type-reader.ts'

const PAIRS = [
  ['minimum', 'maximum'],
  ['minimum', 'exclusiveMaximum'],
  ['exclusiveMinimum', 'maximum'],
  ['exclusiveMinimum', 'exclusiveMaximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const

/** Reports a least that is above its most, at the statement that came last. */
export function checkRanges(types: TypeReader, type: Type, statements: readonly Statement[]): void {
  const resolved = types.resolve(type)
  const members = resolved?.kind === 'union' ? resolved.members : resolved === undefined ? [] : [resolved]
  for (const member of members) {
    const values = member as unknown as Record<string, number | undefined>
    for (const [least, most] of PAIRS) {
      const low = values[least]
      const high = values[most]
      const strict = least.startsWith('exclusive') || most.startsWith('exclusive')
      if (low === undefined || high === undefined || low < high || (low === high && !strict)) continue
      const span = statements.findLast(({ name }) => name === least || name === most)?.span
      if (span !== undefined) types.reader.report(diagnose('empty-range', { span }, { least, low, most, high }))
    }
  }
}
