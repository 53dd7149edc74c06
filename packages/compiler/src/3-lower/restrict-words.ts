/** Keywords as a sentence of a description, for clients that do not take them. */

const WORDS = new Map<string, (value: unknown) => string>([
  ['minLength', value => `At least ${count(value, 'character')}.`],
  ['maxLength', value => `At most ${count(value, 'character')}.`],
  ['exclusiveMinimum', value => `More than ${value}.`],
  ['exclusiveMaximum', value => `Less than ${value}.`],
  ['multipleOf', value => `A multiple of ${value}.`],
  ['uniqueItems', () => 'No item twice.'],
  ['minProperties', value => `At least ${count(value, 'property', 'properties')}.`],
  ['maxProperties', value => `At most ${count(value, 'property', 'properties')}.`],
  ['contentEncoding', value => `Text in ${value}.`],
  ['default', value => `Default: ${JSON.stringify(value)}.`],
  ['deprecated', () => 'Deprecated.'],
  ['examples', value => `For example ${(value as unknown[]).map(one => JSON.stringify(one)).join(', ')}.`],
])

function count(n: unknown, one: string, more = `${one}s`): string {
  return `${n} ${n === 1 ? one : more}`
}

/** One sentence; none for a keyword that needs no words. */
export function inWords(keyword: string, value: unknown): string[] {
  const words = WORDS.get(keyword)
  return words === undefined ? [] : [words(value)]
}
