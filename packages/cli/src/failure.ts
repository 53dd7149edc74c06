/** The last words of a command that could not go on. */
import { CommandError, UsageError } from './errors.ts'
import { paintFor } from './render/paint.ts'

const ISSUES = 'https://github.com/mcpgen/mcpgen/issues'

/** Says on standard error what went wrong; returns the exit code. A stack is shown only with `MCPGEN_DEBUG=1`. */
export function reportFailure(error: unknown): number {
  const paint = paintFor(process.stderr)
  process.stderr.write(`${paint('error', 'error:')} ${wording(error)}\n`)
  if (process.env['MCPGEN_DEBUG']) console.error(error)
  return error instanceof UsageError ? 2 : 1
}

function wording(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageError) return message
  if (error instanceof CommandError) return error.help === undefined ? message : `${message}\n  = help  ${error.help}`
  // The compiler's own error for a folder it cannot write; known by name, as the compiler is loaded only to build.
  if (error instanceof Error && error.name === 'WriteError') return message
  return [
    `mcpgen itself failed: ${message}`,
    `  This is a bug in mcpgen; nothing is wrong with your sources. Please report it at ${ISSUES}`,
    '  with the output of the same command under MCPGEN_DEBUG=1.',
  ].join('\n')
}
