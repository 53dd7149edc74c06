/** Files of a generated folder that differ from what the sources say, as findings for the machine-readable formats. */
import type { Change, Diagnostic } from '@mcpgen/compiler/build'

const SAID = {
  added: 'is missing',
  changed: 'is not what the sources say',
  removed: 'no longer comes from any source',
} as const

export function staleFindings(changes: readonly Change[], out: string): Diagnostic[] {
  return changes.map(({ kind, path }) => ({
    code: 'stale',
    severity: 'error',
    span: { file: `${out}/${path}`, start: 0, end: 0 },
    message: `${out}/${path} ${SAID[kind]}`,
    why: 'what is reviewed and served would not be what the functions say',
    help: 'run `mcpgen build` and commit the generated folder',
  }))
}
