/** What goes to standard error: for who runs the server. */
import type { Failure, LogEntry } from '../features/options.ts'

export function writeError(error: unknown): void {
  // With what caused it, which `stack` leaves out.
  process.stderr.write(`${paragraph(error instanceof Error ? inspect(error) : String(error))}\n`)
}

export function writeFailure({ reference, source, error }: Failure): void {
  process.stderr.write(`${source} failed (reference ${reference})\n`)
  writeError(error)
}

export function writeLog({ level, logger, message, data }: LogEntry): void {
  const more = data === undefined ? '' : ` ${paragraph(inspect(data))}`
  process.stderr.write(`${level} ${logger}: ${line(message)}${more}\n`)
}

/** What may have come from a caller: it neither ends a line nor steers a terminal. */
function line(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, escaped)
}

/** The same in several lines, of which none but the first begins as a line of the log does. */
function paragraph(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u2028\u2029]/gu, escaped).replace(/\n(?! )/g, '\n  ')
}

function escaped(character: string): string {
  return JSON.stringify(character)
    .slice(1, -1)
    .replace(/^[^\\]$/, one => `\\u${hex(one)}`)
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}

/** An ESM import of `node:util` would load what its namespace has of lazy members. */
function inspect(value: unknown): string {
  return process.getBuiltinModule('node:util').inspect(value)
}
