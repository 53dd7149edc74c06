/** A tool that waits in a loop of unknown length, and never asks whether anybody still waits for it. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { ofTool } from '../diagnostics/notes.ts'
import { injectedBy } from './injected.ts'
import { namedFrom } from './reachable.ts'
import type { Reader } from './reader.ts'
import { type FunctionNode, nameNode } from './signature.ts'
import { ts } from './typescript.js'

export interface Waiting {
  readonly node: FunctionNode
  /** The tool's name. */
  readonly tool: string
  /** The parameter that is the context, if the function takes it. */
  readonly context: string | undefined
}

/** Looks at the function itself, and at those of the project that it comes to. */
export function checkSignal(reader: Reader, { node, tool, context }: Waiting): void {
  for (const reached of namedFrom(reader, node)) {
    const own = reached === node ? context : contextOf(reader, reached)
    const body = bodyOf(reached)
    const loop = body === undefined ? undefined : endlessIn(body, own)
    if (loop === undefined) continue
    const notes = [ofTool(tool, reader.span(nameNode(node)), reached === node)]
    const start = loop.getStart()
    const span = reader.span(loop, { start, end: Math.max(start + 1, loop.statement.getStart()) })
    reader.report(diagnose('unused-signal', { span, notes }, { tool, context: own ?? context ?? 'ctx' }))
  }
}

function endlessIn(body: ts.Node, context: string | undefined): ts.IterationStatement | undefined {
  const loop = findLoop(body)
  if (loop === undefined || mentions(body, ABORTING)) return undefined
  return context !== undefined && handsOn(body, context) ? undefined : loop
}

const ABORTING = /signal|abort/i

/** The context that a function takes itself. */
function contextOf(reader: Reader, node: ts.Node): string | undefined {
  const written = functionOf(node)?.parameters.find(
    ({ name }) => injectedBy(reader, reader.checker.getTypeAtLocation(name)) === 'context',
  )
  return written !== undefined && ts.isIdentifier(written.name) ? written.name.text : undefined
}

function bodyOf(node: ts.Node): ts.Node | undefined {
  return functionOf(node)?.body
}

type Written = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression

function functionOf(node: ts.Node): Written | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node
  const value = ts.isExportAssignment(node) ? node.expression : initializerOf(node)
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined
}

function initializerOf(node: ts.Node): ts.Expression | undefined {
  return ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) ? node.initializer : undefined
}

/** The first loop whose length nobody sees: one that awaits, and has no list to go through or tells of its progress. */
function findLoop(node: ts.Node): ts.IterationStatement | undefined {
  if (ts.isIterationStatement(node, false) && awaits(node) && isLong(node)) return node
  return ts.isFunctionLike(node) ? undefined : ts.forEachChild(node, findLoop)
}

function isLong(loop: ts.IterationStatement): boolean {
  if (ts.isWhileStatement(loop) || ts.isDoStatement(loop)) return true
  if (ts.isForStatement(loop) && loop.condition === undefined) return true
  return (ts.isForOfStatement(loop) && loop.awaitModifier !== undefined) || mentions(loop.statement, /^progress$/)
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

function mentions(node: ts.Node, name: RegExp): boolean {
  if (ts.isIdentifier(node) && name.test(node.text)) return true
  return ts.forEachChild(node, child => mentions(child, name) || undefined) === true
}
