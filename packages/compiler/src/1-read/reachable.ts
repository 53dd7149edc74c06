/** Which of the project's functions may run when one of them does: over-approximated, since every mention counts as a call. */
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'

/** The nodes whose code may run, the first among them. */
export function reachableFrom(reader: Reader, start: ts.Node): ReadonlySet<ts.Node> {
  const reached = new Set([start])
  for (const node of reached) for (const mentioned of mentionedIn(reader, node)) reached.add(mentioned)
  return reached
}

/**
 * The same for advice, which may miss some: members are not looked up, since that takes the types of whole expressions. A
 * class is reached with all its methods where one is made.
 */
export function namedFrom(reader: Reader, start: ts.Node): ReadonlySet<ts.Node> {
  const reached = new Set([start])
  for (const node of reached) for (const named of namedIn(reader, node)) reached.add(named)
  return reached
}

const mentionedIn = remembered((reader, node) => findMentioned(reader, node, () => true))
const namedIn = remembered((reader, node) => findMentioned(reader, node, one => isPlainName(reader, one)))

/** By checker: a node outlives it, and what the node mentions may not. */
function remembered(find: (reader: Reader, node: ts.Node) => readonly ts.Node[]): typeof find {
  const known = new WeakMap<ts.TypeChecker, Map<ts.Node, readonly ts.Node[]>>()
  return (reader, node) => {
    const all = known.get(reader.checker) ?? new Map<ts.Node, readonly ts.Node[]>()
    known.set(reader.checker, all)
    const found = all.get(node) ?? find(reader, node)
    all.set(node, found)
    return found
  }
}

/** No member, unless of a module: `tools.run` after `import * as tools`. */
function isPlainName({ checker }: Reader, node: ts.Identifier): boolean {
  const { parent } = node
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return true
  if (!ts.isIdentifier(parent.expression)) return false
  const symbol = resolveAlias(checker, checker.getSymbolAtLocation(parent.expression))
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Module) !== 0
}

function findMentioned(reader: Reader, root: ts.Node, isMeant: (node: ts.Identifier) => boolean): ts.Node[] {
  const found = new Set<ts.Node>()
  walkCode(root, node => {
    if (!ts.isIdentifier(node) || !isMeant(node)) return
    const symbol = symbolOf(reader.checker, node)
    for (const declaration of symbol?.declarations ?? []) {
      if (hasCode(declaration) && !isWithin(declaration, root) && reader.isOwn(declaration.getSourceFile()))
        found.add(declaration)
    }
  })
  return [...found]
}

function isWithin(node: ts.Node, root: ts.Node): boolean {
  return node.getSourceFile() === root.getSourceFile() && root.pos <= node.pos && node.end <= root.end
}

function symbolOf(checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node)
  return symbol === undefined ? undefined : resolveAlias(checker, symbol)
}

function hasCode(node: ts.Declaration): boolean {
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
    return node.initializer !== undefined
  return ts.isClassLike(node) || (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
}

/** Visits every node of an expression or a body; types are no code. */
export function walkCode(root: ts.Node, visit: (node: ts.Node) => void): void {
  const go = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    visit(node)
    ts.forEachChild(node, go)
  }
  go(root)
}
