/** What ajv, which writes the validators, is known to read otherwise than JSON Schema 2020-12 has it: refused, not got wrong in silence. */

type Schema = Readonly<Record<string, unknown>>

export interface Misread {
  readonly problem: string
  readonly help: string
}

export function misread(schema: Schema): Misread | undefined {
  const document = { root: schema, all: [...schemasIn(schema)] }
  for (const one of document.all) {
    const found = misreadAlone(one) ?? misreadUnevaluated(one, document)
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

/** The schemas that apply to the same value as the given ones: all that there are, where a reference is no plain pointer. */
function applied(schemas: readonly Schema[], { root, all }: Document): readonly Schema[] {
  const found = new Set(schemas)
  for (const schema of found) {
    const { $ref, allOf } = schema
    const target = typeof $ref === 'string' ? pointedAt($ref, root) : undefined
    const referred = $ref === undefined ? [] : target === undefined ? all : [target]
    const conditional = CONDITIONAL.flatMap(keyword => within(keyword, schema[keyword]))
    for (const one of [...within('allOf', allOf), ...conditional, ...referred]) found.add(one)
  }
  return [...found]
}

function pointedAt(ref: string, root: Schema): Schema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  const steps = ref.split('/').slice(1)
  const names = steps.map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  const target = names.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), root)
  return isSchema(target) ? target : undefined
}

/** Values of these are no schemas, whatever they look like. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'dependentRequired', 'required'])
const MAPS = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'])

function* schemasIn(schema: Schema): Generator<Schema> {
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
