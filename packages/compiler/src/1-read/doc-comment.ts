/**
 * Reads a documentation comment from its raw text. TypeScript's own split is not used: it takes `{@integer}` in a
 * `@param` line for a type, and finds tags in prose and in code fences.
 *
 * A tag counts at the start of a line, behind another tag on its line or the end of a sentence, and, where the comment
 * has one line of text only, anywhere in it. Inside back-ticks, code fences and braces nothing is a tag.
 */
import { type InlineTag, matchingBrace, takeInline } from './inline-tags.ts'
import { DECLARING, hasPlainValue, isOurs, isStandard, ownsText, suggestion } from './tag-names.ts'

export interface DocComment {
  /** Markdown, without the comment's own asterisks; `{@link X}` stands as `X`. */
  readonly text: string
  readonly tags: readonly DocTag[]
  /** `{@integer}` in the text itself. */
  readonly inline: readonly InlineTag[]
  /** Tags of ours within a sentence, where they are text. */
  readonly words: readonly TagWord[]
}

/** `@name` with its offsets in the file. */
export interface TagWord {
  readonly name: string
  readonly start: number
  readonly end: number
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
  /** A brace that is opened in the value and not closed. */
  readonly unbalanced: boolean
}

export const NO_COMMENT: DocComment = { text: '', tags: [], inline: [], words: [] }

interface Line {
  readonly text: string
  readonly start: number
}

interface Found {
  readonly name: string
  readonly at: number
  readonly counts: boolean
}

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
  readonly unbalanced: boolean
}

/** Where a tag may stand. */
interface Rules {
  /** The comment has one line of text only. */
  readonly oneLine: boolean
  readonly declares: boolean
}

/** What is gathered from line to line. */
interface State {
  readonly description: Sink
  readonly tags: OpenTag[]
  readonly words: TagWord[]
  /** Where the next line of text belongs. */
  sink: Sink
  fenced: boolean
}

/**
 * Reads the comment whose text, from `/**` to its end, starts at an offset of the file. On a value "the @tool to use" is
 * a word of the sentence.
 */
export function parseDocComment(raw: string, offset: number, on: 'function' | 'value'): DocComment {
  const lines = contentLines(raw, offset)
  const oneLine = lines.filter(line => line.text.trim() !== '').length === 1
  const description: Sink = { lines: [], inline: [] }
  const state: State = { description, tags: [], words: [], sink: description, fenced: false }
  for (const line of lines) addLine(state, line, { oneLine, declares: on === 'function' })
  const tags = state.tags.map(closeTag)
  return { text: textOf(description), inline: description.inline, tags, words: state.words }
}

function addLine(state: State, line: Line, rules: Rules): void {
  const fence = /^\s*(```|~~~)/.test(line.text)
  if (fence || state.fenced) {
    state.sink.lines.push(line.text)
    if (fence) state.fenced = !state.fenced
    return
  }
  const signs = findTags(line.text, rules)
  const found = signs.filter(({ counts }) => counts)
  for (const { name, at, counts } of signs) {
    const start = line.start + at
    if (!counts && isOurs(name)) state.words.push({ name, start, end: start + 1 + name.length })
  }
  const before = line.text.slice(0, found[0]?.at ?? line.text.length)
  if (found.length === 0 || before.trim() !== '') addText(state.sink, before, line.start)
  for (const [i, tag] of found.entries()) {
    const opened = openTag(line, tag, found[i + 1]?.at ?? line.text.length)
    state.tags.push(opened)
    state.sink = ownsText(tag.name) ? opened : state.description
  }
}

function contentLines(raw: string, offset: number): Line[] {
  const body = raw.endsWith('*/') ? raw.slice(0, -2) : raw
  let start = 0
  return body.split('\n').map((line, i) => {
    const margin = (i === 0 ? /^\/\*\*+ ?/ : /^[ \t]*\*? ?/).exec(line)?.[0].length ?? 0
    const at = offset + start + margin
    start += line.length + 1
    return { text: line.slice(margin).trimEnd(), start: at }
  })
}

/** What of a line may be a tag, in order. */
function findTags(line: string, rules: Rules): Found[] {
  const found: Found[] = []
  for (const { name, at } of atSigns(line)) {
    const before = found.findLast(({ counts }) => counts)
    const first = line.slice(0, at).trim() === ''
    const follows = before !== undefined && rules.declares && hasPlainValue(before.name)
    const isApart = rules.oneLine || before !== undefined || SENTENCE_END.test(line.slice(0, at))
    found.push({ name, at, counts: first || follows || (isApart && countsMidLine(name, rules)) })
  }
  return found
}

const SENTENCE_END = /[.!?]["')]*\s+$/

/** A near miss counts, too: in `Delete. @tool @gaurd admin` the guard must not pass for prose. */
function countsMidLine(name: string, { oneLine, declares }: Rules): boolean {
  if (DECLARING.has(name)) return declares
  return isOurs(name) || suggestion(name) !== undefined || (oneLine && isStandard(name))
}

/** Words of the form `@name` outside back-ticks and braces. */
function* atSigns(line: string): Generator<Omit<Found, 'counts'>> {
  let i = 0
  while (i < line.length) {
    const skipped = skipQuoted(line, i)
    if (skipped > i) {
      i = skipped
      continue
    }
    if (line[i] === '@' && (i === 0 || /\s/.test(line[i - 1] ?? ''))) {
      const name = /^@([A-Za-z][\w-]*)(?=\s|$)/.exec(line.slice(i))?.[1]
      if (name !== undefined) yield { name, at: i }
    }
    i++
  }
}

/** The end of the back-ticked or braced run that starts here, or `at` itself. */
function skipQuoted(line: string, at: number): number {
  if (line[at] === '`') {
    const ticks = /^`+/.exec(line.slice(at))?.[0] ?? '`'
    const close = line.indexOf(ticks, at + ticks.length)
    return close === -1 ? at + ticks.length : close + ticks.length
  }
  if (line[at] === '{') return matchingBrace(line, at) ?? at
  return at
}

function openTag(line: Line, tag: Found, end: number): OpenTag {
  const head = tag.at + 1 + tag.name.length
  const rest = line.text.slice(head, end)
  const value = rest.trim()
  const valueStart = line.start + head + (rest.length - rest.trimStart().length)
  const sink: Sink = { lines: [], inline: [] }
  const unbalanced = addText(sink, value, valueStart)
  const valueEnd = value === '' ? line.start + head : valueStart + value.length
  return { ...sink, name: tag.name, value, start: line.start + tag.at, valueEnd, unbalanced }
}

function addText(sink: Sink, text: string, start: number): boolean {
  const taken = takeInline(text, start)
  sink.inline.push(...taken.inline)
  sink.lines.push(taken.text)
  return taken.unbalanced
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
  return sink.lines
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A tag with its value, for findings about the value. */
export function withValue(tag: DocTag): { start: number; end: number } {
  return { start: tag.start, end: tag.valueEnd }
}
