/** The order of an object's properties: as a reader of the source meets them, and never as the checker happened to. */
import { compare } from './project.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'
import { ranksOf } from './written-order.ts'

interface Written {
  readonly type: ts.Type
  /** The type as written, where it is known. */
  readonly node?: ts.TypeNode | undefined
  /** Types whose order waits for this one's. */
  readonly waiting?: ReadonlySet<ts.Type>
}

/**
 * Part by part of an intersection. Inherited members first, base by base as the type names them, then its own by
 * position. Mapped ones as the objects that they are made from have them, and those without a place last.
 */
export function inSourceOrder(reader: Reader, written: Written, symbols: readonly ts.Symbol[]): ts.Symbol[] {
  const { type } = written
  if (type.isIntersection()) {
    const parts = type.types.map(part => ({ type: part, node: partNode(reader.checker, written, part) }))
    return asNamed(symbols, namesOf(reader, written, parts))
  }
  const { target = type } = type as Partial<ts.TypeReference>
  const bases = target.isClassOrInterface() ? reader.checker.getBaseTypes(target) : []
  if (bases.length === 0) return byPlace(reader, written, symbols)
  const own = new Set<ts.Node>(type.symbol.declarations)
  const mine = symbols.filter(symbol => own.has(ownerOf(symbol) as ts.Node))
  const inherited = byPlace(
    reader,
    written,
    symbols.filter(symbol => !mine.includes(symbol)),
  )
  const names = namesOf(
    reader,
    written,
    bases.map(base => ({ type: base })),
  )
  return [...asNamed(inherited, names), ...byPlace(reader, written, mine)]
}

/** The names of the properties of one part after the other. One that is made of the whole again says nothing of it. */
function namesOf(reader: Reader, whole: Written, parts: readonly Written[]): string[] {
  const waiting = new Set([...(whole.waiting ?? []), whole.type])
  return parts
    .filter(({ type }) => !waiting.has(type))
    .flatMap(({ type, node }) =>
      inSourceOrder(reader, { type, node, waiting }, reader.checker.getPropertiesOfType(type)).map(({ name }) => name),
    )
}

/** A part of an intersection as written. */
function partNode(checker: ts.TypeChecker, { node }: Written, part: ts.Type): ts.TypeNode | undefined {
  if (node === undefined || !ts.isIntersectionTypeNode(node)) return undefined
  return node.types.find(one => checker.getTypeFromTypeNode(one) === part)
}

/** Those that are named first, in the order of the names; the others as they are. */
function asNamed(symbols: readonly ts.Symbol[], names: readonly string[]): ts.Symbol[] {
  const ranks = new Map<string, number>()
  for (const name of names) if (!ranks.has(name)) ranks.set(name, ranks.size)
  const rankOf = ({ name }: ts.Symbol): number => ranks.get(name) ?? ranks.size
  return [...symbols].sort((a, b) => rankOf(a) - rankOf(b))
}

/** By file and position, mapped ones as the objects that they are made from have them; those without a place last. */
function byPlace(reader: Reader, written: Written, symbols: readonly ts.Symbol[]): ts.Symbol[] {
  const sources = isMapped(written.type)
    ? namesOf(reader, written, objectsAmong(reader, written.type.aliasTypeArguments))
    : []
  const made = symbols.some(symbol => symbol.declarations === undefined) ? namesIn(reader, written) : []
  const keys = new Map(
    symbols.map(symbol => {
      const place = placeOf(reader, symbol)
      const { name } = symbol
      return [symbol, place === undefined ? `1${indexIn(made, name)}${name}` : `0${indexIn(sources, name)}${place}`]
    }),
  )
  return [...symbols].sort((a, b) => compare(keys.get(a) ?? '', keys.get(b) ?? ''))
}

function isMapped(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0
}

function objectsAmong({ checker }: Reader, types: readonly ts.Type[] = []): Written[] {
  return types
    .filter(type => (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection())
    .filter(type => !checker.isArrayType(type) && !checker.isTupleType(type))
    .map(type => ({ type }))
}

/** The names in the type arguments that a type is made from: `Record<'b' | 'a', …>`, `Selectable<Table>`. */
function namesIn(reader: Reader, whole: Written): string[] {
  const { type, node } = whole
  const written = node !== undefined && ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : []
  const literals = written.flatMap(argument =>
    [...ranksOf(reader.checker, argument).ranks].sort(([, a], [, b]) => a.order - b.order).map(([one]) => one),
  )
  const given = type.aliasTypeArguments ?? []
  const members = given.flatMap(argument => (argument.isUnion() ? byPosition(argument.types) : [argument]))
  return [...literals.filter(one => one.isStringLiteral()), ...members].flatMap(one =>
    one.isStringLiteral() ? [one.value] : namesOf(reader, whole, objectsAmong(reader, [one])),
  )
}

/** Members of an enum as it has them; other literals have no place. */
function byPosition(types: readonly ts.Type[]): ts.Type[] {
  const placed = types.filter(type => type.symbol?.valueDeclaration !== undefined)
  return placed.sort((a, b) => (a.symbol.valueDeclaration?.pos ?? 0) - (b.symbol.valueDeclaration?.pos ?? 0))
}

function placeOf(reader: Reader, symbol: ts.Symbol): string | undefined {
  const declaration = declarationOf(symbol)
  if (declaration === undefined) return undefined
  return `${reader.pathOf(declaration.getSourceFile())}\0${padded(declaration.pos)}`
}

/** The type that a property is declared in: a constructor's parameter property stands one level deeper. */
function ownerOf(symbol: ts.Symbol): ts.Node | undefined {
  const declaration = declarationOf(symbol)
  return declaration !== undefined && ts.isParameter(declaration) ? declaration.parent.parent : declaration?.parent
}

/** Where `as` in a mapped type makes a name, the checker keeps apart which property it was made of. */
export function declarationOf(symbol: ts.Symbol): ts.Declaration | undefined {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0]
  if (declaration !== undefined) return declaration
  const { links } = symbol as unknown as { links?: { syntheticOrigin?: ts.Symbol } }
  return links?.syntheticOrigin && declarationOf(links.syntheticOrigin)
}

function indexIn(names: readonly string[], name: string): string {
  const at = names.indexOf(name)
  return padded(at === -1 ? names.length : at)
}

function padded(position: number): string {
  return String(position).padStart(10, '0')
}
