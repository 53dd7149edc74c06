/** A tool that waits in a loop of unknown length, and never asks whether anybody still waits for it. */
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Reader } from './reader.ts'
import { type FunctionNode, nameNode } from './signature.ts'

export interface Waiting {
  readonly node: FunctionNode
  /** The tool's name. */
  readonly tool: string
  /** The parameter that is the context, if the function takes it. */
  readonly context: string | undefined
}

export function checkSignal(reader: Reader, { node, tool, context }: Waiting): void {
  const body = bodyOf(node)
  if (body === undefined || mentions(body, 'signal') || (context !== undefined && handsOn(body, context))) return
  const loop = findLoop(body)
  if (loop === undefined) return
  const start = loop.getStart()
  const span = reader.span(loop, { start, end: Math.max(start + 1, loop.statement.getStart()) })
  const notes = [{ span: reader.span(nameNode(node)), message: 'in this tool' }]
  reader.report(diagnose('unused-signal', { span, notes }, { tool, context: context ?? 'ctx' }))
}

function bodyOf(node: FunctionNode): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node)) return node.body
  const value = ts.isVariableDeclaration(node) ? node.initializer : node.expression
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value.body : undefined
}

/** The first loop whose length nobody sees: one that awaits, and has no list to go through or tells of its progress. */
function findLoop(node: ts.Node): ts.IterationStatement | undefined {
  if (ts.isIterationStatement(node, false) && awaits(node) && isLong(node)) return node
  return ts.isFunctionLike(node) ? undefined : ts.forEachChild(node, findLoop)
}

function isLong(loop: ts.IterationStatement): boolean {
  if (ts.isWhileStatement(loop) || ts.isDoStatement(loop)) return true
  if (ts.isForStatement(loop) && loop.condition === undefined) return true
  return (ts.isForOfStatement(loop) && loop.awaitModifier !== undefined) || mentions(loop.statement, 'progress')
}

function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true
  return !ts.isFunctionLike(node) && ts.forEachChild(node, child => awaits(child) || undefined) === true
}

/** Whether the whole context is given to a function, which may use its signal. */
function handsOn(node: ts.Node, context: string): boolean {
  if (ts.isCallExpression(node) && node.arguments.some(one => ts.isIdentifier(one) && one.text === context)) return true
  return ts.forEachChild(node, child => handsOn(child, context) || undefined) === true
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) && node.text === name) return true
  return ts.forEachChild(node, child => mentions(child, name) || undefined) === true
}
