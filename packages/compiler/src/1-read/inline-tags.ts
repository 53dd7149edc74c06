/** Tags in braces: `{@integer}` and `{@minimum 0}` say something of a value, `{@link X}` is text. */
import { isOurs } from './tag-names.ts'

export interface InlineTag {
  readonly name: string
  readonly value: string
  /** Offsets of `{@…}` in the file. */
  readonly start: number
  readonly end: number
}

export interface Taken {
  readonly text: string
  readonly inline: InlineTag[]
  /** `{@…` without its closing brace: it says nothing. */
  readonly unclosed: readonly InlineTag[]
}

const LINKS = new Set(['link', 'linkcode', 'linkplain'])
const DROPPED = new Set(['inheritDoc', 'inheritdoc', 'label'])

/** Takes the inline tags out of a line of text that starts at an offset of the file. */
export function takeInline(line: string, start: number): Taken {
  const inline: InlineTag[] = []
  const unclosed: InlineTag[] = []
  let text = ''
  let i = 0
  for (let open = nextTag(line, 0); open !== -1; open = nextTag(line, i)) {
    const end = matchingBrace(line, open)
    const body = line.slice(open, end === undefined ? line.length : end - 1)
    const [, name = '', value = ''] = /^\{\s*@([\w-]*)\s*(.*)$/s.exec(body) ?? []
    text += line.slice(i, open) + (LINKS.has(name) ? linkText(value) : '')
    i = end ?? line.length
    const tag = { name, value: value.trim(), start: start + open, end: start + (end ?? line.trimEnd().length) }
    if (end === undefined) unclosed.push(tag)
    else if (!LINKS.has(name) && !DROPPED.has(name)) inline.push(tag)
  }
  text += line.slice(i)
  return { text: inline.length > 0 ? closeGaps(text) : text, inline, unclosed }
}

/** The next `{@` outside back-ticks, or -1; with a space between only before a tag of ours, which else would be text. */
function nextTag(line: string, from: number): number {
  for (const { index, 1: space, 2: name = '' } of line.slice(from).matchAll(/\{(\s*)@([\w-]*)/g)) {
    if ((space === '' || isOurs(name)) && !insideTicks(line, from + index)) return from + index
  }
  return -1
}

/** What a tag leaves behind where it stood. */
function closeGaps(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ +([.,;:])/g, '$1')
    .trim()
}

/** `{@link Target}`, `{@link Target text}` and `{@link Target | text}` read as their text, or the target's name. */
function linkText(value: string): string {
  const [, target = '', text = ''] = /^([^\s|]+)\s*\|?\s*(.*)$/s.exec(value.trim()) ?? []
  return text.trim().replace(/\s+/g, ' ') || target
}

function insideTicks(line: string, at: number): boolean {
  return (line.slice(0, at).match(/`/g)?.length ?? 0) % 2 === 1 && line.indexOf('`', at) !== -1
}

/** The offset behind the brace that closes the one at `at`. */
export function matchingBrace(text: string, at: number): number | undefined {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text[i] === '{') depth++
    if (text[i] === '}' && --depth === 0) return i + 1
  }
  return undefined
}
