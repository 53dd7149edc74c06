/** Pieces of TypeScript source; nothing of a document gets out of the comment, the string or the key that it stands in. */

export type DocLine = { readonly text: string } | { readonly tag: string; readonly value: string }

/** A comment with its line end; empty for nothing to say. */
export function docComment(lines: readonly DocLine[]): string {
  const texts = lines.flatMap(line => ('text' in line ? prose(line.text) : [`@${line.tag} ${line.value}`.trimEnd()]))
  const [only] = texts
  if (only === undefined) return ''
  const safe = texts.map(text => text.replaceAll('*/', '*\\/'))
  if (texts.length === 1 && only.length < 110) return `/** ${safe[0]} */\n`
  return `/**\n${safe.map(text => ` * ${text}`.trimEnd()).join('\n')}\n */\n`
}

/** Values of tags are JSON and regular expressions: in both an escape stands for what would begin a line, or another tag. */
export function inTag(value: string): string {
  return value.replace(/[\n\r\u2028\u2029]|(?<=^|\s)@/g, escaped)
}

/** What a document says, on a terminal: nothing of it steers that. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A description is text: an `@` that begins a word in it would be a tag, and `{@` an inline one. */
function prose(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(^|[\s(])@([A-Za-z][\w-]*)/g, '$1`@$2`')
    .replaceAll('{@', '{ @')
    .split('\n')
    .map(line => line.trimEnd())
}

export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : quoted(name)
}

/** `input.name`, or `input['x-y']`. */
export function member(object: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${quoted(name)}]`
}

export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** The inside of a template literal. */
export function inTemplate(text: string): string {
  return text.replace(/[`\\]|\$(?=\{)/g, '\\$&')
}
