/** Tags of other schema generators that say what tags of ours say: projects that had one keep what they wrote. */

interface Tag {
  readonly name: string
  readonly value: string
}

const OF_TYPES: ReadonlySet<string> = new Set(['asType', 'type', 'TJS-type'])

const WHOLE = /^\{?(?:integer|int|u?int(?:8|16|32|64))\}?$/

/** `@asType integer` and `@type uint32` are `@integer`; nothing for what is of ours, or of nobody. */
export function inOurWords<T extends Tag>(tag: T): T[] {
  if (!OF_TYPES.has(tag.name) || !WHOLE.test(tag.value)) return []
  const integer = { ...tag, name: 'integer', value: '' }
  return tag.value.includes('uint') ? [integer, { ...tag, name: 'minimum', value: '0' }] : [integer]
}
