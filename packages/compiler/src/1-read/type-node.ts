/** Follows a written type beside the checker's: aliases of `number` and the like are gone from the checker's types. */
import { ts } from 'ts-morph'

export interface Peeled {
  /** Aliases that stand for this very type and that the checker forgets, the outermost first. */
  readonly aliases: readonly ts.TypeAliasDeclaration[]
  /** What is left, if it still is this type as written. */
  readonly node: ts.TypeNode | undefined
}

export function peel(checker: ts.TypeChecker, written: ts.TypeNode | undefined, type: ts.Type): Peeled {
  const aliases: ts.TypeAliasDeclaration[] = []
  let node = written
  while (node !== undefined) {
    const inner = unwrap(checker, node, type)
    if (inner !== undefined) {
      node = inner
      continue
    }
    if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) break
    const alias = aliasOf(checker, node)
    if (alias === undefined || type.aliasSymbol === alias.symbol) break
    if (!isSame(checker, checker.getTypeFromTypeNode(alias.declaration.type), type)) return { aliases, node: undefined }
    aliases.push(alias.declaration)
    node = alias.declaration.type
  }
  return { aliases, node }
}

/** Parentheses, `readonly`, and the rest of `T | undefined`. */
function unwrap(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): ts.TypeNode | undefined {
  if (ts.isParenthesizedTypeNode(node)) return node.type
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return node.type
  if (!ts.isUnionTypeNode(node)) return undefined
  const rest = node.types.filter(member => member.kind !== ts.SyntaxKind.UndefinedKeyword)
  if (rest.length === 1) return rest[0]
  return type.isUnion() ? undefined : rest.find(member => isSame(checker, checker.getTypeFromTypeNode(member), type))
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

export function isSame(_checker: ts.TypeChecker, a: ts.Type, b: ts.Type): boolean {
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
