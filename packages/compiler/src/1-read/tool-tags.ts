/** Tags that change how a tool is called: `@timeout`, `@strict`, and `@formerly`, which prompts have, too. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { FormerName, Tool } from '../ir/declaration.ts'
import { badValue, type TagScope } from './declaration-tags.ts'
import { type DocComment, withValue } from './doc-comment.ts'
import { durationOf } from './duration.ts'
import type { FunctionSignature } from './signature.ts'

/** What a timer of Node takes: more would end at once. */
const LONGEST_MS = 2 ** 31 - 1

export function readToolTags(
  scope: TagScope,
  comment: DocComment,
  { returns }: Pick<FunctionSignature, 'returns'>,
): Pick<Tool, 'timeout' | 'strict'> {
  const timeout = readTimeout(scope, comment, returns)
  const strict = comment.tags.find(tag => tag.name === 'strict')
  if (strict !== undefined && strict.value !== '') badValue(scope, strict, 'no value')
  return { ...(timeout !== undefined && { timeout }), ...(strict !== undefined && { strict: true }) }
}

function readTimeout(scope: TagScope, comment: DocComment, returns: FunctionSignature['returns']): number | undefined {
  const tag = comment.tags.find(tag => tag.name === 'timeout')
  if (tag === undefined) return undefined
  const timeout = durationOf(tag.value)
  if (timeout === undefined || timeout === 0 || timeout > LONGEST_MS) {
    badValue(scope, tag, 'a duration of up to 24 days, as in `30s`')
    return undefined
  }
  const parts = returns.isUnion() ? returns.types : [returns]
  if (parts.some(part => part.getProperty('then') !== undefined)) return timeout
  const where = 'a function that is not asynchronous'
  const help = 'return a promise (`async`): nothing can interrupt a function that does not wait'
  scope.reader.report(diagnose('misplaced-tag', { span: scope.span(tag) }, { tag: 'timeout', where, help }))
  return undefined
}

/** Names that the declaration had before, in order. */
export function readFormerNames(scope: TagScope, comment: DocComment): { formerly?: readonly FormerName[] } {
  const tags = comment.tags.filter(tag => tag.name === 'formerly')
  const names = tags.flatMap(tag => {
    if (/^\S+$/.test(tag.value)) return [{ name: tag.value, span: scope.span(withValue(tag)) }]
    badValue(scope, tag, 'one name')
    return []
  })
  return names.length > 0 ? { formerly: names } : {}
}
