/** Which alternatives of a union the value comes near, and what the others would have been. */
import type { ValidationProblem } from '../../manifest.ts'
import { typeText } from './describe.ts'
import type { Finding } from './unions.ts'
import { either, quote } from './values.ts'

type Alternative = readonly Finding[]

/** `near` are those of the value's own kind; `other` names the rest: `a string, null or "auto"`. */
export function nearest(
  alternatives: readonly Alternative[],
  place: string,
): { near: readonly Alternative[]; other: string } {
  const ofKind = alternatives.filter(alternative => !alternative.some(finding => isKind(finding, place)))
  const tagged = ofKind.filter(alternative => !alternative.some(finding => isTag(finding, place)))
  const rest = alternatives.filter(alternative => !ofKind.includes(alternative))
  return {
    near: tagged.length === 0 ? ofKind : tagged,
    other: either([...new Set(rest.flatMap(alternative => kindsOf(alternative, place)))]),
  }
}

/** When every alternative wants another value of the same property, that property's problem, with all the values. */
export function sharedTag(alternatives: readonly Alternative[], place: string): ValidationProblem | undefined {
  const [first] = alternatives
  if (first === undefined || alternatives.length < 2) return undefined
  for (const { problem } of first.filter(finding => isTag(finding, place))) {
    const same = alternatives.map(alternative => tagAt(alternative, problem.instancePath))
    if (same.includes(undefined)) continue
    const allowedValues = same.flatMap(tag => (tag === undefined ? [] : valuesOf(tag)))
    return { instancePath: problem.instancePath, keyword: 'enum', params: { allowedValues } }
  }
  return undefined
}

function tagAt(alternative: Alternative, pointer: string): ValidationProblem | undefined {
  return alternative.find(({ problem }) => isChoice(problem) && problem.instancePath === pointer)?.problem
}

/** The value is of another kind altogether: wrong type, or none of the literals. */
function isKind({ problem }: Finding, place: string): boolean {
  return problem.instancePath === place && (problem.keyword === 'type' || isChoice(problem))
}

/** A literal property, one level down, that says otherwise. */
function isTag({ problem }: Finding, place: string): boolean {
  const { instancePath } = problem
  return isChoice(problem) && instancePath.lastIndexOf('/') === place.length && instancePath.startsWith(`${place}/`)
}

function isChoice({ keyword }: ValidationProblem): boolean {
  return keyword === 'const' || keyword === 'enum'
}

function kindsOf(alternative: Alternative, place: string): string[] {
  const kinds = alternative.filter(finding => isKind(finding, place)).map(({ problem }) => problem)
  const choices = kinds.filter(isChoice)
  if (choices.length > 0) return choices.flatMap(valuesOf).map(quote)
  return kinds.map(({ params }) => typeText(params['type']))
}

function valuesOf({ params }: ValidationProblem): readonly unknown[] {
  const { allowedValues, allowedValue } = params
  return Array.isArray(allowedValues) ? allowedValues : [allowedValue]
}
