/** Reports what is wrong in the types that a parameter or a result reaches, with the path from its declaration. */
import { declaredIn } from '../diagnostics/notes.ts'
import { shortened } from '../ir/path.ts'
import type { Span } from '../ir/span.ts'
import type { Reader } from './reader.ts'
import type { NamedRecord, Problem, ProblemPlace, Scope } from './type-reader.ts'

export interface Root {
  /** `createOrder › input` */
  readonly path: string
  readonly span: Span
  readonly direction: 'input' | 'output'
}

export function reportProblems(reader: Reader, scope: Scope, root: Root): void {
  reportScope(reader, scope, { ...root, named: false, visited: new Set() })
}

interface Walk extends Root {
  /** Whether the scope is that of a named type, which is used at `span`. */
  readonly named: boolean
  readonly visited: Set<NamedRecord>
}

function reportScope(reader: Reader, scope: Scope, walk: Walk): void {
  for (const problem of scope.problems) {
    if (problem.inputOnly && walk.direction === 'output') continue
    reader.report(problem.make(placeOf(problem, walk)))
  }
  for (const ref of scope.refs) {
    if (walk.visited.has(ref.named)) continue
    walk.visited.add(ref.named)
    reportScope(reader, ref.named.scope, {
      ...walk,
      named: true,
      path: walk.path + ref.path,
      span: ref.span ?? walk.span,
    })
  }
}

/** What is wrong with a named type as a whole is shown where it is used; what is wrong in it, at the property. */
function placeOf(problem: Problem, walk: Walk): ProblemPlace {
  const path = walk.path + problem.path
  const whole = walk.named && problem.path === ''
  const steps = path.slice(path.lastIndexOf('›') + 1).trim()
  const what = /[^.]+$/.exec(steps)?.[0] ?? steps
  return {
    span: (whole ? undefined : problem.span) ?? walk.span,
    path: shortened(path),
    what: `\`${what}\``,
    ...(problem.declared !== undefined && { notes: [declaredIn(problem.declared)] }),
  }
}
