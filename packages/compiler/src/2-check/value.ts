/** Whether a JSON value is of a type, told without a schema. */
import ajvFormats from 'ajv-formats'
import { resolve, type Types } from '../ir/refs.ts'
import type { ArrayType, NumberType, ObjectType, StringType, TupleType, Type, UnionType } from '../ir/type.ts'
import { describe } from './describe.ts'

/** What is expected in place of the value, in words; undefined when the value is right. */
export function expected(type: Type, value: unknown, types: Types): string | undefined {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'string':
      return typeof value === 'string' ? stringProblem(target, value) : describe(target)
    case 'number':
      return typeof value === 'number' ? numberProblem(target, value) : describe(target)
    case 'boolean':
      return unless(typeof value === 'boolean', target)
    case 'null':
      return unless(value === null, target)
    case 'literal':
      return unless(value === target.value, target)
    case 'enum':
      return unless(
        target.members.some(member => member.value === value),
        target,
      )
    case 'array':
      return Array.isArray(value) ? arrayProblem(target, value, types) : describe(target)
    case 'tuple':
      return Array.isArray(value) ? tupleProblem(target, value, types) : describe(target)
    case 'object':
      return isRecord(value) ? objectProblem(target, value, types) : describe(target)
    case 'union':
      return unionProblem(target, value, types)
    case 'unknown':
      return undefined
    case 'never':
      return describe(target)
    case 'date':
    case 'url':
    case 'bytes':
      return unless(typeof value === 'string', target)
  }
}

function unless(right: boolean, type: Parameters<typeof describe>[0]): string | undefined {
  return right ? undefined : describe(type)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringProblem(
  { minLength = 0, maxLength = Infinity, pattern, format }: StringType,
  value: string,
): string | undefined {
  const length = [...value].length
  if (length < minLength) return `at least ${minLength} characters`
  if (length > maxLength) return `at most ${maxLength} characters`
  if (pattern !== undefined && !matches(pattern, value)) return `a string that matches ${pattern}`
  if (format !== undefined && !hasFormat(format, value)) return `a string of the format ${format}`
  return undefined
}

/** A pattern that is none is told where it stands. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}

function hasFormat(name: string, value: string): boolean {
  try {
    const format = ajvFormats.default.get(name as Parameters<typeof ajvFormats.default.get>[0])
    if (format instanceof RegExp) return format.test(value)
    if (typeof format === 'function') return format(value)
    return typeof format === 'object' && typeof format.validate === 'function'
      ? Boolean(format.validate(value as never))
      : true
  } catch {
    return true
  }
}

function numberProblem(type: NumberType, value: number): string | undefined {
  if (type.integer && !Number.isInteger(value)) return describe(type)
  if (type.minimum !== undefined && value < type.minimum) return `at least ${type.minimum}`
  if (type.maximum !== undefined && value > type.maximum) return `at most ${type.maximum}`
  if (type.exclusiveMinimum !== undefined && value <= type.exclusiveMinimum) return `more than ${type.exclusiveMinimum}`
  if (type.exclusiveMaximum !== undefined && value >= type.exclusiveMaximum) return `less than ${type.exclusiveMaximum}`
  if (type.multipleOf !== undefined && !isMultiple(value, type.multipleOf)) return `a multiple of ${type.multipleOf}`
  return undefined
}

/** 19.99 is a multiple of 0.01, though their quotient is 1998.9999999999998. */
function isMultiple(value: number, of: number): boolean {
  const quotient = value / of
  return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * 1e-12
}

function arrayProblem(type: ArrayType, value: readonly unknown[], types: Types): string | undefined {
  if (value.length < (type.minItems ?? 0)) return `at least ${type.minItems} items`
  if (value.length > (type.maxItems ?? Infinity)) return `at most ${type.maxItems} items`
  if (type.uniqueItems && new Set(value.map(item => JSON.stringify(item))).size < value.length) return 'no item twice'
  return first(value.map((item, n) => within(`item ${n}`, expected(type.items, item, types))))
}

function tupleProblem({ items, rest }: TupleType, value: readonly unknown[], types: Types): string | undefined {
  const least = items.filter(item => !item.optional).length
  if (value.length < least) return `at least ${least} items`
  if (!rest && value.length > items.length) return `at most ${items.length} items`
  return first(
    value.map((item, n) => within(`item ${n}`, expected(items[n]?.type ?? rest ?? { kind: 'unknown' }, item, types))),
  )
}

function objectProblem(type: ObjectType, value: Record<string, unknown>, types: Types): string | undefined {
  const missing = type.properties.find(property => !property.optional && !Object.hasOwn(value, property.name))
  if (missing) return `a property \`${missing.name}\``
  return first(
    Object.entries(value).map(([name, member]) => {
      const property = type.properties.find(one => one.name === name)
      const rule = type.index?.find(one => one.keyPattern === undefined || matches(one.keyPattern, name))
      const inner = property?.type ?? rule?.type
      return inner ? within(`\`${name}\``, expected(inner, member, types)) : `no property \`${name}\``
    }),
  )
}

function unionProblem(type: UnionType, value: unknown, types: Types): string | undefined {
  const problems = type.members.map(member => expected(member, value, types))
  return problems.includes(undefined) ? undefined : [...new Set(problems)].join(', or ')
}

function within(place: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${problem} at ${place}`
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find(problem => problem !== undefined)
}
