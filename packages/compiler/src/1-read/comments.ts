/** Finds the documentation comment of a node and keeps what was read of it. */
import { type DocComment, NO_COMMENT, parseDocComment } from './doc-comment.ts'
import { inOurWords } from './foreign-tags.ts'
import { CONSTRAINTS } from './tag-names.ts'
import { ts } from './typescript.js'

const parsed = new WeakMap<ts.Node, DocComment>()

/** The comment that documents a declaration: for a variable the one on its statement. */
export function commentOf(declaration: ts.Node): DocComment {
  const node = commentedNode(declaration)
  const known = parsed.get(node)
  if (known !== undefined) return known
  const comment = readComment(node)
  parsed.set(node, comment)
  return comment
}

function commentedNode(node: ts.Node): ts.Node {
  if (!ts.isVariableDeclaration(node)) return node
  const statement = node.parent.parent
  return ts.isVariableStatement(statement) && statement.declarationList.declarations[0] === node ? statement : node
}

function readComment(node: ts.Node): DocComment {
  const source = node.getSourceFile()
  const range = docRange(node, source)
  return range === undefined ? NO_COMMENT : parseDocComment(source.text.slice(range.pos, range.end), range.pos, 'value')
}

/** The last documentation comment before the node, unless it ends the line of what stands before. */
function docRange(node: ts.Node, source: ts.SourceFile): ts.CommentRange | undefined {
  return docRanges(node, source).at(-1)
}

/** The documentation comments before a node, in order; not one that ends the line of what stands before. */
export function docRanges(node: ts.Node, source: ts.SourceFile): ts.CommentRange[] {
  const { text } = source
  const start = node.getStart(source, false)
  if (node.pos === start) return []
  const trailing = (ts.getTrailingCommentRanges(text, node.pos) ?? []).filter(
    range => !text.slice(range.end, start).includes('\n'),
  )
  const leading = ts.getLeadingCommentRanges(text, node.pos) ?? []
  const seen = new Set(leading.map(range => range.pos))
  return [...trailing.filter(range => !seen.has(range.pos)), ...leading].filter(
    range => range.end <= start && isDocComment(text, range),
  )
}

function isDocComment(text: string, range: ts.CommentRange): boolean {
  return text.startsWith('/**', range.pos) && text[range.pos + 3] !== '/'
}

/** Whether a comment narrows the type it stands on. */
export function constrains(comment: DocComment): boolean {
  return [...comment.tags, ...comment.inline].some(tag => CONSTRAINTS.has(tag.name) || inOurWords(tag).length > 0)
}
