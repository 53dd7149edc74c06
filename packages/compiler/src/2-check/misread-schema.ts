/** What ajv, which writes the validators, is known to read otherwise than JSON Schema 2020-12 has it: refused, not got wrong in silence. */

type Schema = Readonly<Record<string, unknown>>

export interface Misread {
  readonly problem: string
  readonly help: string
}

export function misread(schema: Schema): Misread | undefined {
  const document = { root: schema, all: [...schemasIn(schema)] }
  for (const one of document.all) {
    const found = misreadAlone(one) ?? misreadUnevaluated(one, document) ?? misreadLoop(one, document)
    if (found !== undefined) return found
  }
  return undefined
}

function misreadAlone(schema: Schema): Misread | undefined {
  const { $ref, properties } = schema
  if ('$dynamicRef' in schema)
    return {
      problem: 'what a `$dynamicRef` refers to depends on who asks, and no validator here follows that',
      help: 'write `$ref`',
    }
  if ('$recursiveRef' in schema)
    return { problem: '`$recursiveRef` is a keyword of 2019-09 and none of 2020-12', help: 'write `$ref`' }
  if (typeof $ref === 'string' && $ref.startsWith('https://json-schema.org/')) return outside($ref)
  if ('nullable' in schema)
    return {
      problem: '`nullable` is a keyword of OpenAPI 3.0 and none of JSON Schema',
      help: "write the type as `['string', 'null']`",
    }
  if (isSchema(properties) && Object.hasOwn(properties, '__proto__'))
    return { problem: 'a property named `__proto__` would not be checked', help: 'rename the property' }
  return undefined
}

export function outside(ref: string): Misread {
  return {
    problem: `\`${ref}\` is not in it, and nothing is fetched`,
    help: 'put what it refers to into the schema, under `$defs`, and refer to it there: `#/$defs/…`',
  }
}

/** What counts as evaluated is gathered from all that applies to the same value; of what did not hold, nothing counts. */
function misreadUnevaluated(schema: Schema, document: Document): Misread | undefined {
  const parts = applied([schema], document)
  const conditional = applied(
    parts.flatMap(part => CONDITIONAL.flatMap(keyword => within(keyword, part[keyword]))),
    document,
  )
  const ifs = applied(
    parts.flatMap(part => within('if', part['if'])),
    document,
  )
  if ('unevaluatedItems' in schema) {
    if (parts.some(part => 'contains' in part))
      return { ...beside('unevaluatedItems', '`contains`'), help: 'leave one of the two out' }
    if (conditional.some(part => ITEMS.some(keyword => keyword in part)))
      return beside('unevaluatedItems', 'a choice or condition that speaks of items')
  }
  if ('unevaluatedProperties' in schema) {
    if (conditional.some(part => 'patternProperties' in part))
      return beside('unevaluatedProperties', 'a choice or condition with `patternProperties`')
    if (ifs.some(part => namesMore(part, schema)))
      return beside('unevaluatedProperties', 'an `if` with properties that are not in `properties`')
  }
  return undefined
}

const ITEMS = ['prefixItems', 'items', 'unevaluatedItems']

/** Whether it names properties that the other schema does not have itself. */
function namesMore(part: Schema, { properties: own }: Schema): boolean {
  const names = isSchema(part['properties']) ? Object.keys(part['properties']) : []
  const more = names.some(name => !isSchema(own) || !Object.hasOwn(own, name))
  return more || 'additionalProperties' in part || 'unevaluatedProperties' in part
}

function beside(keyword: 'unevaluatedItems' | 'unevaluatedProperties', what: string): Misread {
  return {
    problem: `\`${keyword}\` beside ${what} would be checked otherwise than JSON Schema has it`,
    help: `say in each branch, with \`${keyword === 'unevaluatedItems' ? 'items' : 'additionalProperties'}\`, what there may be`,
  }
}

interface Document {
  readonly root: Schema
  readonly all: readonly Schema[]
}

const CONDITIONAL = ['anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas']

/** The schemas that apply to the same value as the given ones: all that there are, where a reference is by `$id`. */
function applied(schemas: readonly Schema[], document: Document): readonly Schema[] {
  const found = new Set(schemas)
  for (const schema of found) {
    const unknown = schema['$ref'] !== undefined && pointedAt(schema['$ref'], document) === undefined
    for (const one of unknown ? document.all : inPlace(schema, document)) found.add(one)
  }
  return [...found]
}

function inPlace(schema: Schema, document: Document): Schema[] {
  const target = pointedAt(schema['$ref'], document)
  const inside = ['allOf', ...CONDITIONAL].flatMap(keyword => within(keyword, schema[keyword]))
  return target === undefined ? inside : [target, ...inside]
}

export const ENDLESS: Misread = {
  problem: 'by its references it applies to the same value without end',
  help: 'refer to a schema from within `properties` or `items` of it',
}

/** A schema that applies to a value because it applies to it, as far as references within it say. */
function misreadLoop(schema: Schema, document: Document): Misread | undefined {
  const found = new Set(inPlace(schema, document))
  for (const one of found) for (const next of inPlace(one, document)) found.add(next)
  return found.has(schema) ? ENDLESS : undefined
}

function pointedAt(ref: unknown, { root, all }: Document): Schema | undefined {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return undefined
  if (ref !== '#' && !ref.startsWith('#/')) return all.find(one => `#${one['$anchor']}` === ref)
  const steps = ref.split('/').slice(1)
  const names = steps.map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  const target = names.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), root)
  return isSchema(target) ? target : undefined
}

/** Values of these are no schemas, whatever they look like. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'dependentRequired', 'required'])
const MAPS = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'])

/** A schema and all in it. */
export function* schemasIn(schema: Schema): Generator<Schema> {
  yield schema
  for (const [keyword, value] of Object.entries(schema)) {
    for (const one of within(keyword, value)) yield* schemasIn(one)
  }
}

function within(keyword: string, value: unknown): Schema[] {
  if (DATA.has(keyword) || !isObject(value)) return []
  if (isSchema(value) && !MAPS.has(keyword)) return [value]
  return Object.values(value).filter(isSchema)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isSchema(value: unknown): value is Schema {
  return isObject(value) && !Array.isArray(value)
}
