/** The order of a union's members as the author wrote them: the checker's own depends on what it has seen before. */
import { aliasesIn } from './lost-aliases.ts'
import { isConstraint } from './type-arguments.ts'
import { aliasOf, memberDeclared } from './type-node.ts'
import { ts } from './typescript.js'

interface Rank {
  readonly order: number
  /** The member as written, where it is. */
  readonly node: ts.TypeNode | undefined
  /** What has a name for it, and a comment: an alias, or a member of a constant. */
  readonly declaration: ts.Declaration | undefined
}

export interface Ranks {
  readonly ranks: ReadonlyMap<ts.Type, Rank>
  /** The order of members that are not written: a type parameter's place, else behind all. */
  readonly rest: number
  /** Aliases whose constraints no member keeps: of `Share | Count`, which are both numbers, none speaks for the other. */
  readonly lost: ReadonlySet<ts.TypeAliasDeclaration>
}

/** Through aliases of unions, `keyof`, and the members of constants. */
export function ranksOf(
  checker: ts.TypeChecker,
  written: ts.TypeNode | undefined,
  replaced: (node: ts.TypeNode) => ts.TypeNode = node => node,
): Ranks {
  const ranks = new Map<ts.Type, Rank>()
  const lost = new Set<ts.TypeAliasDeclaration>()
  let rest = Number.MAX_SAFE_INTEGER
  for (const { type, node, declaration } of written === undefined
    ? []
    : partsOf(checker, { written, replaced }, new Set())) {
    if ((type.flags & ts.TypeFlags.TypeParameter) !== 0) rest = Math.min(rest, ranks.size)
    const known = ranks.get(type)
    if (known === undefined) ranks.set(type, { order: ranks.size, node, declaration })
    else {
      const different = differing(checker, known.node, node)
      for (const alias of different) lost.add(alias)
      if (different.length > 0) ranks.set(type, { ...known, node: undefined })
    }
  }
  return { ranks, rest, lost }
}

/** The aliases with constraints that only one of them names. */
function differing(
  checker: ts.TypeChecker,
  a: ts.TypeNode | undefined,
  b: ts.TypeNode | undefined,
): readonly ts.TypeAliasDeclaration[] {
  if (a === undefined || b === undefined) return []
  const [mine, others] = [a, b].map(node => aliasesIn(checker, node).filter(isConstraint)) as [
    ts.TypeAliasDeclaration[],
    ts.TypeAliasDeclaration[],
  ]
  return [...mine.filter(alias => !others.includes(alias)), ...others.filter(alias => !mine.includes(alias))]
}

interface Part extends Omit<Rank, 'order'> {
  readonly type: ts.Type
}

function* partsOf(
  checker: ts.TypeChecker,
  { written, replaced }: { readonly written: ts.TypeNode; readonly replaced: (node: ts.TypeNode) => ts.TypeNode },
  seen: ReadonlySet<ts.Node>,
): Generator<Part> {
  for (const node of unionParts(written).flatMap(part => unionParts(replaced(part)))) {
    const type = checker.getTypeFromTypeNode(node)
    const alias = aliasOf(checker, node)?.declaration
    yield { type, node, declaration: alias }
    if (!type.isUnion()) continue
    const written = alias?.type ?? memberDeclared(checker, node)?.node
    if (written !== undefined && !seen.has(written))
      yield* partsOf(checker, { written, replaced }, new Set([...seen, written]))
    yield* derivedParts(checker, node, type)
  }
}

function unionParts(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return unionParts(node.type)
  return ts.isUnionTypeNode(node) ? node.types.flatMap(unionParts) : [node]
}

/** `keyof T` in the order of T's properties; `T[number]` and `T[keyof T]` in that of its members. */
function derivedParts(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.UnionType): readonly Part[] {
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) {
    const names = checker.getPropertiesOfType(checker.getTypeFromTypeNode(node.type)).map(property => property.name)
    const keys = names.flatMap(name => type.types.filter(part => part.isStringLiteral() && part.value === name))
    return keys.map(undeclared)
  }
  if (!ts.isIndexedAccessTypeNode(node)) return []
  const object = checker.getTypeFromTypeNode(node.objectType)
  if (checker.isTupleType(object)) return checker.getTypeArguments(object as ts.TypeReference).map(undeclared)
  return checker.getPropertiesOfType(object).map(property => {
    const { valueDeclaration: declaration } = property
    const constant = declaration !== undefined && ts.isPropertyAssignment(declaration) ? declaration : undefined
    return { type: checker.getTypeOfSymbol(property), node: undefined, declaration: constant }
  })
}

function undeclared(type: ts.Type): Part {
  return { type, node: undefined, declaration: undefined }
}
