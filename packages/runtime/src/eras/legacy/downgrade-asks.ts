/** What is asked, in what an older revision can carry. */
import type { AskRequest } from '../../features/asks/round.ts'
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'

const ELICITATION_SINCE = '2025-06-18'
/** URLs, titled and multiple choices, defaults of every kind; tools and lists of blocks in sampling. */
const MODES_SINCE = '2025-11-25'

/** What a client of the revision can be asked for: what its revision has no word for is not declared. */
export function askableOf(declared: JsonObject, revision: string): JsonObject {
  if (revision >= MODES_SINCE) return declared
  const { elicitation, sampling, ...rest } = declared
  return {
    ...rest,
    ...(isObject(elicitation) && revision >= ELICITATION_SINCE && { elicitation: {} }),
    ...(isObject(sampling) && { sampling: {} }),
  }
}

/**
 * The params as the revision has them.
 *
 * @throws {Error} saying what the revision has no form for.
 */
export function downgradeAsk({ method, params }: AskRequest, revision: string): JsonObject {
  if (method === 'elicitation/create') return elicitationParams(params, revision)
  return method === 'sampling/createMessage' && revision < MODES_SINCE ? samplingParams(params) : params
}

function elicitationParams(params: JsonObject, revision: string): JsonObject {
  if (params['mode'] === 'url') {
    return { ...params, elicitationId: process.getBuiltinModule('node:crypto').randomUUID() }
  }
  if (revision >= MODES_SINCE) return params
  const { message, requestedSchema } = params
  return { message, requestedSchema: isObject(requestedSchema) ? formSchema(requestedSchema) : requestedSchema }
}

function formSchema(schema: JsonObject): JsonObject {
  const { properties } = schema
  if (!isObject(properties)) return schema
  const fields = Object.entries(properties).map(([name, field]): [string, JsonValue | undefined] => [
    name,
    isObject(field) ? formField(name, field) : field,
  ])
  return { ...schema, properties: Object.fromEntries(fields) }
}

/** 2025-06-18 has `enumNames` for the titles of choices, one choice of several, and a default for booleans. */
function formField(name: string, field: JsonObject): JsonObject {
  const { default: initial, oneOf, ...rest } = field
  if (field['type'] === 'array') throw new Error(`this revision has no field such as "${name}", a choice of several`)
  if (field['type'] === 'boolean') return field
  if (!Array.isArray(oneOf)) return rest
  const options = oneOf.filter(isObject)
  return { ...rest, enum: options.map(option => option['const'] ?? null), enumNames: options.map(titleOf) }
}

function titleOf(option: JsonObject): JsonValue {
  return option['title'] ?? null
}

/** A message of several blocks is as many messages. */
function samplingParams(params: JsonObject): JsonObject {
  const { messages } = params
  if (!Array.isArray(messages)) return params
  return {
    ...params,
    messages: messages.flatMap((message): JsonValue[] => (isObject(message) ? oneBlockEach(message) : [message])),
  }
}

function oneBlockEach(message: JsonObject): JsonObject[] {
  const { content } = message
  return Array.isArray(content) ? content.map(block => ({ ...message, content: block })) : [message]
}
