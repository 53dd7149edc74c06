/** Type arguments as they are written: an alias of `number` is gone from `Page<number>`, which `Page<Int>` is to the checker. */
import { bindingsOf, declarationAt, type Environment, type Generic } from './bindings.ts'
import { commentOf, constrains } from './comments.ts'
import { aliasesIn, aliasesOutside, genericOf, isConditional } from './lost-aliases.ts'
import type { Reader } from './reader.ts'
import { namedBy } from './type-names.ts'
import { ts } from './typescript.js'

export interface TypeArguments extends Environment {
  /** As written, with where they are declared: tells them from others that are the same to the checker. */
  readonly key: string
  /** Those of the type itself, as an author wrote them. */
  readonly written: readonly string[]
  /** Aliases that narrow what they stand for, and that cannot be followed to the end. */
  readonly lost: readonly ts.TypeAliasDeclaration[]
  /** The same of a mapped type, whose members are those of its arguments. */
  readonly lostWhenMapped: readonly ts.TypeAliasDeclaration[]
}

/** Those that carry constraints, of a reference to a type; undefined for none. */
export function argumentsOf(
  reader: Reader,
  node: ts.TypeNode | undefined,
  outer: Environment | undefined,
): TypeArguments | undefined {
  const given = node === undefined ? undefined : partsOf(reader, node)
  if (node === undefined || given === undefined) return undefined
  const bound = bindingsOf(reader, node, outer)
  const aliases = constraintsIn(reader, bound.nodes.values())
  if (aliases.length === 0) return undefined
  const own = bound.own.length > 0 ? bound.own : given
  const written = own.map(argument => argument.getText())
  const lost = bound.isWhole ? [] : aliases
  const lostWhenMapped = bound.isClear ? lost : aliases
  return { nodes: bound.nodes, written, key: keyOf(reader, written, aliases), lost, lostWhenMapped }
}

/** What tells a type as written from others that are the same to the checker; undefined where nothing does. */
function partsOf(reader: Reader, node: ts.TypeNode): readonly ts.TypeNode[] | undefined {
  if (ts.isIntersectionTypeNode(node)) return node.types
  if (!ts.isTypeReferenceNode(node)) return undefined
  return node.typeArguments ?? (declarationAt(reader, node.typeName)?.typeParameters && [])
}

/** Those that a type without type parameters hands on: `interface Numbers extends Page<Int>`. */
export function argumentsWithin(reader: Reader, declaration: ts.Declaration): Environment | undefined {
  const bound = bindingsOf(reader, declaration, undefined)
  return bound.nodes.size > 0 ? bound : undefined
}

/** What is said of the arguments of a type, and is lost in it. */
export function lostAliases(
  reader: Reader,
  type: ts.Type,
  { node, given }: { node: ts.TypeNode | undefined; given?: TypeArguments | undefined },
): ts.TypeAliasDeclaration[] {
  const meant = aliasesOutside(reader.checker, node, type).filter(isConstraint)
  if (node !== undefined && isConditional(genericOf(reader.checker, node))) return meant
  // A plain type that was worked out from others has no members that still name them.
  const hasMembers = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection)) !== 0
  const isList = reader.checker.isArrayLikeType(type) && namedBy(reader, type) === undefined
  const isUnion = type.isUnion() && namedBy(reader, type) === undefined
  if (given === undefined || !hasMembers || isList || isUnion) return meant
  const kept = constraintsIn(reader, given.nodes.values())
  const isMapped = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0
  return [...meant.filter(alias => !kept.includes(alias)), ...(isMapped ? given.lostWhenMapped : given.lost)]
}

/** Whether an alias narrows what it stands for. */
export function isConstraint(alias: ts.TypeAliasDeclaration | Generic): boolean {
  return constrains(commentOf(alias))
}

function constraintsIn(reader: Reader, nodes: Iterable<ts.TypeNode>): ts.TypeAliasDeclaration[] {
  return [...nodes].flatMap(argument => aliasesIn(reader.checker, argument)).filter(isConstraint)
}

function keyOf(reader: Reader, written: readonly string[], aliases: readonly ts.TypeAliasDeclaration[]): string {
  const places = aliases.map(alias => `${reader.pathOf(alias.getSourceFile())}#${alias.name.text}`)
  return `${written.join(', ')} of ${[...new Set(places)].join(', ')}`
}
