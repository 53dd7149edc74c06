/** A tool's arguments as a person types them. */
import { text as readAll } from 'node:stream/consumers'
import { UsageError } from '../errors.ts'
import { isObject, type JsonObject } from './message.ts'

type Values = Record<string, unknown>

/**
 * Reads one JSON object, `-` for one on standard input, or `--name value` pairs: a value is text where the schema takes
 * text and JSON elsewhere; a name without a value is `true`; a repeated name, or one of an array, makes a list.
 *
 * @throws {UsageError} for anything else.
 */
export async function readArguments(words: readonly string[], schema: JsonObject): Promise<JsonObject> {
  const [first, ...rest] = words
  if (first === undefined) return {}
  if (first.startsWith('--')) return readPairs(words, schema)
  if (rest.length > 0) {
    throw new UsageError(
      `after JSON nothing more is read: '${rest[0]}'. Options of mcpgen stand before the tool's name.`,
    )
  }
  return parseObject(first === '-' ? await readAll(process.stdin) : first)
}

function parseObject(json: string): JsonObject {
  const value = parseJson(json)
  if (isObject(value)) return value
  throw new UsageError(`the arguments are neither a JSON object nor --name value pairs: ${json.trim().slice(0, 80)}`)
}

function readPairs(words: readonly string[], schema: JsonObject): JsonObject {
  const values: Values = Object.create(null)
  for (let index = 0; index < words.length; index += 1) {
    const [name, inline] = splitPair(words[index] ?? '')
    const next = words[index + 1]
    if (inline !== undefined || next === undefined || next.startsWith('--')) add(values, { name, text: inline, schema })
    else {
      add(values, { name, text: next, schema })
      index += 1
    }
  }
  return values
}

function splitPair(word: string): [name: string, inline: string | undefined] {
  const [, name, inline] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? []
  if (name === undefined) throw new UsageError(`'${word}' is not the name of an argument; write --name value`)
  return [name, inline]
}

interface Pair {
  readonly name: string
  readonly text: string | undefined
  readonly schema: JsonObject
}

function add(values: Values, { name, text, schema }: Pair): void {
  const types = typesOf(propertyOf(schema, name), schema)
  if (types.has('array') && !(text ?? '').startsWith('[')) {
    const items = typesOf(itemsOf(propertyOf(schema, name), schema), schema)
    values[name] = [...((values[name] as unknown[] | undefined) ?? []), convert(text, items)]
    return
  }
  if (name in values) throw new UsageError(`--${name} is given twice, and it is not a list`)
  values[name] = convert(text, types)
}

/** The value as the schema takes it; text that is not the JSON it should be is left for the server to judge. */
function convert(text: string | undefined, types: ReadonlySet<string>): unknown {
  if (text === undefined) return true
  if (types.has('string')) return text
  return parseJson(text) ?? (text.trim() === 'null' ? null : text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function propertyOf(schema: JsonObject, name: string): unknown {
  const properties = resolve(schema, schema)['properties']
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : {}
}

function itemsOf(property: unknown, root: JsonObject): unknown {
  return resolve(property, root)['items']
}

/** The JSON types that a schema takes, through local references and unions; none known means any. */
function typesOf(schema: unknown, root: JsonObject): ReadonlySet<string> {
  const { type, enum: members, const: constant, anyOf, oneOf } = resolve(schema, root)
  const found = new Set<string>([type ?? []].flat() as string[])
  for (const value of [members ?? [], constant ?? []].flat()) found.add(value === null ? 'null' : typeof value)
  for (const branch of [anyOf ?? [], oneOf ?? []].flat()) for (const name of typesOf(branch, root)) found.add(name)
  return found
}

/** Follows local references; a schema that only refers to itself takes anything. */
function resolve(schema: unknown, root: JsonObject): JsonObject {
  let current = schema
  for (let steps = 0; steps < 32 && isObject(current); steps += 1) {
    const ref = current['$ref']
    if (typeof ref !== 'string' || !ref.startsWith('#/')) return current
    let target: unknown = root
    for (const key of ref.slice(2).split('/')) {
      target = isObject(target)
        ? target[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')]
        : undefined
    }
    current = target
  }
  return {}
}
