/** JSON values in words, short enough for a message. */

const LONGEST = 60
const MOST_LISTED = 20

/** `the string "abc"`, `5`, `an empty array`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing'
    case 'string':
      return `the string ${quote(value)}`
    case 'number':
    case 'boolean':
      return String(value)
    case 'object':
      return describeObject(value)
    default:
      return `a ${typeof value}`
  }
}

/** A JSON value as it is written in JSON, cut when long. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return cut(JSON.stringify(value) ?? String(value))
  return JSON.stringify(cut(value))
}

/** `"a", "b" or "c"`, cut when there are many. */
export function listValues(values: readonly unknown[]): string {
  if (values.length > MOST_LISTED) {
    const shown = values.slice(0, MOST_LISTED).map(quote).join(', ')
    return `${shown} … (${values.length} in all)`
  }
  return either(values.map(quote))
}

/** `a, b or c` */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join()
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** `1 item`, `3 items` */
export function count(n: unknown, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`
}

function describeObject(value: object | null): string {
  if (value === null) return 'null'
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? 'an empty object' : 'an object'
  return value.length === 0 ? 'an empty array' : `an array of ${count(value.length, 'item')}`
}

/** Never cuts a surrogate pair in two. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text
  return `${text.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
