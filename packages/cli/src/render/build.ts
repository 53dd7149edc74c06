/** A build as people are told of it. */
import type { Build, Diagnostic } from '@mcpgen/compiler/build'
import { count, type Report } from './report.ts'

/** @param nameOf Names a file, given by its path below the root, from where the command runs. */
export function reportOf(
  { diagnostics, sources }: Pick<Build, 'diagnostics' | 'sources'>,
  nameOf: (file: string) => string,
): Report {
  return { diagnostics, sources, pathOf: nameOf }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error')
}

/** `3 tools, 1 resource, 0 prompts, 1 warning`; routes where there are any. */
export function contents({ counts, diagnostics }: Build): string {
  const counted = (['tool', 'resource', 'prompt'] as const).map(kind => count(counts[kind], kind))
  if (counts.route > 0) counted.push(count(counts.route, 'route'))
  if (diagnostics.length > 0) counted.push(count(diagnostics.length, 'warning'))
  return counted.join(', ')
}
