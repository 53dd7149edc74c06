/** Holds a filled-in form against the schema that was sent. */
import type { FormField, FormSchema } from '../../protocol/ask.ts'
import { formats } from '../../validation/formats.ts'
import { isRecord } from '../content.ts'
import type { FormValue } from './asks.ts'

export interface Filled {
  /** The form's own fields. */
  readonly content: Record<string, FormValue>
  /** Empty when the form is filled in as it should be. */
  readonly problems: readonly string[]
}

/** What the form does not have is left out, not refused. */
export function readForm(content: unknown, { properties, required = [] }: FormSchema): Filled {
  if (!isRecord(content)) return { content: {}, problems: ['the content is missing'] }
  const kept: Filled['content'] = {}
  const problems: string[] = []
  for (const [name, field] of Object.entries(properties)) {
    const value = Object.hasOwn(content, name) ? content[name] : undefined
    if (value === undefined) {
      if (required.includes(name)) problems.push(`"${name}" is missing`)
      continue
    }
    const problem = problemOf(value, field)
    if (problem === undefined) kept[name] = value as FormValue
    else problems.push(`"${name}" must ${problem}`)
  }
  return { content: kept, problems }
}

/** How the value should be, or undefined when it is. */
function problemOf(value: unknown, field: FormField): string | undefined {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? textProblem(value, field) : 'be text'
    case 'number':
    case 'integer':
      return numberProblem(value, field)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'be true or false'
    case 'array':
      return listProblem(value, field)
  }
}

function textProblem(text: string, field: FormField): string | undefined {
  const options = field.enum ?? field.oneOf?.map(option => option.const)
  if (options !== undefined) return options.includes(text) ? undefined : `be one of ${quoted(options)}`
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format } = field
  const length = [...text].length
  if (length < minLength) return `have at least ${minLength} characters`
  if (length > maxLength) return `have at most ${maxLength} characters`
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return `match ${pattern}`
  return format === undefined || formats[format]?.(text) !== false ? undefined : `have the format ${format}`
}

function numberProblem(value: unknown, { type, minimum, maximum }: FormField): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'be a number'
  if (type === 'integer' && !Number.isInteger(value)) return 'be a whole number'
  if (minimum !== undefined && value < minimum) return `be at least ${minimum}`
  return maximum !== undefined && value > maximum ? `be at most ${maximum}` : undefined
}

function listProblem(value: unknown, { items, minItems = 0, maxItems }: FormField): string | undefined {
  const options = items?.enum ?? items?.anyOf?.map(option => option.const)
  if (!Array.isArray(value) || options === undefined || new Set(value).size < value.length)
    return 'be a list of choices'
  if (!value.every(item => options.includes(item))) return `be chosen from ${quoted(options)}`
  if (value.length < minItems) return `have at least ${minItems} choices`
  return maxItems !== undefined && value.length > maxItems ? `have at most ${maxItems} choices` : undefined
}

function quoted(options: readonly string[]): string {
  return options.map(option => JSON.stringify(option)).join(', ')
}
