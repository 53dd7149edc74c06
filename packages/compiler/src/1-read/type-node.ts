/** Follows a written type beside the checker's: aliases of `number` and the like are gone from the checker's types. */
import { ts } from 'ts-morph'

export interface Peeled {
  /** Aliases and members that stand for this very type and that the checker forgets, the outermost first. */
  readonly through: readonly Declared[]
  /** What is left, if it still is this type as written. */
  readonly node: ts.TypeNode | undefined
}

/** A declaration that gives a type a name, and a place for tags. */
interface Declared {
  readonly declaration: ts.Declaration
  readonly node: ts.TypeNode
}

export function peel(
  checker: ts.TypeChecker,
  written: ts.TypeNode | undefined,
  { type, replaced }: { readonly type: ts.Type; readonly replaced: (node: ts.TypeNode) => ts.TypeNode },
): Peeled {
  const through: Declared[] = []
  let node = written
  while (node !== undefined) {
    const meant = replaced(node)
    if (meant !== node) {
      if (!isSame(checker.getTypeFromTypeNode(meant), type)) return { through, node: undefined }
      node = meant
      continue
    }
    const inner = unwrap(checker, node, type)
    if (inner !== undefined) {
      node = inner
      continue
    }
    const declared = declaredBy(checker, node, type)
    if (declared === undefined || through.some(known => known.node === declared.node)) break
    if (!isSame(checker.getTypeFromTypeNode(declared.node), type)) return { through, node: undefined }
    through.push(declared)
    node = declared.node
  }
  return { through, node }
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

/** Aliases among a generic's type arguments that carry tags: the generic's members do not know of them. */
export function lostAliases(checker: ts.TypeChecker, node: ts.TypeNode | undefined): ts.TypeAliasDeclaration[] {
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

/** What an import or a re-export stands for. */
export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol | undefined {
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol
  return checker.getAliasedSymbol(symbol)
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
