/** Type arguments as they are written: an alias of `number` is gone from `Page<number>`, which `Page<Int>` is to the checker. */
import { ts } from 'ts-morph'
import { commentOf, constrains } from './comments.ts'
import type { Reader } from './reader.ts'
import { aliasesIn, resolveAlias } from './type-node.ts'

export interface TypeArguments {
  /** As written, with where they are declared: tells them from others that are the same to the checker. */
  readonly key: string
  /** By type parameter; each can be read without knowing of any type parameter. */
  readonly nodes: ReadonlyMap<ts.Symbol, ts.TypeNode>
}

/** What a type parameter stands for, as written; any other node stays itself. */
export function substituted(
  checker: ts.TypeChecker,
  node: ts.TypeNode,
  args: Pick<TypeArguments, 'nodes'> | undefined,
): ts.TypeNode {
  if (args === undefined || !ts.isTypeReferenceNode(node)) return node
  const symbol = checker.getSymbolAtLocation(node.typeName)
  return (symbol && args.nodes.get(symbol)) ?? node
}

/** Those that carry constraints, of a reference to a generic that is no library's; undefined for none. */
export function argumentsOf(
  reader: Reader,
  node: ts.TypeNode | undefined,
  outer: TypeArguments | undefined,
): TypeArguments | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node) || node.typeArguments === undefined) return undefined
  const nodes = new Map<ts.Symbol, ts.TypeNode>()
  addArguments(reader, { name: node.typeName, given: node.typeArguments, outer }, nodes)
  const aliases = [...nodes.values()].flatMap(argument => aliasesIn(reader.checker, argument)).filter(isConstraint)
  if (aliases.length === 0) return undefined
  const places = aliases.map(alias => `${reader.pathOf(alias.getSourceFile())}#${alias.name.text}`)
  const written = [...nodes.values()].map(argument => argument.getText())
  return { key: `${written.join(', ')} of ${[...new Set(places)].join(', ')}`, nodes }
}

interface Applied {
  /** Of the generic. */
  readonly name: ts.Node
  readonly given: readonly ts.TypeNode[]
  readonly outer: Pick<TypeArguments, 'nodes'> | undefined
}

/** What the parameters of a generic stand for, and those of what it extends. */
function addArguments(reader: Reader, { name, given, outer }: Applied, nodes: Map<ts.Symbol, ts.TypeNode>): void {
  const { checker } = reader
  const declaration = genericAt(reader, name)
  for (const [n, parameter] of (declaration?.typeParameters ?? []).entries()) {
    const written = given[n]
    // A default may name the parameters before it.
    const context = written === undefined ? { nodes } : outer
    const argument = written ?? parameter.default
    const symbol = checker.getSymbolAtLocation(parameter.name)
    if (argument === undefined || symbol === undefined || nodes.has(symbol)) continue
    const meant = substituted(checker, argument, context)
    if (!mentions(checker, meant, context)) nodes.set(symbol, meant)
  }
  if (declaration !== undefined && !ts.isTypeAliasDeclaration(declaration)) addBases(reader, declaration, nodes)
}

function addBases(
  reader: Reader,
  { heritageClauses }: ts.InterfaceDeclaration | ts.ClassDeclaration,
  nodes: Map<ts.Symbol, ts.TypeNode>,
): void {
  for (const { expression: name, typeArguments: given } of (heritageClauses ?? []).flatMap(clause => clause.types)) {
    if (given !== undefined) addArguments(reader, { name, given, outer: { nodes } }, nodes)
  }
}

/** Whether an alias narrows what it stands for. */
export function isConstraint(alias: ts.TypeAliasDeclaration): boolean {
  return constrains(commentOf(alias))
}

type Generic = ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.ClassDeclaration

function genericAt(reader: Reader, name: ts.Node): Generic | undefined {
  const symbol = resolveAlias(reader.checker, reader.checker.getSymbolAtLocation(name))
  const declaration = symbol?.declarations?.find(isGeneric)
  if (declaration === undefined) return undefined
  return reader.program.isSourceFileDefaultLibrary(declaration.getSourceFile()) ? undefined : declaration
}

function isGeneric(node: ts.Declaration): node is Generic {
  const declares = ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)
  return declares && node.typeParameters !== undefined
}

/** Whether one of the outer type parameters is a part of it. */
function mentions(checker: ts.TypeChecker, node: ts.Node, outer: Pick<TypeArguments, 'nodes'> | undefined): boolean {
  if (outer === undefined) return false
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node)
    return symbol !== undefined && outer.nodes.has(symbol)
  }
  return ts.forEachChild(node, child => mentions(checker, child, outer) || undefined) === true
}
