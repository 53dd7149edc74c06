/** Aliases in what the checker computes a type of: of what comes of it neither the checker nor a written type knows them. */
import { type Generic, isGeneric } from './bindings.ts'
import { resolveAlias } from './resolve-alias.ts'
import { aliasOf, bare, isReference, memberDeclared, nameOf, type Reference } from './type-node.ts'
import { ts } from './typescript.js'

type Alias = ts.TypeAliasDeclaration

/** @param node What a type is written as, as far as it can be followed. Members of a generic may still name them. */
export function aliasesOutside(
  checker: ts.TypeChecker,
  node: ts.TypeNode | undefined,
  type: ts.Type,
): readonly Alias[] {
  if (node === undefined) return []
  if (ts.isIndexedAccessTypeNode(node)) return aliasesIn(checker, node)
  // Members that are one type to the checker; of those of a union that it still knows each is read by itself.
  if (ts.isUnionTypeNode(node)) return type.isUnion() ? [] : aliasesIn(checker, node)
  if (ts.isConditionalTypeNode(node)) return [node.trueType, node.falseType].flatMap(one => aliasesIn(checker, one))
  if (!isReference(node) || FOLLOWED.test(nameOf(node)?.getText() ?? '')) return []
  const given = node.typeArguments ?? []
  return [...given.flatMap(argument => aliasesIn(checker, argument)), ...remade(checker, node, type)]
}

/** Generics whose arguments are read as written. */
const FOLLOWED = /^(?:(?:Readonly)?Array|Record|Promise(?:Like)?)$/

/** In a type that is written in any way; only the members of an object that is written out keep what they say. */
export function aliasesIn(checker: ts.TypeChecker, node: ts.Node): readonly Alias[] {
  const found = new Set<Alias>()
  const seen = new Set<ts.Node>()
  const visit = (inner: ts.Node): void => {
    // What leads back to itself is TypeScript's to tell.
    if (ts.isTypeLiteralNode(inner) || seen.has(inner)) return
    seen.add(inner)
    const alias = aliasOf(checker, inner)
    if (alias === undefined) {
      for (const one of meantBy(checker, inner)) visit(one)
      ts.forEachChild(inner, visit)
      return
    }
    const kept = checker.getTypeFromTypeNode(inner as ts.TypeNode).aliasSymbol === alias.symbol
    if (kept || found.has(alias.declaration)) return
    found.add(alias.declaration)
    visit(alias.declaration.type)
  }
  visit(node)
  return [...found]
}

/** What a node stands for that is written elsewhere. */
function meantBy(checker: ts.TypeChecker, node: ts.Node): readonly ts.TypeNode[] {
  const declared = memberDeclared(checker, node)
  if (declared !== undefined) return [declared.node]
  if (!isReference(node)) return []
  return (genericOf(checker, node)?.typeParameters ?? [])
    .slice(node.typeArguments?.length ?? 0)
    .flatMap(parameter => parameter.default ?? [])
}

export function genericOf(checker: ts.TypeChecker, node: ts.Node): Generic | undefined {
  const name = isReference(node) ? nameOf(node) : undefined
  const symbol = name && resolveAlias(checker, checker.getSymbolAtLocation(name))
  return symbol?.declarations?.find(isGeneric)
}

/** Lists and objects that a mapped type makes anew: the checker knows the alias of the old ones alone. */
function remade(checker: ts.TypeChecker, node: Reference, type: ts.Type): readonly Alias[] {
  const generic = genericOf(checker, node)
  if (generic === undefined || !isComputed(generic)) return []
  const results = type.isUnion() ? type.types : [type]
  return (node.typeArguments ?? []).flatMap(membersOf).flatMap(member => {
    const alias = aliasOf(checker, member)
    if (alias === undefined || results.includes(checker.getTypeFromTypeNode(member))) return []
    return [alias.declaration, ...aliasesIn(checker, alias.declaration.type)]
  })
}

/** Whether a generic's type is made of its arguments, and not written with them. */
function isComputed(generic: Generic): boolean {
  // `NonNullable<T>` is written as an intersection.
  if (generic.getSourceFile().hasNoDefaultLib) return true
  return ts.isTypeAliasDeclaration(generic) && (isConditional(generic) || ts.isMappedTypeNode(generic.type))
}

/** Of what goes into a condition nothing is left, but what the checker hands on. */
export function isConditional(generic: Generic | undefined): boolean {
  return generic !== undefined && ts.isTypeAliasDeclaration(generic) && ts.isConditionalTypeNode(generic.type)
}

function membersOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  const inner = bare(node)
  return ts.isUnionTypeNode(inner) ? inner.types.flatMap(membersOf) : [inner]
}
