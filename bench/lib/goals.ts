/** What the project wants of its own figures, held against them. */
import { number, table } from './format.ts'

export interface Goal {
  readonly what: string
  /** At most this, or at least this. */
  readonly atMost?: number
  readonly atLeast?: number
  /** Undefined when it could not be measured. */
  readonly measured: number | undefined
}

export function printGoals(goals: readonly Goal[]): string {
  const rows = goals.map(({ what, atMost, atLeast, measured }) => {
    const wanted = atMost === undefined ? `≥ ${number(atLeast)}` : `≤ ${number(atMost)}`
    if (measured === undefined || Number.isNaN(measured)) return [what, wanted, '–', '–']
    const met = measured <= (atMost ?? Number.POSITIVE_INFINITY) && measured >= (atLeast ?? Number.NEGATIVE_INFINITY)
    return [what, wanted, number(measured), met ? 'met' : '**missed**']
  })
  return table(['goal', 'wanted', 'measured', ''], rows)
}
