/** Follows a written type beside the checker's: aliases of `number` and the like are gone from the checker's types. */
import { bindingsOf, type Environment, substituted } from './bindings.ts'
import type { Reader } from './reader.ts'
import { resolveAlias } from './resolve-alias.ts'
import { ts } from './typescript.js'

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
    if (inner.length > 0) {
      const [first, ...others] = inner
      through.push(...others.flatMap(other => peel(reader, type, { node: other, args }).through))
      node = first
      continue
    }
    const declared = declaredBy(reader.checker, node, type) ?? genericBy(reader, node, type)
    if (declared === undefined || through.some(known => known.node === declared.node)) break
    if (isApplied(node)) args = bindingsOf(reader, node, args)
    else if (!isSame(reader.checker.getTypeFromTypeNode(declared.node), type)) break
    through.push(declared)
    node = declared.node
  }
  return { through, node, args }
}

/** What a type parameter stands for, or what stands in parentheses and the like; `'another'` for another type. */
function meantBy(
  checker: ts.TypeChecker,
  { node, args }: { node: ts.TypeNode; args: Environment | undefined },
  type: ts.Type,
): readonly ts.TypeNode[] | 'another' {
  const meant = substituted(checker, node, args)
  if (meant === node) return within(checker, node, type)
  return isSame(checker.getTypeFromTypeNode(meant), type) ? [meant] : 'another'
}

/** What stands for the whole; of an intersection, all members that are this very type: what each of them says holds. */
function within(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): readonly ts.TypeNode[] {
  const isAlike = (member: ts.TypeNode): boolean => isSame(checker.getTypeFromTypeNode(member), type)
  if (bare(node) !== node) return [bare(node)]
  if (ts.isIntersectionTypeNode(node)) return node.types.filter(isAlike)
  if (!ts.isUnionTypeNode(node)) return []
  const rest = node.types.filter(member => member.kind !== ts.SyntaxKind.UndefinedKeyword)
  if (rest.length === 1) return rest
  const alike = type.isUnion() ? [] : rest.filter(isAlike)
  return alike.length === 1 ? alike : []
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

/** What a name, `Order['price']` or `typeof limit` stands for. */
function declaredBy(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): Declared | undefined {
  const member = memberDeclared(checker, node)
  if (member !== undefined) return member
  const alias = aliasOf(checker, node)
  if (alias === undefined || type.aliasSymbol === alias.symbol) return undefined
  return { declaration: alias.declaration, node: alias.declaration.type }
}

/** What has a type that is asked for by its name: a member of an object, or a constant. */
export function memberDeclared(checker: ts.TypeChecker, node: ts.Node): Declared | undefined {
  if (ts.isIndexedAccessTypeNode(node)) return memberOf(checker, node)
  return ts.isTypeQueryNode(node) ? annotationOf(checker, node) : undefined
}

function annotationOf(checker: ts.TypeChecker, { exprName }: ts.TypeQueryNode): Declared | undefined {
  const declaration = resolveAlias(checker, checker.getSymbolAtLocation(exprName))?.valueDeclaration
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.type === undefined)
    return undefined
  return { declaration, node: declaration.type }
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

export type Reference = ts.TypeReferenceNode | ts.ImportTypeNode

/** A type by its name: `Order`, `orders.Order`, or `import('./orders.ts').Order`. */
export function isReference(node: ts.Node): node is Reference {
  return ts.isTypeReferenceNode(node) || (ts.isImportTypeNode(node) && !node.isTypeOf)
}

export function nameOf(node: Reference): ts.EntityName | undefined {
  return ts.isTypeReferenceNode(node) ? node.typeName : node.qualifier
}

export function aliasOf(
  checker: ts.TypeChecker,
  node: ts.Node,
): { symbol: ts.Symbol; declaration: ts.TypeAliasDeclaration } | undefined {
  const name = isReference(node) && node.typeArguments === undefined ? nameOf(node) : undefined
  const symbol = name && resolveAlias(checker, checker.getSymbolAtLocation(name))
  const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration)
  if (symbol === undefined || declaration === undefined || declaration.typeParameters !== undefined) return undefined
  return { symbol, declaration }
}

function isSame(a: ts.Type, b: ts.Type): boolean {
  if (a === b) return true
  if (a.isLiteral() && b.isLiteral()) return a.flags === b.flags && a.value === b.value
  return false
}

/** Without parentheses and `readonly`. */
export function bare(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return bare(node.type)
  const isReadonly = ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword
  return isReadonly ? bare(node.type) : node
}

/** The written type of a list's elements. */
export function elementNode(written: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (written === undefined) return undefined
  const node = bare(written)
  if (ts.isArrayTypeNode(node)) return node.elementType
  // `interface Names extends Array<Name> {}`
  if (ts.isExpressionWithTypeArguments(node)) return node.typeArguments?.[0]
  return argumentNode(node, /^(Readonly)?Array$/, 0)
}

/** The written type argument of a generic of the standard library. */
export function argumentNode(node: ts.TypeNode | undefined, name: RegExp, index: number): ts.TypeNode | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return undefined
  return name.test(node.typeName.text) ? node.typeArguments?.[index] : undefined
}
