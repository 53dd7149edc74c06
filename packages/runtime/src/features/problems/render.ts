/** Every problem that a validator found, as lines for a model or for a log. */
import type { ValidationProblem } from '../../manifest.ts'
import type { JsonObject } from '../../protocol/json.ts'
import { nearest, sharedTag } from './alternatives.ts'
import { describeProblem, propertyOf } from './describe.ts'
import { knownNames, knownValues } from './names.ts'
import { pathText, segmentsOf, valueAt } from './path.ts'
import { type Finding, findings } from './unions.ts'
import { describeValue } from './values.ts'

/** What was validated. */
export interface Subject {
  readonly value: unknown
  /** What the value as a whole is called: `arguments`. */
  readonly root: string
  /** Known for arguments: says what names and literals might have been meant. */
  readonly schema?: JsonObject | undefined
}

const MOST_LINES = 50
const LONGEST_LINE = 500

/** Problems that are put into words: a message of a few megabytes can be wrong in hundreds of thousands of places. */
const MOST_TOLD = 200

/** @returns `items[2].price: must be a number, got the string "abc"`, one a problem, none twice. */
export function renderProblems(problems: readonly ValidationProblem[], subject: Subject): string[] {
  const found = withoutEchoes(findings(problems))
  const lines = [...new Set(found.slice(0, MOST_TOLD).flatMap(finding => render(finding, subject)))]
  const shown = lines.slice(0, MOST_LINES).map(cut)
  const more = lines.length - shown.length + Math.max(0, found.length - MOST_TOLD)
  if (more > 0) shown.push(`and ${more} more`)
  return shown
}

/** `if` and `propertyNames` only repeat that something is wrong below them, unless nothing else was said. */
function withoutEchoes(found: readonly Finding[]): readonly Finding[] {
  const rest = found.filter(({ problem }) => problem.keyword !== 'if' && problem.keyword !== 'propertyNames')
  return rest.length === 0 ? found : rest
}

function render(finding: Finding, subject: Subject): string[] {
  const { problem, alternatives } = finding
  if (alternatives === undefined || alternatives.length === 0) return [line(problem, subject)]
  const tag = sharedTag(alternatives, problem.instancePath)
  if (tag !== undefined) return [line(tag, subject)]
  const { near, other } = nearest(alternatives, problem.instancePath)
  if (near.length === 0) return [`${path(problem, subject)}: must be ${other}, got ${came(problem, subject)}`]
  const [only, ...more] = near.map(list => list.slice(0, MOST_LINES).flatMap(inner => render(inner, subject)))
  if (only !== undefined && more.length === 0) return isAt(near[0], problem) ? orOther(only, other) : only
  const each = [only ?? [], ...more].map((lines, i) => `(${i + 1}) ${lines.join('; ')}`)
  return orOther([`${line(problem, subject)}: ${each.join(' ')}`], other)
}

/** Whether one thing is wrong, with the union's value itself. */
function isAt(list: readonly Finding[] | undefined, union: ValidationProblem): boolean {
  const [first, ...rest] = list ?? []
  return (
    rest.length === 0 && first?.problem.instancePath === union.instancePath && propertyOf(first.problem) === undefined
  )
}

/** What else would do. */
function orOther(lines: readonly string[], other: string): string[] {
  return lines.map(text => (other === '' ? text : `${text}; it may also be ${other}`))
}

function line(problem: ValidationProblem, subject: Subject): string {
  const { schema } = subject
  const { propertyName } = problem
  const place = segmentsOf(problem.instancePath)
  const text = describeProblem(problem, {
    value: propertyName ?? valueAt(subject.value, place),
    names: () => (schema === undefined ? [] : knownNames(schema, place)),
    values: property => (schema === undefined ? [] : knownValues(schema, [...place, property])),
  })
  return `${path(problem, subject)}: ${propertyName === undefined ? '' : 'every name in it '}${text}`
}

function path(problem: ValidationProblem, subject: Subject): string {
  const place = segmentsOf(problem.instancePath)
  const property = propertyOf(problem)
  return pathText(subject.value, property === undefined ? place : [...place, property]) || subject.root
}

function came(problem: ValidationProblem, subject: Subject): string {
  return describeValue(valueAt(subject.value, segmentsOf(problem.instancePath)))
}

function cut(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
