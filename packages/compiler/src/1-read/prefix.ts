/** `@prefix <name>` in a file's first comment: the file's declarations are called `<name>_<export>`. */
import type { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import { docRanges } from './comments.ts'
import { parseDocComment, withValue } from './doc-comment.ts'
import type { Reader } from './reader.ts'
import { mayDeclare } from './tagged-nodes.ts'

/** Undefined for a file without one, or with one that a diagnostic refuses. */
export function readPrefix(reader: Reader, file: ts.SourceFile): string | undefined {
  const range = file.text.includes('@prefix') ? fileComment(file) : undefined
  if (range === undefined) return undefined
  const { tags } = parseDocComment(file.text.slice(range.pos, range.end), range.pos, 'function')
  const [tag, second] = tags.filter(({ name }) => name === 'prefix')
  if (second !== undefined)
    reader.report(diagnose('repeated-tag', { span: reader.span(file, second) }, { tag: 'prefix' }))
  if (tag === undefined) return undefined
  if (/^[A-Za-z][A-Za-z0-9_.-]*$/.test(tag.value)) return tag.value
  const wanted = 'one word of letters, digits, `_`, `-` and `.`'
  const span = reader.span(file, withValue(tag))
  reader.report(diagnose('bad-tag-value', { span }, { tag: 'prefix', value: tag.value, wanted, instead: 'git' }))
  return undefined
}

/** The first comment, unless it is that of a declaration. */
function fileComment(file: ts.SourceFile): ts.CommentRange | undefined {
  const [statement] = file.statements
  if (statement === undefined) return undefined
  const [first, second] = docRanges(statement, file)
  return second !== undefined || !mayDeclare(statement) ? first : undefined
}
