/** Reports what is wrong in the types that a parameter or a result reaches, with the path from its declaration. */
import type { Span } from '../ir/span.ts'
import type { Reader } from './reader.ts'
import type { NamedRecord, Problem, Scope } from './type-reader.ts'

export interface Root {
  /** `createOrder › input` */
  readonly path: string
  readonly span: Span
  readonly direction: 'input' | 'output'
}

export function reportProblems(reader: Reader, scope: Scope, root: Root): void {
  reportScope(reader, scope, { ...root, visited: new Set() })
}

function reportScope(reader: Reader, scope: Scope, root: Root & { visited: Set<NamedRecord> }): void {
  for (const problem of scope.problems) {
    if (problem.inputOnly && root.direction === 'output') continue
    reader.report(problem.make(placeOf(problem, root)))
  }
  for (const ref of scope.refs) {
    if (root.visited.has(ref.named)) continue
    root.visited.add(ref.named)
    reportScope(reader, ref.named.scope, { ...root, path: root.path + ref.path, span: ref.span ?? root.span })
  }
}

/** What is wrong with a named type as a whole is shown where it is used; what is wrong in it, at the property. */
function placeOf(problem: Problem, root: Root): { span: Span; path: string; what: string } {
  const path = root.path + problem.path
  const span = problem.path === '' ? root.span : (problem.span ?? root.span)
  const steps = path.slice(path.lastIndexOf('›') + 1).trim()
  const what = /[^.]+$/.exec(steps)?.[0] ?? steps
  return { span, path, what: `\`${what}\`` }
}
