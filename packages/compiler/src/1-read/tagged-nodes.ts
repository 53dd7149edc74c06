/** Finds the comments that declare something, and what they stand on. */
import { ts } from 'ts-morph'
import { type DocComment, type DocTag, parseDocComment } from './doc-comment.ts'
import { DECLARING } from './tag-names.ts'

export interface TaggedNode {
  readonly node: ts.Node
  readonly comment: DocComment
  /** Of the comment's tags, those that declare; at least one. */
  readonly declaring: readonly [DocTag, ...DocTag[]]
  /** False for a comment that another one pushes away from the node. */
  readonly attached: boolean
}

/** A file without one of these in its text is never walked. */
const MENTIONED = new RegExp(`@(?:${[...DECLARING].join('|')})\\b`)

/** The tagged nodes of a file, by position. */
export function findTagged(file: ts.SourceFile): TaggedNode[] {
  if (!MENTIONED.test(file.text)) return []
  const found: TaggedNode[] = []
  const visit = (node: ts.Node): void => {
    const comments = jsDocOf(node)
    for (const [i, comment] of comments.entries()) {
      const tagged = readTagged(file, node, comment, i === comments.length - 1)
      if (tagged !== undefined) found.push(tagged)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** The parser hangs comments on the nodes they document; only their places are used. */
function jsDocOf(node: ts.Node): readonly ts.JSDoc[] {
  return (node as unknown as { jsDoc?: readonly ts.JSDoc[] }).jsDoc ?? []
}

function readTagged(file: ts.SourceFile, node: ts.Node, comment: ts.JSDoc, attached: boolean): TaggedNode | undefined {
  const raw = file.text.slice(comment.pos, comment.end)
  if (!MENTIONED.test(raw)) return undefined
  const parsed = parseDocComment(raw, comment.pos)
  const [first, ...rest] = parsed.tags.filter(tag => DECLARING.has(tag.name))
  if (first === undefined || (!mayDeclare(node) && isProse(file, first))) return undefined
  return { node, comment: parsed, declaring: [first, ...rest], attached }
}

function mayDeclare(node: ts.Node): boolean {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableStatement(node) ||
    ts.isExportAssignment(node) ||
    ts.isMethodDeclaration(node)
  )
}

/** "The @tool to use" on a property: a word of the sentence, not a declaration. */
function isProse(file: ts.SourceFile, tag: DocTag): boolean {
  const line = file.text.slice(file.text.lastIndexOf('\n', tag.start) + 1, tag.start)
  return !/^\s*(\/\*\*|\*)?\s*$/.test(line) && /\s/.test(tag.value)
}
