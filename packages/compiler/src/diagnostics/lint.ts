/** What a project makes of warnings. */
import type { Lint } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'

/** Without what is switched off, and with errors where the config asks for them. Errors stay what they are. */
export function linted(diagnostics: readonly Diagnostic[], lint: Lint = {}): Diagnostic[] {
  return diagnostics.flatMap((diagnostic): Diagnostic[] => {
    const level = diagnostic.severity === 'warning' && Object.hasOwn(lint, diagnostic.code) && lint[diagnostic.code]
    if (level === 'off') return []
    return [level === 'error' ? { ...diagnostic, severity: 'error' } : diagnostic]
  })
}
