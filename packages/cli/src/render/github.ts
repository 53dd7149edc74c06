/** Findings as annotations of GitHub Actions (workflow commands). */
import type { Diagnostic } from '@mcpgen/compiler/build'
import { placeOf, type Report } from './report.ts'

export function renderGithub(report: Report): string {
  return report.diagnostics.map(diagnostic => `${annotation(diagnostic, report)}\n`).join('')
}

function annotation(diagnostic: Diagnostic, report: Report): string {
  const properties = { ...where(diagnostic, report), title: diagnostic.code }
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${diagnostic.severity} ${written.join(',')}::${escapeText(body(diagnostic, report))}`
}

/** Columns only stand for a range within one line; GitHub refuses them otherwise. */
function where({ span }: Diagnostic, report: Report): object {
  if (!span) return {}
  const { file, start, end } = placeOf(span, report)
  if (end.line > start.line) return { file, line: start.line, endLine: end.line }
  return { file, line: start.line, endLine: end.line, col: start.column, endColumn: end.column }
}

function body({ message, path, why, help, notes }: Diagnostic, report: Report): string {
  const second = (notes ?? []).map(note => {
    if (note.span === undefined) return note.message
    const { file, start } = placeOf(note.span, report)
    return `${file}:${start.line}:${start.column}: ${note.message}`
  })
  return [message, ...(path === undefined ? [] : [`in: ${path}`]), ...second, `why: ${why}`, `help: ${help}`].join('\n')
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
