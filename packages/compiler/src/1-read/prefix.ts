/** `@prefix <name>` in a file's first comment: the file's declarations are called `<name>_<export>`. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { docRanges } from './comments.ts'
import { type DocTag, parseDocComment, withValue } from './doc-comment.ts'
import type { Reader } from './reader.ts'
import { ACCESS, DECLARING, isOurs, isStandard, NOT_YET, nearest, OF_FILES } from './tag-names.ts'
import { mayDeclare } from './tagged-nodes.ts'
import type { ts } from './typescript.js'

/** Undefined for a file without one, or with one that a diagnostic refuses. */
export function readPrefix(reader: Reader, file: ts.SourceFile): string | undefined {
  const range = fileComment(file)
  if (range === undefined) return undefined
  const { tags } = parseDocComment(file.text.slice(range.pos, range.end), range.pos, 'function')
  for (const tag of tags) checkTag(reader, file, tag)
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

/** The tags of files. A slip for one must not serve what it should have kept back. */
const MEANT = [...OF_FILES, ...ACCESS, 'group']

function checkTag(reader: Reader, file: ts.SourceFile, tag: DocTag): void {
  const { name } = tag
  if (reader.allowedTags.has(name) || DECLARING.has(name)) return
  const span = reader.span(file, tag)
  if (NOT_YET.has(name)) reader.report(diagnose('not-yet-supported', { span }, { tag: name }))
  const near = isOurs(name) || isStandard(name) ? undefined : nearest(name, MEANT)
  if (near !== undefined) reader.report(diagnose('unknown-tag', { span }, { tag: name, suggestion: near }))
}

/** The first comment, unless it is that of a declaration. */
function fileComment(file: ts.SourceFile): ts.CommentRange | undefined {
  const [statement] = file.statements
  if (statement === undefined) return undefined
  const [first, second] = docRanges(statement, file)
  return second !== undefined || !mayDeclare(statement) ? first : undefined
}
