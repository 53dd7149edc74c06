/** How many columns text takes in a terminal, and what of it may be shown there. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const PLAIN = /^[\x20-\x7e]*$/
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** East Asian Wide and Fullwidth, by block, and what terminals draw as emoji. */
const WIDE =
  /^(?:\p{RI}{2}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}])/u

/** The columns that text without tabs and control characters takes. */
export function width(text: string): number {
  if (PLAIN.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += clusterWidth(segment)
  return columns
}

function clusterWidth(cluster: string): number {
  if (ZERO.test(cluster)) return 0
  return WIDE.test(cluster) ? 2 : 1
}

/** The longest start of the text that fits into so many columns. */
export function clip(text: string, columns: number): string {
  let end = 0
  let taken = 0
  for (const { segment, index } of graphemes.segment(text)) {
    taken += clusterWidth(segment)
    if (taken > columns) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** The text without its first columns; a wide character across the cut goes with them. */
export function clipStart(text: string, columns: number): string {
  let taken = 0
  for (const { segment, index } of graphemes.segment(text)) {
    if (taken >= columns) return text.slice(index)
    taken += clusterWidth(segment)
  }
  return ''
}

/**
 * Source text as a terminal may show it: tabs as two spaces, other control characters as their pictures, and what would
 * reorder or break the line (bidirectional controls, line separators) as a replacement character.
 */
export function visible(text: string): string {
  return text
    .replaceAll('\t', '  ')
    .replace(/\p{Cc}/gu, picture)
    .replace(/[\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** The picture of a control character; the second block of them has none. */
function picture(control: string): string {
  const code = control.charCodeAt(0)
  if (code === 0x7f) return '\u2421'
  return code < 0x20 ? String.fromCharCode(code + 0x2400) : '\ufffd'
}
