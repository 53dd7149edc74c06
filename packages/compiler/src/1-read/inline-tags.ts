/** Tags in braces: `{@integer}` and `{@minimum 0}` say something of a value, `{@link X}` is text. */

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
  /** `{@` without its closing brace. */
  readonly unbalanced: boolean
}

const LINKS = new Set(['link', 'linkcode', 'linkplain'])
const DROPPED = new Set(['inheritDoc', 'inheritdoc', 'label'])

/** Takes the inline tags out of a line of text that starts at an offset of the file. */
export function takeInline(line: string, start: number): Taken {
  const inline: InlineTag[] = []
  let text = ''
  let unbalanced = false
  let i = 0
  while (i < line.length) {
    const open = line.indexOf('{@', i)
    if (open === -1 || insideTicks(line, open)) {
      const stop = open === -1 ? line.length : open + 2
      text += line.slice(i, stop)
      i = stop
      continue
    }
    text += line.slice(i, open)
    const end = matchingBrace(line, open)
    unbalanced ||= end === undefined
    i = end ?? line.length
    const body = line.slice(open + 2, end === undefined ? i : i - 1)
    const [, name = '', value = ''] = /^([\w-]*)\s*(.*)$/s.exec(body) ?? []
    if (LINKS.has(name)) text += linkText(value)
    else if (!DROPPED.has(name)) inline.push({ name, value: value.trim(), start: start + open, end: start + i })
  }
  return {
    text:
      inline.length > 0
        ? text
            .replace(/ {2,}/g, ' ')
            .replace(/ +([.,;:])/g, '$1')
            .trim()
        : text,
    inline,
    unbalanced,
  }
}

/** `{@link Target}`, `{@link Target text}` and `{@link Target | text}` read as their text, or the target's name. */
function linkText(value: string): string {
  const [, target = '', text = ''] = /^([^\s|]+)\s*\|?\s*(.*)$/s.exec(value.trim()) ?? []
  return text.trim() || target
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
