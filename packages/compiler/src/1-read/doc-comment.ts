/**
 * Reads a documentation comment from its raw text. TypeScript's own split is not used: it takes `{@integer}` in a
 * `@param` line for a type, and finds tags in prose and in code fences.
 *
 * A tag counts at the start of a line, behind another tag on its line or the end of a sentence, and, where the comment
 * has one line of text only, anywhere in it. Inside back-ticks, code fences and braces nothing is a tag.
 */
import { blocks, contentLines, type Line } from './comment-lines.ts'
import { type InlineTag, takeInline } from './inline-tags.ts'
import { ownsText } from './tag-names.ts'
import { type Found, findTags, isWord, type Rules } from './tag-signs.ts'

export interface DocComment {
  /** Markdown, without the comment's own asterisks; `{@link X}` stands as `X`. */
  readonly text: string
  readonly tags: readonly DocTag[]
  /** `{@integer}` in the text itself. */
  readonly inline: readonly InlineTag[]
  /** Tags of ours within a sentence, where they are text. */
  readonly words: readonly TagWord[]
  /** `{@…` without its closing brace, wherever it stands. */
  readonly unclosed: readonly InlineTag[]
}

/** `@name` with its offsets in the file. */
export interface TagWord {
  readonly name: string
  readonly start: number
  readonly end: number
  /** The colon of `@guard: admin`, where a tag would count without it. */
  readonly mark?: string
}

export interface DocTag {
  readonly name: string
  /** The rest of the line, or what stands before the next tag; raw. */
  readonly value: string
  /** The value and the lines below it that are the tag's own, without inline tags. */
  readonly text: string
  readonly inline: readonly InlineTag[]
  /** Offsets of `@name` in the file. */
  readonly start: number
  readonly end: number
  /** Offset behind `value`. */
  readonly valueEnd: number
}

export const NO_COMMENT: DocComment = { text: '', tags: [], inline: [], words: [], unclosed: [] }

/** A run of text that is being gathered: the description's, or a tag's own. */
interface Sink {
  readonly lines: string[]
  readonly inline: InlineTag[]
}

interface OpenTag extends Sink {
  readonly name: string
  readonly value: string
  readonly start: number
  readonly valueEnd: number
}

/** What is gathered from line to line. */
interface State {
  readonly description: Sink
  readonly tags: OpenTag[]
  readonly words: TagWord[]
  readonly unclosed: InlineTag[]
  /** Where the next line of text belongs. */
  sink: Sink
}

/**
 * Reads the comment whose text, from `/**` to its end, starts at an offset of the file. On a value "the @tool to use" is
 * a word of the sentence.
 */
export function parseDocComment(raw: string, offset: number, on: 'function' | 'value'): DocComment {
  const lines = contentLines(raw, offset)
  const oneLine = lines.filter(line => line.text.trim() !== '').length === 1
  const description: Sink = { lines: [], inline: [] }
  const state: State = { description, tags: [], words: [], unclosed: [], sink: description }
  for (const { line, fenced } of blocks(lines)) {
    if (fenced) state.sink.lines.push(line.text)
    else addLine(state, line, { oneLine, declares: on === 'function' })
  }
  const tags = state.tags.map(closeTag)
  const { words, unclosed } = state
  return { text: textOf(description), inline: description.inline, tags, words, unclosed }
}

function addLine(state: State, line: Line, rules: Rules): void {
  const signs = findTags(line.text, rules)
  const found = signs.filter(({ counts }) => counts)
  state.words.push(...signs.filter(isWord).map(sign => wordOf(sign, line)))
  const before = line.text.slice(0, found[0]?.at ?? line.text.length)
  if (found.length === 0 || before.trim() !== '') state.unclosed.push(...addText(state.sink, before, line.start))
  for (const [i, tag] of found.entries()) {
    const { tag: opened, unclosed } = openTag(line, tag, found[i + 1]?.at ?? line.text.length)
    state.tags.push(opened)
    state.unclosed.push(...unclosed)
    state.sink = ownsText(tag.name) ? opened : state.description
  }
}

function wordOf({ name, at, mark }: Found, line: Line): TagWord {
  const start = line.start + at
  return { name, start, end: start + 1 + name.length + mark.length, ...(mark !== '' && { mark }) }
}

function openTag(line: Line, tag: Found, end: number): { tag: OpenTag; unclosed: readonly InlineTag[] } {
  const head = tag.at + 1 + tag.name.length
  const rest = line.text.slice(head, end)
  const value = rest.trim()
  const valueStart = line.start + head + (rest.length - rest.trimStart().length)
  const sink: Sink = { lines: [], inline: [] }
  const unclosed = addText(sink, value, valueStart)
  const valueEnd = value === '' ? line.start + head : valueStart + value.length
  return { tag: { ...sink, name: tag.name, value, start: line.start + tag.at, valueEnd }, unclosed }
}

function addText(sink: Sink, text: string, start: number): readonly InlineTag[] {
  const taken = takeInline(text, start)
  sink.inline.push(...taken.inline)
  sink.lines.push(taken.text)
  return taken.unclosed
}

function closeTag(tag: OpenTag): DocTag {
  const { lines, ...rest } = tag
  const [first = '', ...more] = lines
  return { ...rest, end: tag.start + 1 + tag.name.length, text: textOf({ lines: [first, ...withoutIndent(more)] }) }
}

/** The lines below a tag are written further in, which says nothing. */
function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.flatMap(line => (line.trim() === '' ? [] : [line.length - line.trimStart().length]))
  const least = Math.min(...indents)
  return lines.map(line => line.slice(Math.min(least, line.length)))
}

function textOf(sink: Pick<Sink, 'lines'>): string {
  return (
    sink.lines
      .map(line => line.trimEnd())
      .join('\n')
      // The end of a comment within a comment can be written in no other way.
      .replaceAll('*\\/', '*/')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

/** A tag with its value, for findings about the value. */
export function withValue(tag: DocTag): { start: number; end: number } {
  return { start: tag.start, end: tag.valueEnd }
}
