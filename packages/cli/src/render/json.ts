/** Findings as data: a JSON array with lines and columns from 1. */
import type { Diagnostic, Span } from '@mcpgen/compiler/build'
import { placeOf, type Report } from './report.ts'

export function renderJson(report: Report): string {
  return `${JSON.stringify(
    report.diagnostics.map(diagnostic => finding(diagnostic, report)),
    undefined,
    2,
  )}\n`
}

function finding({ code, severity, message, label, path, why, help, span, notes }: Diagnostic, report: Report): object {
  return {
    code,
    severity,
    message,
    label,
    path,
    why,
    help,
    ...(span && range(span, report)),
    notes: notes?.map(note => ({ message: note.message, ...(note.span && range(note.span, report)) })),
  }
}

function range(span: Span, report: Report): object {
  const { file, start, end } = placeOf(span, report)
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column }
}
