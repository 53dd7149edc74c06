/** Words of the form `@name` in a line of a comment, and which of them are tags. */
import { matchingBrace } from './inline-tags.ts'
import { DECLARING, hasPlainValue, isOurs, isStandard, suggestion } from './tag-names.ts'

export interface Found extends Sign {
  readonly counts: boolean
  /** It would count without its mark. */
  readonly marked: boolean
}

/** A word of the form `@name`. */
interface Sign {
  readonly name: string
  readonly at: number
  /** The mark right behind it, or ''. */
  readonly mark: string
}

/** Where a tag may stand. */
export interface Rules {
  /** The comment has one line of text only. */
  readonly oneLine: boolean
  readonly declares: boolean
}

/** What of a line may be a tag, in order. */
export function findTags(line: string, rules: Rules): Found[] {
  const found: Found[] = []
  for (const sign of atSigns(line)) {
    const before = found.findLast(({ counts }) => counts)
    const first = line.slice(0, sign.at).trim() === ''
    const follows = before !== undefined && rules.declares && hasPlainValue(before.name)
    const isMarked = sign.mark !== ''
    const isApart = (rules.oneLine && !isMarked) || before !== undefined || SENTENCE_END.test(line.slice(0, sign.at))
    const placed = first || follows || (isApart && countsMidLine(sign.name, rules))
    found.push({ ...sign, counts: placed && !isMarked, marked: placed && isMarked })
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
function* atSigns(line: string): Generator<Sign> {
  let i = 0
  while (i < line.length) {
    const skipped = skipQuoted(line, i)
    if (skipped > i) {
      i = skipped
      continue
    }
    if (line[i] === '@' && (i === 0 || /\s/.test(line[i - 1] ?? ''))) {
      const [, name, mark = ''] = /^@([A-Za-z][\w-]*)([.,:;!?)]*)(?=\s|$)/.exec(line.slice(i)) ?? []
      if (name !== undefined) yield { name, at: i, mark }
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

/** One of ours that does not count; with a mark only where a tag was surely meant. */
export function isWord({ name, mark, counts, marked }: Found): boolean {
  if (mark === '') return !counts && isOurs(name)
  return marked && (isOurs(name) || suggestion(name) !== undefined)
}
