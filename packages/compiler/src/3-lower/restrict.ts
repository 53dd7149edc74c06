/** Schemas in the words that a project's targets take. Only what is advertised is lowered; validators stay exact. */
import type { Limits } from '../ir/targets.ts'
import { type JsonSchema, ordered, record } from './json-schema.ts'
import { inWords } from './restrict-words.ts'

type Step = (schema: JsonSchema, limits: Limits) => JsonSchema

/**
 * What a target takes of a schema: it says no more than the schema says, and for arguments as much as it can. Clients hold
 * results against theirs, so there nothing becomes required, and what may be anything stays that.
 */
export function restrict(schema: JsonSchema, limits: Limits, side: 'input' | 'output'): JsonSchema {
  const inner = (one: JsonSchema): JsonSchema => restrict(one, limits, side)
  const steps = side === 'input' ? [...STEPS, typeEverything, requireAll] : STEPS
  return ordered(steps.reduce((made, step) => step(made, limits), mapped(nameChoices(schema, limits), inner)))
}

function mapped(schema: JsonSchema, inner: (one: JsonSchema) => JsonSchema): JsonSchema {
  const each = (schemas: Record<string, JsonSchema> | undefined) =>
    schemas && record(Object.entries(schemas).map(([name, one]) => [name, inner(one)]))
  return ordered({
    ...schema,
    properties: each(schema.properties),
    patternProperties: each(schema.patternProperties),
    additionalProperties: schema.additionalProperties && inner(schema.additionalProperties),
    ...(schema.additionalProperties === false && { additionalProperties: false }),
    prefixItems: schema.prefixItems?.map(inner),
    items: schema.items && inner(schema.items),
    ...(schema.items === false && { items: false }),
    anyOf: schema.anyOf?.map(inner),
    oneOf: schema.oneOf?.map(inner),
    not: schema.not && inner(schema.not),
    $defs: each(schema.$defs),
  })
}

/** Before what is inside: choices with a text for each become one list, and their texts a part of the description. */
const nameChoices: Step = (schema, limits) => {
  const { oneOf, ...rest } = schema
  if (oneOf === undefined || !limits.has('oneOf')) return schema
  const values = oneOf.map(one => ('const' in one ? one.const : one.enum?.length === 1 ? one.enum[0] : undefined))
  if (values.includes(undefined)) return { ...rest, anyOf: oneOf }
  const lines = oneOf.flatMap(({ description }, n) =>
    description === undefined ? [] : [`${JSON.stringify(values[n])}: ${description}`],
  )
  return { ...withText(rest, lines), enum: values }
}

/** The items' types together, and how many there are. */
const levelTuples: Step = (schema, limits) => {
  const { prefixItems, items, ...rest } = schema
  if (!limits.has('tuples')) return schema
  // `[]`: an array needs the type of its items, even if it has none.
  if (prefixItems === undefined) return schema.type === 'array' && !items ? { ...rest, items: {} } : schema
  const types = [...prefixItems, ...(items ? [items] : [])]
  const different = [...new Map(types.map(one => [JSON.stringify({ ...one, title: undefined }), one])).values()]
  const [only] = different
  const titles = prefixItems.flatMap(({ title }) => title ?? [])
  const list = different.length === 1 && only !== undefined ? only : { anyOf: different }
  const { title: _, ...item } = list as JsonSchema
  return {
    ...withText(rest, titles.length === prefixItems.length ? [`In this order: ${titles.join(', ')}.`] : []),
    items: item,
    ...(items === false && { maxItems: prefixItems.length }),
  }
}

const avoidConst: Step = (schema, limits) => {
  if (!('const' in schema) || !limits.has('const')) return schema
  const { const: value, ...rest } = schema
  return { ...rest, enum: [value] }
}

const nameOtherChoices: Step = (schema, limits) => {
  const { enum: values, ...rest } = schema
  if (values === undefined || !limits.has('otherEnums') || values.every(value => typeof value === 'string'))
    return schema
  const kinds = [...new Set(values.map(value => (value === null ? 'null' : typeof value)))]
  const texts = values.filter(value => typeof value === 'string')
  const typed = (kind: string): JsonSchema => (kind === 'string' ? { type: kind, enum: texts } : { type: kind })
  const [only] = kinds
  const choice = kinds.length === 1 && only !== undefined ? typed(only) : { anyOf: kinds.map(typed) }
  return { ...withText(rest, [`One of ${values.map(value => JSON.stringify(value)).join(', ')}.`]), ...choice }
}

const SIMPLE: readonly JsonSchema[] = ['string', 'number', 'boolean', 'object', 'null'].map(type => ({ type }))

/** A list needs the type of its items, and these cannot go on for ever. */
const ANYTHING: readonly JsonSchema[] = [...SIMPLE, { type: 'array', items: { anyOf: [...SIMPLE] } }]

const typeEverything: Step = (schema, limits) => {
  const says = ['type', 'anyOf', 'oneOf', 'enum', '$ref', 'const', 'not'].some(key => key in schema)
  if (says || !limits.has('untyped')) return schema
  // Strict function calling knows no object whose properties are not named.
  const strict = (one: JsonSchema): JsonSchema[] => (one.type === 'object' ? [] : [withoutObjects(one)])
  return { ...schema, anyOf: limits.has('optional') ? ANYTHING.flatMap(strict) : [...ANYTHING] }
}

function withoutObjects({ items, ...rest }: JsonSchema): JsonSchema {
  if (items === undefined || items === false) return rest
  return { ...rest, items: { anyOf: items.anyOf?.filter(({ type }) => type !== 'object') ?? [] } }
}

const closeObjects: Step = (schema, limits) => {
  const { additionalProperties, patternProperties, ...rest } = schema
  const isOpen =
    (additionalProperties !== undefined && additionalProperties !== false) || patternProperties !== undefined
  if (isOpen && limits.has('openObjects'))
    return limits.has('optional') ? { ...rest, properties: rest.properties ?? {} } : withText(rest, [OPEN])
  return additionalProperties === false && limits.has('closing') ? { ...rest, ...patternsOf(schema) } : schema
}

const OPEN = 'Any names may stand in it.'

function patternsOf({ patternProperties }: JsonSchema): Pick<JsonSchema, 'patternProperties'> {
  return patternProperties === undefined ? {} : { patternProperties }
}

/** Strict function calling sends every property, `null` for none; the server takes that for absent. */
const requireAll: Step = (schema, limits) => {
  const { properties, required = [] } = schema
  if (properties === undefined || !limits.has('optional')) return schema
  const names = Object.keys(properties)
  const all = record(
    Object.entries(properties).map(([name, one]) => [name, required.includes(name) ? one : nullable(one)]),
  )
  return { ...schema, properties: all, ...(names.length > 0 && { required: names }), additionalProperties: false }
}

function nullable(schema: JsonSchema): JsonSchema {
  const { title, description, 'x-mcp-header': header, ...rest } = schema
  if (rest.anyOf?.some(one => one.type === 'null') || rest.enum?.includes(null)) return schema
  const members = rest.anyOf !== undefined && Object.keys(rest).length === 1 ? rest.anyOf : [rest]
  return ordered({ title, description, 'x-mcp-header': header, anyOf: [...members, { type: 'null' }] })
}

const sayKeywords: Step = (schema, { keywords }) => {
  const said = Object.entries(schema).filter(([keyword]) => keywords.has(keyword))
  if (said.length === 0) return schema
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.has(keyword))) as JsonSchema
  return withText(
    rest,
    said.flatMap(([keyword, value]) => inWords(keyword, value)),
  )
}

function withText(schema: JsonSchema, lines: readonly string[]): JsonSchema {
  const { description, ...rest } = schema
  const text = [...(description === undefined ? [] : [description]), ...lines].join('\n')
  return text === '' ? rest : { ...rest, description: text }
}

const STEPS: readonly Step[] = [levelTuples, avoidConst, nameOtherChoices, closeObjects, sayKeywords]
