export type JsonPrimitive = string | number | boolean | null
export type JsonValue = JsonPrimitive | JsonObject | JsonValue[]
export interface JsonObject {
  [key: string]: JsonValue | undefined
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
