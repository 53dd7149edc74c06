/** Finds the comments that declare something, and what they stand on. */
import { docRanges } from './comments.ts'
import { type DocComment, type DocTag, NO_COMMENT, parseDocComment, type TagWord } from './doc-comment.ts'
import { ACCESS, DECLARING, slipOf } from './tag-names.ts'
import { ts } from './typescript.js'

export interface TaggedNode {
  readonly node: ts.Node
  readonly comment: DocComment
  /** Of the comment's tags, those that declare; none when one stands within a sentence. */
  readonly declaring: readonly DocTag[]
  /** Of a comment that declares nothing: tags that say who may use it. */
  readonly stray: readonly DocTag[]
  /** Of a comment that declares nothing: what looks as if it should. */
  readonly missed: readonly TagWord[]
  /** False for a comment that another one pushes away from the node. */
  readonly attached: boolean
}

/** A file without one of these in its text is never walked. */
function mentionsIn({ text }: ts.SourceFile): number[] {
  const words = [...text.matchAll(/@([A-Za-z][\w-]*)/g)]
  return words.flatMap(({ 1: name = '', index }) => (isMention(name) ? [index] : []))
}

function isMention(name: string): boolean {
  return DECLARING.has(name) || ACCESS.has(name) || slipOf(name) !== undefined
}

/** The tagged nodes of a file, by position. */
export function findTagged(file: ts.SourceFile): TaggedNode[] {
  const mentions = mentionsIn(file)
  if (mentions.length === 0) return []
  const found: TaggedNode[] = []
  const seen = new Set<number>()
  const visit = (node: ts.Node): void => {
    if (!mentions.some(at => node.pos <= at && at < node.end)) return
    const ranges = docRanges(node, file)
    if (ranges.length === 0) found.push(...readOrdinary(file, node))
    for (const [i, range] of ranges.entries()) {
      // The first tokens of a node stand behind the same comment: it belongs to the outermost.
      if (seen.has(range.pos)) continue
      seen.add(range.pos)
      const tagged = readTagged(file, { node, range, attached: i === ranges.length - 1 })
      if (tagged !== undefined) found.push(tagged)
    }
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(file, visit)
  return found
}

interface Candidate {
  readonly node: ts.Node
  readonly range: ts.CommentRange
  readonly attached: boolean
}

function readTagged(file: ts.SourceFile, { node, range, attached }: Candidate): TaggedNode | undefined {
  const comment = parseDocComment(file.text.slice(range.pos, range.end), range.pos, 'function')
  const meant = comment.tags.filter(tag => mayDeclare(node) || !isProse(file, tag))
  const declaring = meant.filter(tag => DECLARING.has(tag.name))
  const isMeant = mayDeclare(node) && comment.words.some(word => DECLARING.has(word.name))
  const stray = declaring.length > 0 ? [] : meant.filter(tag => ACCESS.has(tag.name))
  const missed = declaring.length > 0 || !attached ? [] : comment.tags.filter(tag => slipOf(tag.name) !== undefined)
  const found = declaring.length > 0 || stray.length > 0 || missed.length > 0 || isMeant
  return found ? { node, comment, declaring, stray, missed, attached } : undefined
}

/** A tag in a comment that begins with one asterisk. */
function readOrdinary(file: ts.SourceFile, node: ts.Node): TaggedNode[] {
  if (!mayDeclare(node)) return []
  const range = ts.getLeadingCommentRanges(file.text, node.pos)?.findLast(({ pos }) => file.text.startsWith('/*', pos))
  if (range === undefined) return []
  const { tags } = parseDocComment(file.text.slice(range.pos, range.end), range.pos, 'function')
  const missed = tags.filter(({ name, value }) => DECLARING.has(name) && !/\s/.test(value))
  return missed.length > 0 ? [{ node, comment: NO_COMMENT, declaring: [], stray: [], missed, attached: true }] : []
}

/** Whether a comment on it could make it a declaration. */
export function mayDeclare(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || ts.isVariableStatement(node) || ts.isExportAssignment(node)
}

/** "The @tool to use" on a property: a word of the sentence, which has not ended. */
function isProse(file: ts.SourceFile, tag: DocTag): boolean {
  const before = file.text.slice(file.text.lastIndexOf('\n', tag.start) + 1, tag.start).trimEnd()
  return !/(?:^|\*|[.!?:;)`])$/.test(before)
}
