export type JsonPrimitive = string | number | boolean | null
export type JsonValue = JsonPrimitive | JsonObject | JsonValue[]
export interface JsonObject {
  [key: string]: JsonValue | undefined
}

/** Whether a value of JSON is an object: not null, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON on its way out: text, or bytes that many answers share, behind a text of their own. The bytes are never copied. */
export type JsonText = string | SharedText

export interface SharedText {
  readonly head: string
  readonly bytes: Buffer
}

/** All of it as one text. */
export function wholeText(json: JsonText): string {
  return typeof json === 'string' ? json : json.head + json.bytes.toString()
}
