/** What a JSON Schema knows of a place in a value: to tell what a mistyped name, or a wrong kind, was meant to be. */
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'

/**
 * The names of the properties that may stand in the object at a place.
 *
 * @param place Reference tokens from the value's root.
 */
export function knownNames(schema: JsonObject, place: readonly string[]): string[] {
  return [...new Set(schemasAt(schema, place).flatMap(node => Object.keys(objectAt(node, 'properties') ?? {})))]
}

/** The literals that may stand at a place. */
export function knownValues(schema: JsonObject, place: readonly string[]): JsonValue[] {
  return [...new Set(schemasAt(schema, place).flatMap(literals))]
}

function literals({ const: value, enum: values }: JsonObject): JsonValue[] {
  if (value !== undefined) return [value]
  return Array.isArray(values) ? values : []
}

function schemasAt(schema: JsonObject, place: readonly string[]): JsonObject[] {
  let nodes = alternatives([schema], schema)
  for (const segment of place) {
    const below = nodes.flatMap(node => children(node, segment))
    nodes = alternatives(below, schema)
  }
  return nodes
}

/** The schemas and everything they refer to for the same place. */
function alternatives(nodes: readonly (JsonValue | undefined)[], root: JsonObject): JsonObject[] {
  const found = new Set<JsonObject>()
  const waiting = [...nodes]
  for (let node = waiting.pop(); node !== undefined || waiting.length > 0; node = waiting.pop()) {
    if (!isObject(node) || found.has(node)) continue
    found.add(node)
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      if (Array.isArray(node[keyword])) waiting.push(...node[keyword])
    }
    waiting.push(node['then'], node['else'], target(node['$ref'], root))
  }
  return [...found]
}

function children(node: JsonObject, segment: string): (JsonValue | undefined)[] {
  const properties = objectAt(node, 'properties')
  if (properties !== undefined && Object.hasOwn(properties, segment)) return [properties[segment]]
  const prefix = node['prefixItems']
  const item = Array.isArray(prefix) ? prefix[Number(segment)] : undefined
  return [
    item ?? node['items'],
    node['additionalProperties'],
    ...Object.values(objectAt(node, 'patternProperties') ?? {}),
  ]
}

/** Only `#/$defs/<name>`, which is what a build writes. */
function target(ref: JsonValue | undefined, root: JsonObject): JsonValue | undefined {
  if (typeof ref !== 'string' || !ref.startsWith('#/$defs/')) return undefined
  const name = decodeURIComponent(ref.slice('#/$defs/'.length)).replaceAll('~1', '/').replaceAll('~0', '~')
  const defs = objectAt(root, '$defs')
  return defs !== undefined && Object.hasOwn(defs, name) ? defs[name] : undefined
}

function objectAt(node: JsonObject, key: string): JsonObject | undefined {
  const value = node[key]
  return isObject(value) ? value : undefined
}
