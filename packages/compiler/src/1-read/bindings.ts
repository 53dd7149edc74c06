/** What type parameters stand for, as written, where a type is made of others: by reference, by extending, by mapping. */
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'

/** By type parameter; each can be read without knowing of any type parameter. */
export interface Environment {
  readonly nodes: ReadonlyMap<ts.Symbol, ts.TypeNode>
}

export interface Bindings extends Environment {
  /** Of the generic itself, in the order of its parameters. */
  readonly own: readonly ts.TypeNode[]
  /** Whether all that is written could be bound. */
  readonly isWhole: boolean
  /** Whether what stands in the arguments means one thing for each type parameter. */
  readonly isClear: boolean
}

export type Generic = ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.ClassDeclaration

/** What a type parameter stands for; any other node stays itself. */
export function substituted(checker: ts.TypeChecker, node: ts.TypeNode, outer: Environment | undefined): ts.TypeNode {
  if (outer === undefined || !ts.isTypeReferenceNode(node)) return node
  const symbol = checker.getSymbolAtLocation(node.typeName)
  return (symbol && outer.nodes.get(symbol)) ?? node
}

interface Collected {
  /** Of what the type is: the reference, and what it stands for or extends. */
  readonly direct: Map<ts.Symbol, ts.TypeNode>
  /** Of what stands in its type arguments, whose members a mapped type has; undefined for two of one parameter. */
  readonly inner: Map<ts.Symbol, ts.TypeNode | undefined>
  readonly visited: Set<ts.Node>
  isWhole: boolean
}

/** Of a reference, or of a declaration without type parameters of its own. */
export function bindingsOf(reader: Reader, of: ts.TypeNode | ts.Declaration, outer: Environment | undefined): Bindings {
  const collected: Collected = { direct: new Map(), inner: new Map(), visited: new Set(), isWhole: true }
  const own = ts.isTypeReferenceNode(of) ? addReference(reader, { ...partsOf(of), outer }, collected) : []
  if (ts.isIntersectionTypeNode(of)) addType(reader, of, outer, collected)
  addBody(reader, of, collected)
  const { direct, inner, isWhole } = collected
  const rest = [...inner].flatMap(([symbol, node]) => (node === undefined ? [] : [[symbol, node] as const]))
  const isClear = [...inner.values()].every(node => node !== undefined)
  return { nodes: new Map([...rest, ...direct]), own, isWhole, isClear }
}

interface Applied {
  /** Of the generic. */
  readonly name: ts.Node
  readonly given: readonly ts.TypeNode[]
  readonly outer: Environment | undefined
}

function partsOf({ typeName: name, typeArguments }: ts.TypeReferenceNode): Omit<Applied, 'outer'> {
  return { name, given: typeArguments ?? [] }
}

/** What the parameters of a generic stand for, and those of what it is made of. */
function addReference(reader: Reader, { name, given, outer }: Applied, collected: Collected): ts.TypeNode[] {
  for (const argument of given) addInner(reader, argument, outer, collected)
  const declaration = declarationAt(reader, name)
  if (declaration === undefined || collected.visited.has(name)) return []
  collected.visited.add(name)
  const own = (declaration.typeParameters ?? []).flatMap((parameter, n) => {
    const node = argumentOf(reader, { parameter, written: given[n], outer }, collected)
    const symbol = reader.checker.getSymbolAtLocation(parameter.name)
    if (node === undefined || symbol === undefined || collected.direct.has(symbol)) return []
    collected.direct.set(symbol, node)
    return [node]
  })
  addBody(reader, declaration, collected)
  return own
}

interface Argument {
  readonly parameter: ts.TypeParameterDeclaration
  readonly written: ts.TypeNode | undefined
  readonly outer: Environment | undefined
}

/** Undefined for one that needs another type parameter to be read. */
function argumentOf(
  { checker }: Reader,
  { parameter, written, outer }: Argument,
  collected: Collected,
): ts.TypeNode | undefined {
  // A default may name the parameters before it.
  const context = written === undefined ? { nodes: collected.direct } : outer
  const argument = written ?? parameter.default
  if (argument === undefined) return undefined
  const meant = substituted(checker, argument, context)
  if (!mentions(checker, meant, context)) return meant
  collected.isWhole = false
  return undefined
}

function addBody(reader: Reader, declaration: ts.Node, collected: Collected): void {
  const outer = { nodes: collected.direct }
  if (ts.isTypeAliasDeclaration(declaration)) addType(reader, declaration.type, outer, collected)
  if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return
  for (const { expression: name, typeArguments } of (declaration.heritageClauses ?? []).flatMap(clause => clause.types))
    addReference(reader, { name, given: typeArguments ?? [], outer }, collected)
}

/** What a type is made of as a whole. */
function addType(reader: Reader, node: ts.TypeNode, outer: Environment | undefined, collected: Collected): void {
  if (ts.isParenthesizedTypeNode(node)) addType(reader, node.type, outer, collected)
  if (ts.isIntersectionTypeNode(node) || ts.isUnionTypeNode(node))
    for (const part of node.types) addType(reader, part, outer, collected)
  if (ts.isTypeReferenceNode(node)) addReference(reader, { ...partsOf(node), outer }, collected)
}

/** What stands in a type argument. */
function addInner(reader: Reader, node: ts.TypeNode, outer: Environment | undefined, collected: Collected): void {
  const found: Collected = { direct: new Map(), inner: new Map(), visited: collected.visited, isWhole: true }
  addType(reader, substituted(reader.checker, node, outer), outer, found)
  for (const [symbol, one] of [...found.inner, ...found.direct]) {
    const known = collected.inner.get(symbol)
    const isOther = collected.inner.has(symbol) && known?.getText() !== one?.getText()
    collected.inner.set(symbol, isOther ? undefined : one)
  }
  if (!found.isWhole) collected.isWhole = false
}

/** Not of TypeScript's own library, whose parameters nobody's members name. */
export function declarationAt(reader: Reader, name: ts.Node): Generic | undefined {
  const symbol = resolveAlias(reader.checker, reader.checker.getSymbolAtLocation(name))
  const declaration = symbol?.declarations?.find(isGeneric)
  if (declaration === undefined) return undefined
  return reader.program.isSourceFileDefaultLibrary(declaration.getSourceFile()) ? undefined : declaration
}

export function isGeneric(node: ts.Declaration): node is Generic {
  return ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)
}

/** Whether one of the outer type parameters is a part of it. */
function mentions(checker: ts.TypeChecker, node: ts.Node, outer: Environment | undefined): boolean {
  if (outer === undefined) return false
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node)
    return symbol !== undefined && outer.nodes.has(symbol)
  }
  return ts.forEachChild(node, child => mentions(checker, child, outer) || undefined) === true
}
