/** What is told of type errors while one works: those that are new, and how many there are when that is another number. */
import type { Build, Diagnostic } from '@mcpgen/compiler/build'
import { count } from './report.ts'

export interface News {
  readonly fresh: readonly Diagnostic[]
  /** Empty where nothing has changed. */
  readonly summary: string
}

export function createNews(): (build: Build) => News {
  let shown: ReadonlySet<string> = new Set()
  return ({ diagnostics }) => {
    const now = named(diagnostics.filter(({ code }) => code === 'type-error'))
    const fresh = [...now].flatMap(([name, diagnostic]) => (shown.has(name) ? [] : [diagnostic]))
    const mended = [...shown].filter(name => !now.has(name)).length
    shown = new Set(now.keys())
    return { fresh, summary: fresh.length + mended === 0 ? '' : summaryOf(now.size, mended) }
  }
}

/** One that has only moved in its file is the same. */
function named(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic> {
  const found = new Map<string, Diagnostic>()
  for (const diagnostic of diagnostics) {
    const { span, message } = diagnostic
    let nth = 0
    const name = () => `${span?.file} ${message} ${nth}`
    while (found.has(name())) nth++
    found.set(name(), diagnostic)
  }
  return found
}

function summaryOf(left: number, mended: number): string {
  if (left === 0) return 'No type errors any more.'
  return count(left, 'type error') + (mended > 0 ? `, ${mended} mended.` : '.')
}
