/**
 * A validator tells of a union by listing what is wrong with every alternative, then that none matched. This puts the
 * list back into a tree, so that only what helps is said.
 */
import type { ValidationProblem } from '../../manifest.ts'

/** A problem; for a union that did not match, with what was found in each alternative. */
export interface Finding {
  readonly problem: ValidationProblem
  readonly alternatives?: readonly (readonly Finding[])[]
}

export function findings(problems: readonly ValidationProblem[]): readonly Finding[] {
  const found: Finding[] = []
  for (const problem of problems) {
    if (problem.keyword === 'anyOf' || problem.keyword === 'oneOf') {
      found.push(union(problem, takeNested(found, problem)))
    } else {
      found.push({ problem })
    }
  }
  return found
}

function union(problem: ValidationProblem, nested: readonly Finding[]): Finding {
  // Two alternatives matched: what is wrong with the others does not matter.
  if (Array.isArray(problem.params['passingSchemas'])) return { problem }
  return { problem, alternatives: split(problem, nested) }
}

/** Takes the findings that belong to the union off the end. */
function takeNested(found: Finding[], union: ValidationProblem): readonly Finding[] {
  let start = found.length
  while (start > 0 && isNested(found[start - 1], union)) start--
  const nested = found.splice(start)
  if (!isRoot(parentOf(union)) || nested.every(finding => indexIn(union, finding) === undefined)) return nested
  // Beside a union at the schema's root stand keywords whose paths look like those of a referenced schema.
  const first = nested.findIndex(finding => indexIn(union, finding) !== undefined)
  found.push(...nested.slice(0, first))
  return nested.slice(first)
}

function isNested(finding: Finding | undefined, union: ValidationProblem): boolean {
  if (finding === undefined || !isWithin(finding.problem.instancePath, union.instancePath)) return false
  if (indexIn(union, finding) !== undefined) return true
  const parent = parentOf(union)
  // A referenced schema's paths begin anew at its own root.
  return isRoot(parent) || !(finding.problem.schemaPath ?? '').startsWith(`${parent}/`)
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`)
}

function parentOf(union: ValidationProblem): string {
  return (union.schemaPath ?? '#').replace(/\/[^/]*$/, '')
}

function isRoot(schemaPath: string): boolean {
  return /^[^/]*(\/allOf\/\d+)*$/.test(schemaPath)
}

/** The alternative that a finding stands in, where its path says so. */
function indexIn(union: ValidationProblem, finding: Finding): number | undefined {
  const start = `${union.schemaPath}/`
  const path = finding.problem.schemaPath
  if (path === undefined || !path.startsWith(start)) return undefined
  const index = Number.parseInt(path.slice(start.length), 10)
  return Number.isNaN(index) ? undefined : index
}

/** Findings come alternative by alternative. Where paths don't say where one ends, a repetition does. */
function split(union: ValidationProblem, nested: readonly Finding[]): Finding[][] {
  const groups: Finding[][] = []
  let index: number | undefined
  let seen = new Set<string>()
  for (const finding of nested) {
    const own = indexIn(union, finding)
    const key = signature(finding.problem)
    if (groups.length === 0 || own !== index || (own === undefined && seen.has(key))) {
      groups.push([])
      seen = new Set()
    }
    groups.at(-1)?.push(finding)
    seen.add(key)
    index = own
  }
  return groups
}

function signature({ instancePath, keyword, params }: ValidationProblem): string {
  const name = params['missingProperty'] ?? params['additionalProperty']
  return `${instancePath} ${keyword} ${typeof name === 'string' ? name : ''}`
}
