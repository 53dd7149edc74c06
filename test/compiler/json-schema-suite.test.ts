/**
 * The official JSON-Schema-Test-Suite, on validators as a build writes them, where the environment variable
 * JSON_SCHEMA_TEST_SUITE names a checkout of it: it is others' work and no package carries it. The compiler never writes a
 * schema without its type, and ajv is told to refuse one; the suite's schemas, mostly without, are first said in that way.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { validate } from '../runtime/features/bindings.ts'

type Schema = Readonly<Record<string, unknown>>
type Group = {
  description: string
  schema: Schema | boolean
  tests: { description: string; data: unknown; valid: boolean }[]
}

const SUITE = process.env['JSON_SCHEMA_TEST_SUITE']

/** The files about what types are lowered to. */
const FILES = [
  ...['additionalProperties', 'anyOf', 'const', 'enum', 'exclusiveMaximum', 'exclusiveMinimum', 'items', 'maxItems'],
  ...[
    'maxLength',
    'maxProperties',
    'maximum',
    'minItems',
    'minLength',
    'minProperties',
    'minimum',
    'multipleOf',
    'not',
  ],
  ...['pattern', 'patternProperties', 'prefixItems', 'properties', 'required', 'type', 'uniqueItems'],
  ...['date', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'json-pointer', 'regex', 'time', 'uri'].map(
    format,
  ),
  ...['uri-reference', 'uuid'].map(format),
  'optional/non-bmp-regex',
  'optional/float-overflow',
]

function format(name: string): string {
  return `optional/format/${name}`
}

function groupsOf(suite: string, file: string): Group[] {
  const groups: Group[] = JSON.parse(readFileSync(join(suite, 'tests/draft2020-12', `${file}.json`), 'utf8'))
  return groups.map(group => ({ ...group, schema: withoutDialect(group.schema) }))
}

function withoutDialect(schema: Schema | boolean): Schema | boolean {
  if (typeof schema === 'boolean') return schema
  const { $schema: _, ...rest } = schema
  return rest
}

/** The keywords that say something about values of one type alone. */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  object: ['properties', 'patternProperties', 'additionalProperties', 'required', 'minProperties', 'maxProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'],
  boolean: [],
  null: [],
}

/** What a group needs that no type is lowered to. */
const NEVER_WRITTEN =
  /"(?:\$ref|\$defs|\$id|\$anchor|allOf|oneOf|if|unevaluated\w+|dependent\w+|propertyNames|contains)":/

/** The schema in the words of the compiler; undefined where it has none for it. */
function said(schema: Schema | boolean): Schema | undefined {
  if (schema === true) return {}
  if (schema === false) return { not: {} }
  const { type, const: constant, enum: values, anyOf, not, ...rest } = schema
  if (not !== undefined && JSON.stringify(not) !== '{}') return undefined
  const parts = [
    'const' in schema ? [scalars([constant])] : [],
    values === undefined ? [] : [scalars(values as unknown[])],
    Array.isArray(anyOf) ? [all(anyOf.map(said))] : [],
    not === undefined ? [] : [{ not: {} }],
    type === undefined && Object.keys(rest).length === 0 ? [] : [byType(type, rest)],
  ].flat()
  return parts.length > 1 ? undefined : parts.length === 0 ? {} : parts[0]
}

function scalars(values: readonly unknown[]): Schema | undefined {
  return values.some(value => typeof value === 'object' && value !== null) ? undefined : { enum: values }
}

function all(alternatives: readonly (Schema | undefined)[]): Schema | undefined {
  return alternatives.includes(undefined) ? undefined : { anyOf: alternatives }
}

/** An alternative for each type that the schema allows. */
function byType(type: unknown, keywords: Schema): Schema | undefined {
  const types = type === undefined ? Object.keys(BY_TYPE) : [type].flat()
  const known = Object.values(BY_TYPE).flat()
  if (Object.keys(keywords).some(keyword => !known.includes(keyword))) return undefined
  const alternatives = types.map(one => {
    const own = BY_TYPE[one === 'integer' ? 'number' : String(one)] ?? []
    return withInner({
      type: one,
      ...Object.fromEntries(Object.entries(keywords).filter(([name]) => own.includes(name))),
    })
  })
  return alternatives.length === 1 ? alternatives[0] : all(alternatives)
}

/** Schemas inside are said anew too. A list of items without an end is the compiler's, whose tuples end or have a rest. */
function withInner(schema: Schema): Schema | undefined {
  const inner = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'properties' || keyword === 'patternProperties') {
      const entries = Object.entries(value as Schema).map(([name, one]) => [name, said(one as Schema)] as const)
      return [keyword, entries.some(([, one]) => one === undefined) ? undefined : Object.fromEntries(entries)]
    }
    if (keyword === 'items' || keyword === 'additionalProperties')
      return [keyword, value === false ? false : said(value as Schema)]
    if (keyword === 'prefixItems') return [keyword, all((value as Schema[]).map(said))?.['anyOf']]
    return [keyword, value]
  })
  return inner.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(inner)
}

/** Groups that ask for something else than we promise. */
const OTHERWISE: readonly string[] = [
  // A hostname is checked by RFC 1123: its labels' letters and lengths, not what an A-label of IDNA decodes to.
  'validation of A-label (punycode) host names',
]

describe('the JSON-Schema-Test-Suite', {
  skip: SUITE === undefined && 'JSON_SCHEMA_TEST_SUITE names no checkout of it',
}, () => {
  for (const file of SUITE === undefined ? [] : FILES) {
    describe(file, () => {
      for (const group of groupsOf(SUITE ?? '', file)) {
        const schema = NEVER_WRITTEN.test(JSON.stringify(group.schema)) ? undefined : said(group.schema)
        const left = schema === undefined || OTHERWISE.includes(group.description)
        it(group.description, { skip: left && 'the compiler never writes such a schema' }, () => {
          const check = validate(schema as never)
          for (const { description, data, valid } of group.tests) {
            assert.equal(check(data), valid, `${description}: ${JSON.stringify(data)}`)
          }
        })
      }
    })
  }
})
