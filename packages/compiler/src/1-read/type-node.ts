/** Follows a written type beside the checker's: aliases of `number` and the like are gone from the checker's types. */
import { ts } from 'ts-morph'
import { bindingsOf, type Environment, substituted } from './bindings.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'

export interface Peeled {
  /** Aliases and members that stand for this very type and that the checker forgets, the outermost first. */
  readonly through: readonly Declared[]
  /** What is left, if it still is this type as written. */
  readonly node: ts.TypeNode | undefined
  /** What the type parameters in it stand for. */
  readonly args: Environment | undefined
}

interface Written {
  readonly node: ts.TypeNode | undefined
  readonly args?: Environment | undefined
}

/** A declaration that gives a type a name, and a place for tags. */
interface Declared {
  readonly declaration: ts.Declaration
  readonly node: ts.TypeNode
}

export function peel(reader: Reader, type: ts.Type, written: Written): Peeled {
  const through: Declared[] = []
  let { node, args } = written
  while (node !== undefined) {
    const inner = meantBy(reader.checker, { node, args }, type)
    if (inner === 'another') return { through, node: undefined, args }
    if (inner !== undefined) {
      node = inner
      continue
    }
    const declared = declaredBy(reader.checker, node, type) ?? genericBy(reader, node, type)
    if (declared === undefined || through.some(known => known.node === declared.node)) break
    if (isApplied(node)) args = bindingsOf(reader, node, args)
    else if (!isSame(reader.checker.getTypeFromTypeNode(declared.node), type)) return { through, node: undefined, args }
    through.push(declared)
    node = declared.node
  }
  return { through, node, args }
}

/** What a type parameter stands for, and what stands in parentheses and the like; `'another'` for another type. */
function meantBy(
  checker: ts.TypeChecker,
  { node, args }: { node: ts.TypeNode; args: Environment | undefined },
  type: ts.Type,
): ts.TypeNode | 'another' | undefined {
  const meant = substituted(checker, node, args)
  if (meant === node) return unwrap(checker, node, type)
  return isSame(checker.getTypeFromTypeNode(meant), type) ? meant : 'another'
}

function isApplied(node: ts.TypeNode): node is ts.TypeReferenceNode {
  return ts.isTypeReferenceNode(node) && node.typeArguments !== undefined
}

/** What a generic alias stands for that the checker forgets: `Few<string>`, which is an array to it. */
function genericBy({ checker, program }: Reader, node: ts.TypeNode, type: ts.Type): Declared | undefined {
  if (!isApplied(node)) return undefined
  const symbol = resolveAlias(checker, checker.getSymbolAtLocation(node.typeName))
  const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration)
  if (declaration === undefined || type.aliasSymbol === symbol || isComputed(declaration.type)) return undefined
  return program.isSourceFileDefaultLibrary(declaration.getSourceFile())
    ? undefined
    : { declaration, node: declaration.type }
}

/** Of these nothing is left once they are worked out. */
function isComputed(node: ts.TypeNode): boolean {
  return ts.isConditionalTypeNode(node) || ts.isMappedTypeNode(node) || ts.isIndexedAccessTypeNode(node)
}

/** What a name, or `Order['price']`, stands for. */
function declaredBy(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): Declared | undefined {
  if (ts.isIndexedAccessTypeNode(node)) return memberOf(checker, node)
  if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return undefined
  const alias = aliasOf(checker, node)
  if (alias === undefined || type.aliasSymbol === alias.symbol) return undefined
  return { declaration: alias.declaration, node: alias.declaration.type }
}

function memberOf(checker: ts.TypeChecker, node: ts.IndexedAccessTypeNode): Declared | undefined {
  const { objectType, indexType } = node
  if (!ts.isLiteralTypeNode(indexType) || !ts.isStringLiteral(indexType.literal)) return undefined
  const property = checker.getPropertyOfType(checker.getTypeFromTypeNode(objectType), indexType.literal.text)
  const declaration = property?.valueDeclaration
  if (declaration === undefined || !ts.isPropertySignature(declaration) || declaration.type === undefined)
    return undefined
  return { declaration, node: declaration.type }
}

/** Aliases among a generic's type arguments: its members do not know of them. */
export function aliasesInArguments(checker: ts.TypeChecker, node: ts.TypeNode | undefined): ts.TypeAliasDeclaration[] {
  if (node === undefined || !ts.isTypeReferenceNode(node) || FOLLOWED.test(node.typeName.getText())) return []
  return (node.typeArguments ?? []).flatMap(argument => aliasesIn(checker, argument))
}

/** Through lists, unions and further generics; the members of a type that is written out keep what they say. */
export function aliasesIn(checker: ts.TypeChecker, node: ts.TypeNode): ts.TypeAliasDeclaration[] {
  if (ts.isArrayTypeNode(node)) return aliasesIn(checker, node.elementType)
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(member => aliasesIn(checker, member))
  if (!ts.isTypeReferenceNode(node)) return []
  if (node.typeArguments !== undefined) return node.typeArguments.flatMap(argument => aliasesIn(checker, argument))
  const alias = aliasOf(checker, node)
  const kept = alias === undefined || checker.getTypeFromTypeNode(node).aliasSymbol === alias.symbol
  return kept ? [] : [alias.declaration]
}

/** Generics whose arguments are read as written. */
const FOLLOWED = /^(?:(?:Readonly)?Array|Record|Promise(?:Like)?)$/

/** Parentheses, `readonly`, and the rest of `T | undefined`. */
function unwrap(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): ts.TypeNode | undefined {
  if (ts.isParenthesizedTypeNode(node)) return node.type
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return node.type
  if (!ts.isUnionTypeNode(node)) return undefined
  const rest = node.types.filter(member => member.kind !== ts.SyntaxKind.UndefinedKeyword)
  if (rest.length === 1) return rest[0]
  return type.isUnion() ? undefined : rest.find(member => isSame(checker.getTypeFromTypeNode(member), type))
}

export function aliasOf(
  checker: ts.TypeChecker,
  node: ts.TypeReferenceNode,
): { symbol: ts.Symbol; declaration: ts.TypeAliasDeclaration } | undefined {
  const symbol = resolveAlias(checker, checker.getSymbolAtLocation(node.typeName))
  const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration)
  if (symbol === undefined || declaration === undefined || declaration.typeParameters !== undefined) return undefined
  return { symbol, declaration }
}

function isSame(a: ts.Type, b: ts.Type): boolean {
  if (a === b) return true
  if (a.isLiteral() && b.isLiteral()) return a.flags === b.flags && a.value === b.value
  return false
}

/** The written type of a list's elements. */
export function elementNode(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined
  if (ts.isArrayTypeNode(node)) return node.elementType
  return argumentNode(node, /^(Readonly)?Array$/, 0)
}

/** The written type argument of a generic of the standard library. */
export function argumentNode(node: ts.TypeNode | undefined, name: RegExp, index: number): ts.TypeNode | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return undefined
  return name.test(node.typeName.text) ? node.typeArguments?.[index] : undefined
}
