/**
 * A validator tells of a union by listing what is wrong with every alternative, then that none matched, and where in the
 * list each alternative ends. This makes a tree of it, so that only what helps need be said.
 */
import type { ValidationProblem } from '../../manifest.ts'

/** A problem; for a union that did not match, with what was found in each alternative. */
export interface Finding {
  readonly problem: ValidationProblem
  readonly alternatives?: readonly (readonly Finding[])[]
}

export function findings(problems: readonly ValidationProblem[]): readonly Finding[] {
  const found: Finding[] = []
  // From the end: a union stands behind its alternatives.
  for (let end = problems.length; end > 0; ) {
    const problem = problems[end - 1]
    if (problem === undefined) break
    const ends = endsOf(problem)
    const start = end - 1 - (ends.at(-1) ?? 0)
    const alternatives = ends.map((stop, i) => findings(problems.slice(start + (ends[i - 1] ?? 0), start + stop)))
    found.push(alternatives.length === 0 ? { problem } : { problem, alternatives })
    end = start
  }
  return found.reverse()
}

function endsOf({ keyword, params }: ValidationProblem): readonly number[] {
  const { ends } = params
  return keyword === 'anyOf' && Array.isArray(ends) ? ends : []
}
