/** What goes to standard error: for who runs the server. */
import type { Failure, LogEntry } from '../features/options.ts'

export function writeError(error: unknown): void {
  // With what caused it, which `stack` leaves out.
  process.stderr.write(`${error instanceof Error ? inspect(error) : String(error)}\n`)
}

export function writeFailure({ reference, source, error }: Failure): void {
  process.stderr.write(`${source} failed (reference ${reference})\n`)
  writeError(error)
}

export function writeLog({ level, logger, message, data }: LogEntry): void {
  process.stderr.write(`${level} ${logger}: ${message}${data === undefined ? '' : ` ${inspect(data)}`}\n`)
}

/** An ESM import of `node:util` would load what its namespace has of lazy members. */
function inspect(value: unknown): string {
  return process.getBuiltinModule('node:util').inspect(value)
}
