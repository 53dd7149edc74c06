/** What likely goes wrong when a function that asks runs again from its top. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { type AskCall, askCallsIn, isAsk, optionOf } from './ask-calls.ts'
import { walkCode } from './reachable.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

/** Reports on the asks of one function, each once. */
export function warnOfReplay(reader: Reader, root: ts.Node): void {
  const asks = askCallsIn(reader, root).filter(isAsk)
  for (const ask of asks) {
    const span = reader.span(ask.call.expression)
    if (isInLoop(ask.call) && optionOf(ask, 'id') === undefined)
      reader.report(diagnose('ask-in-loop', { span }, { method: ask.method }))
    const cleanup = cleanupAround(ask.call)
    if (cleanup !== undefined) reader.report(diagnose('ask-before-cleanup', { span }, { method: ask.method, cleanup }))
  }
  for (const ask of asks) warnOfEffects(reader, ask)
}

const CALLBACK = /^(?:map|forEach|flatMap|filter|reduce|some|every|find)$/

function isInLoop(node: ts.Node): boolean {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const { parent } = at
    if (ts.isIterationStatement(parent, false) && isRepeated(parent, at)) return true
    if (!ts.isFunctionLike(at)) continue
    const isCallback = ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)
    return isCallback && CALLBACK.test(parent.expression.name.text)
  }
  return false
}

/** What a loop goes over is read once. */
function isRepeated(loop: ts.IterationStatement, part: ts.Node): boolean {
  if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return part === loop.statement
  return !ts.isForStatement(loop) || part !== loop.initializer
}

/** `finally` and `using` do not run in a run that was given up. */
function cleanupAround(node: ts.Node): 'finally' | 'using' | undefined {
  for (let at = node; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at
    if (ts.isTryStatement(parent) && parent.finallyBlock !== undefined && at !== parent.finallyBlock) return 'finally'
    if (ts.isBlock(parent) && parent.statements.some(one => one.pos < at.pos && isUsing(one))) return 'using'
  }
  return undefined
}

function isUsing(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Using) !== 0
}

const EFFECT =
  /^(?:create|insert|update|upsert|delete|remove|destroy|send|write|save|store|post|put|patch|publish|charge|refund|pay|transfer|deploy|commit|unlink|rm|rmdir|mkdir|rename|move|exec|spawn)(?:[A-Z_].*)?$/

/** Awaited calls, by the first word of their name, in the statements before an ask. */
function warnOfEffects(reader: Reader, ask: AskCall): void {
  const body = bodyOf(ask.call)
  if (body === undefined) return
  walkCode(body, node => {
    if (!ts.isAwaitExpression(node) || node.end > ask.call.pos || !ts.isCallExpression(node.expression)) return
    const name = calleeName(node.expression)
    if (!EFFECT.test(name) || bodyOf(node) !== body || isBranchedAway(node, ask.call)) return
    reader.report(diagnose('effect-before-ask', { span: reader.span(node) }, { name, method: ask.method }))
  })
}

/** Whether the two stand in different branches, of which one ends the function. */
function isBranchedAway(effect: ts.Node, ask: ts.Node): boolean {
  for (let at = effect; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (!ts.isIfStatement(at.parent) || at === at.parent.expression) continue
    const holdsAsk = at.pos <= ask.pos && ask.end <= at.end
    if (!holdsAsk && endsFunction(at)) return true
  }
  return false
}

function endsFunction(branch: ts.Node): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last))
}

function calleeName({ expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text
  return ts.isIdentifier(expression) ? expression.text : ''
}

/** The body of the function that a node runs in. */
function bodyOf(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return 'body' in at ? at.body : undefined
  }
  return undefined
}
