/** `@task`, and where in the function the task starts. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { TaskUse } from '../ir/declaration.ts'
import { askCallsIn, mayAsk } from './ask-calls.ts'
import { type DocComment, type DocTag, withValue } from './doc-comment.ts'
import { reachableFrom } from './reachable.ts'
import type { Reader } from './reader.ts'
import type { FunctionNode } from './signature.ts'
import { ts } from './typescript.js'

export interface TaskSubject {
  readonly comment: DocComment
  readonly node: FunctionNode
  /** The tool's name. */
  readonly tool: string
}

/** Undefined for a tool that never runs as a task. */
export function readTask(reader: Reader, { comment, node, tool }: TaskSubject): TaskUse | undefined {
  const tag = comment.tags.find(({ name }) => name === 'task')
  const starts = mayAsk(reader) ? startsIn(reader, node) : []
  for (const call of starts) if (!isWaitedFor(call)) reportFloating(reader, call)
  if (tag === undefined) {
    for (const call of starts)
      reader.report(diagnose('task-without-tag', { span: reader.span(call.expression) }, { tool }))
    return undefined
  }
  checkValue(reader, node, tag)
  return { ...(tag.value === 'required' && { required: true }), ...(starts.length > 0 && { later: true }) }
}

function checkValue(reader: Reader, node: FunctionNode, tag: DocTag): void {
  if (['', 'optional', 'required'].includes(tag.value)) return
  const span = reader.span(node, withValue(tag))
  const wanted = '`optional`, `required` or nothing'
  reader.report(diagnose('bad-tag-value', { span }, { tag: 'task', value: tag.value, wanted, instead: 'required' }))
}

/** The calls of `ctx.task()` that the function may come to. */
function startsIn(reader: Reader, node: FunctionNode): readonly ts.CallExpression[] {
  const calls = [...reachableFrom(reader, node)].flatMap(reached => askCallsIn(reader, reached))
  return [...new Set(calls.flatMap(({ method, call }) => (method === 'task' ? [call] : [])))]
}

/** Whether anything waits for the task to be there, or may. */
function isWaitedFor(call: ts.CallExpression): boolean {
  return !ts.isExpressionStatement(call.parent) && !ts.isVoidExpression(call.parent)
}

function reportFloating(reader: Reader, call: ts.CallExpression): void {
  reader.report(diagnose('task-not-awaited', { span: reader.span(call.expression) }, {}))
}
