/** Schemas that one expression decides. */
import { _, type Code, type Name, stringify } from 'ajv'
import { _Code } from 'ajv/dist/compile/codegen/code.js'
import type { JsonSchema } from '../3-lower/json-schema.ts'

export function takesAnything(schema: unknown): boolean {
  return schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0)
}

/** As one text, since there may be thousands and ajv would copy them all for each. */
export function anyOfTests(tests: readonly Code[]): Code {
  return tests.length === 0 ? _`false` : new _Code(tests.join(' || '))
}

/** The values are scalars. */
export function isOneOf(data: Name, values: readonly unknown[]): Code[] {
  return values.map(value => _`${data} === ${stringify(value)}`)
}

/** The expressions one of which holds exactly when the value is right; undefined where that takes more. */
export function testsOf(schema: JsonSchema, data: Name): readonly Code[] | undefined {
  const [keyword, ...others] = Object.keys(schema)
  if (others.length > 0) return undefined
  if (keyword === 'const') return isOneOf(data, [schema.const])
  if (keyword === 'enum') return isOneOf(data, schema.enum ?? [])
  if (keyword !== 'type') return undefined
  if (schema.type === 'null') return [_`${data} === null`]
  if (schema.type === 'string' || schema.type === 'boolean') return [_`typeof ${data} === ${schema.type}`]
  if (schema.type === 'integer') return [_`Number.isInteger(${data})`]
  return schema.type === 'number' ? [_`Number.isFinite(${data})`] : undefined
}
