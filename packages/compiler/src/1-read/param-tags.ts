/** `@param` lines: which argument, or which member of one, and what is said of it. */
import type { DocComment, DocTag } from './doc-comment.ts'
import { type InlineTag, matchingBrace } from './inline-tags.ts'
import { PARAMS } from './tag-names.ts'

export interface ParamTag {
  /** `['input', 'items', '[]', 'price']` */
  readonly path: readonly string[]
  readonly text: string
  readonly inline: readonly InlineTag[]
  readonly tag: DocTag
}

export function readParamTags(comment: DocComment): ParamTag[] {
  return comment.tags
    .filter(tag => PARAMS.has(tag.name))
    .map(tag => {
      // JSDoc's own forms: a type in braces, an optional name in brackets, a dash before the text.
      const [, bracketed, plain, text = ''] =
        /^(?:\[([^\]=\s]+)(?:=(?:"[^"]*"|'[^']*'|\[[^\]]*\]|[^\]])*)?\]|([\w$.[\]]+))?\s*(?:-\s+)?(.*)$/s.exec(
          withoutType(tag.text),
        ) ?? []
      return { path: pathOf(bracketed ?? plain ?? ''), text: text.trim(), inline: tag.inline, tag }
    })
}

function withoutType(text: string): string {
  const end = text.startsWith('{') ? matchingBrace(text, 0) : undefined
  return end === undefined ? text : text.slice(end).trimStart()
}

function pathOf(name: string): string[] {
  return name
    .replaceAll('[]', '.[]')
    .split('.')
    .filter(step => step !== '')
}
