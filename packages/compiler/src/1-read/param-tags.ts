/** `@param` lines: which argument, or which member of one, and what is said of it. */
import type { DocComment, DocTag } from './doc-comment.ts'
import type { InlineTag } from './inline-tags.ts'

export interface ParamTag {
  /** `['input', 'items', '[]', 'price']` */
  readonly path: readonly string[]
  readonly text: string
  readonly inline: readonly InlineTag[]
  readonly tag: DocTag
}

export function readParamTags(comment: DocComment): ParamTag[] {
  return comment.tags
    .filter(tag => tag.name === 'param')
    .map(tag => {
      // JSDoc's own forms: a type in braces, an optional name in brackets, a dash before the text.
      const [, bracketed, plain, text = ''] =
        /^(?:\{[^}]*\}\s*)?(?:\[([^\]=\s]+)[^\]]*\]|([\w$.[\]]+))?\s*(?:-\s+)?(.*)$/s.exec(tag.text) ?? []
      return { path: pathOf(bracketed ?? plain ?? ''), text: text.trim(), inline: tag.inline, tag }
    })
}

function pathOf(name: string): string[] {
  return name
    .replaceAll('[]', '.[]')
    .split('.')
    .filter(step => step !== '')
}
