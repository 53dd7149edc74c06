/** Whether a JSON value is of a random type, said as plainly as can be: a judge that knows constraints as well. */
import {
  type ConstrainedSpec,
  type Member,
  type RecordSpec,
  type Spec,
  type TemplateSpec,
  type TupleSpec,
  unfolded,
} from './spec.ts'

export function isOf(spec: Spec, value: unknown): boolean {
  switch (spec.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === spec.kind
    case 'null':
      return value === null
    case 'literals':
      return spec.values.some(one => one === value)
    case 'template':
      return typeof value === 'string' && matches(spec, value)
    case 'constrained':
      return isOf(spec.base, value) && Object.entries(spec.tags).every(([tag, limit]) => holds(tag, limit, value))
    case 'array':
      return Array.isArray(value) && value.every(item => isOf(spec.item, item))
    case 'record':
      return isRecord(spec, value)
    case 'tuple':
      return isTuple(spec, value)
    case 'object':
      return (
        isObject(value) &&
        hasMembers(spec.members, value) &&
        Object.keys(value).every(key => spec.members.some(({ name }) => name === key))
      )
    case 'union':
    case 'tagged':
      return spec.members.some(member => isOf(member, value))
    case 'recursive':
      return isOf(unfolded(spec), value)
    case 'rewritten':
    case 'given':
      return isOf(spec.type, value)
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) && /^\d{4}-\d\d-\d\dT/.test(value)
    case 'url':
      return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && URL.canParse(value)
    case 'bytes':
      return typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasMembers(members: readonly Member[], value: Readonly<Record<string, unknown>>): boolean {
  return members.every(({ name, optional, type }) => (name in value ? isOf(type, value[name]) : optional))
}

function isRecord({ item, keys, members }: RecordSpec, value: unknown): boolean {
  if (!isObject(value) || !hasMembers(members, value)) return false
  const others = Object.keys(value).filter(key => !members.some(({ name }) => name === key))
  return others.every(key => isKey(keys, key) && isOf(item, value[key]))
}

function isKey(keys: RecordSpec['keys'], key: string): boolean {
  if (keys === 'any') return true
  return keys === 'number' ? String(Number(key)) === key : key.startsWith('data-')
}

function isTuple({ items, optional, rest }: TupleSpec, value: unknown): boolean {
  if (!Array.isArray(value) || value.length < items.length - optional) return false
  if (rest === undefined && value.length > items.length) return false
  return value.every((item, n) => {
    const type = items[n] ?? rest
    return type !== undefined && isOf(type, item)
  })
}

/** Holes are filled in every way that the text allows. */
function matches({ texts, holes }: TemplateSpec, value: string, at = 0): boolean {
  const text = texts[at] ?? ''
  const hole = holes[at]
  if (!value.startsWith(text)) return false
  const rest = value.slice(text.length)
  if (hole === undefined) return rest === ''
  for (let end = 0; end <= rest.length; end++) {
    const fits = typeof hole === 'string' ? FILLS[hole](rest.slice(0, end)) : hole.includes(rest.slice(0, end))
    if (fits && matches({ kind: 'template', texts, holes }, rest.slice(end), at + 1)) return true
  }
  return false
}

const FILLS = {
  number: (text: string): boolean => /^-?\d/.test(text) && Number.isFinite(Number(text)),
  boolean: (text: string): boolean => text === 'true' || text === 'false',
  string: (): boolean => true,
}

function holds(tag: string, limit: ConstrainedSpec['tags'][string], value: unknown): boolean {
  const length = typeof value === 'string' ? [...value].length : Object.keys(Object(value)).length
  const most = Number(limit)
  switch (tag) {
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return length >= most
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return length <= most
    case 'pattern':
      return new RegExp(String(limit), 'u').test(String(value))
    case 'integer':
      return Number.isInteger(value)
    case 'minimum':
      return Number(value) >= most
    case 'maximum':
      return Number(value) <= most
    case 'exclusiveMinimum':
      return Number(value) > most
    case 'exclusiveMaximum':
      return Number(value) < most
    case 'multipleOf':
      return Number.isInteger(Number(value) / most)
    default:
      return Array.isArray(value) && new Set(value.map(item => JSON.stringify(item))).size === value.length
  }
}
