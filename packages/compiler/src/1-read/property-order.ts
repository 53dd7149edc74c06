/** The order of an object's properties: as a reader of the source meets them, and never as the checker happened to. */
import { ts } from 'ts-morph'
import { compare } from './project.ts'
import type { Reader } from './reader.ts'
import { ranksOf } from './written-order.ts'

/**
 * Inherited members first, base by base as the type names them, then its own; within each by position. Mapped ones stand
 * behind these by file and position, and those without a place last: as what they are made from has them, then by name.
 *
 * @param node The type as written, where it is known.
 */
export function inSourceOrder(
  reader: Reader,
  { type, node }: { readonly type: ts.Type; readonly node?: ts.TypeNode | undefined },
  symbols: readonly ts.Symbol[],
): ts.Symbol[] {
  const ranks = new Map<ts.Node, number>()
  rankDeclarations(reader.checker, type, ranks)
  const made = symbols.some(symbol => symbol.declarations === undefined) ? namesIn(reader, type, node) : []
  const keys = new Map(
    symbols.map(symbol => [symbol, orderOf(reader, ranks, symbol) ?? `2${placeIn(made, symbol.name)}${symbol.name}`]),
  )
  return [...symbols].sort((a, b) => compare(keys.get(a) ?? '', keys.get(b) ?? ''))
}

/** Numbers the declarations of a type behind those of its bases. */
function rankDeclarations(checker: ts.TypeChecker, type: ts.Type, ranks: Map<ts.Node, number>): void {
  if (type.isIntersection()) {
    for (const part of type.types) rankDeclarations(checker, part, ranks)
    return
  }
  const declarations = type.symbol?.declarations ?? []
  if (declarations.some(declaration => ranks.has(declaration))) return
  const { target = type } = type as Partial<ts.TypeReference>
  if (target.isClassOrInterface()) {
    for (const base of checker.getBaseTypes(target)) rankDeclarations(checker, base, ranks)
  }
  // Declarations that merge have one rank: in which order they were read says nothing.
  const rank = ranks.size
  for (const declaration of declarations) ranks.set(declaration, rank)
}

/** The names in the type arguments that a type is made from: `Record<'b' | 'a', …>`, `Selectable<Table>`. */
function namesIn(reader: Reader, type: ts.Type, node: ts.TypeNode | undefined): string[] {
  const { checker } = reader
  const written = node !== undefined && ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : []
  const literals = written.flatMap(argument =>
    [...ranksOf(checker, argument).ranks].sort(([, a], [, b]) => a.order - b.order).map(([one]) => one),
  )
  const given = type.aliasTypeArguments ?? []
  const members = given.flatMap(argument => (argument.isUnion() ? byPosition(argument.types) : [argument]))
  return [
    ...literals.flatMap(one => (one.isStringLiteral() ? [one.value] : [])),
    ...members.flatMap(one => {
      if (one.isStringLiteral()) return [one.value]
      const isObject = (one.flags & ts.TypeFlags.Object) !== 0 && !checker.isArrayType(one) && !checker.isTupleType(one)
      return isObject
        ? inSourceOrder(reader, { type: one }, checker.getPropertiesOfType(one)).map(({ name }) => name)
        : []
    }),
  ]
}

/** Members of an enum as it has them; other literals have no place. */
function byPosition(types: readonly ts.Type[]): ts.Type[] {
  const placed = types.filter(type => type.symbol?.valueDeclaration !== undefined)
  return placed.sort((a, b) => (a.symbol.valueDeclaration?.pos ?? 0) - (b.symbol.valueDeclaration?.pos ?? 0))
}

function placeIn(names: readonly string[], name: string): string {
  const at = names.indexOf(name)
  return padded(at === -1 ? names.length : at)
}

function orderOf(reader: Reader, ranks: ReadonlyMap<ts.Node, number>, symbol: ts.Symbol): string | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0]
  if (declaration === undefined) return undefined
  // A constructor's parameter property stands one level deeper than the class's other members.
  const parent = ts.isParameter(declaration) ? declaration.parent.parent : declaration.parent
  const rank = ranks.get(parent)
  const place = `${reader.pathOf(declaration.getSourceFile())}\0${padded(declaration.pos)}`
  return rank === undefined ? `1${place}` : `0${padded(rank)}${place}`
}

function padded(position: number): string {
  return String(position).padStart(10, '0')
}
