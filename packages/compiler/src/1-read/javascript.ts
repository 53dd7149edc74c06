/** Tags in JavaScript, which the tsconfig may include but whose functions have no types of their own. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { findTagged } from './tagged-nodes.ts'
import { ts } from './typescript.js'

/** Finds the tags of a file that declare; the name is as spans write it. */
export function checkJavaScript(name: string, text: string): Diagnostic[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  return findTagged(source).flatMap(({ declaring: [tag] }) => {
    if (tag === undefined) return []
    return [diagnose('javascript', { span: { file: name, start: tag.start, end: tag.end } }, { tag: tag.name })]
  })
}
