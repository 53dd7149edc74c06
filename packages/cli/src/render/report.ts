/** What a renderer gets: findings, the sources they point into, and how to name files. */
import type { Diagnostic, Span } from '@mcpgen/compiler/build'
import { type Lines, linesOf, type Position } from './position.ts'

export interface Report {
  readonly diagnostics: readonly Diagnostic[]
  /** The text of a file by its path as spans write it. */
  readonly sources: ReadonlyMap<string, string>
  /** Names a file of the project from where the command runs. */
  pathOf(file: string): string
}

/** A span as a reader finds it. */
export interface Place {
  readonly file: string
  readonly lines: Lines
  readonly start: Position
  readonly end: Position
}

export function placeOf(span: Span, report: Report): Place {
  const lines = linesOf(report.sources.get(span.file) ?? '')
  return {
    file: report.pathOf(span.file),
    lines,
    start: lines.at(span.start),
    end: lines.at(Math.max(span.start, span.end)),
  }
}

/** `2 errors`, `1 error`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
