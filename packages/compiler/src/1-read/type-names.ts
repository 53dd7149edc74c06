/** The names of types: in schemas as declared, with type arguments; in the program with their files as well. */
import { isLibrary } from './library-types.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

/** The symbol of the alias or of the declared type; generics of the standard library (`Pick`, `Partial`) are no names. */
export function namedBy(reader: Reader, type: ts.Type): ts.Symbol | undefined {
  const alias = type.aliasSymbol
  if (alias !== undefined && !isLibrary(reader, alias)) return alias
  const symbol = type.symbol as ts.Symbol | undefined
  const named = ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.Enum
  return symbol === undefined || (symbol.flags & named) === 0 || isLibrary(reader, symbol) ? undefined : symbol
}

interface Written {
  readonly type: ts.Type
  readonly symbol: ts.Symbol | undefined
  /** The arguments as they are written, where that says more. */
  readonly given?: { readonly written: readonly string[] } | undefined
}

/** The declared name and the type arguments, of letters, digits and `_` alone. */
export function textOf(reader: Reader, { type, symbol, given }: Written): string {
  const written = given?.written ?? []
  const args = given === undefined ? argumentsOf(reader.checker, type, symbol) : []
  const names = [...written, ...args.map(arg => writtenText(reader, arg))]
  const name = symbol === undefined || symbol.name.startsWith('__') ? madeOf(reader.checker, type) : symbol.name
  const text = [name, ...names.map(spelled)].filter(part => part !== '').join('_')
  return text.slice(0, 80)
}

/** A type without a name, but of the members of one that has a name: a mapped type. */
function madeOf(checker: ts.TypeChecker, type: ts.Type): string {
  const owners = checker.getPropertiesOfType(type).map(property => ownerOf(property.declarations?.[0]))
  const [owner = 'Anonymous'] = owners
  return owners.every(other => other === owner) ? owner : 'Anonymous'
}

/** The interface, class or alias that a member is declared in. */
function ownerOf(member: ts.Declaration | undefined): string | undefined {
  const parent = member?.parent
  if (parent === undefined) return undefined
  const owner = ts.isTypeLiteralNode(parent) ? parent.parent : parent
  const named = ts.isTypeAliasDeclaration(owner) || ts.isInterfaceDeclaration(owner) || ts.isClassDeclaration(owner)
  return named ? owner.name?.text : undefined
}

/** As an author would write it; the checker writes the members of a union as it happened to meet them. */
function writtenText(reader: Reader, type: ts.Type): string {
  const { checker } = reader
  const symbol = namedBy(reader, type)
  if (symbol !== undefined) return textOf(reader, { type, symbol })
  if (isComposed(type)) {
    const members = type.types.map(member => writtenText(reader, member)).sort()
    return members.join(type.isUnion() ? ' | ' : ' & ')
  }
  const args = typeArguments(checker, type).map(arg => writtenText(reader, arg))
  if (checker.isArrayType(type)) return `${args.join()}[]`
  if (checker.isTupleType(type)) return `[${args.join(', ')}]`
  const literal = isMade(type) ? undefined : type.symbol?.declarations?.find(ts.isTypeLiteralNode)
  return literal?.getText() ?? checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
}

/** A union or an intersection; not `boolean`, which is one of `true` and `false`. */
function isComposed(type: ts.Type): type is ts.UnionOrIntersectionType {
  return type.isUnionOrIntersection() && (type.flags & ts.TypeFlags.Boolean) === 0
}

/** Made by the checker of another type, by putting arguments in or mapping its members. */
function isMade(type: ts.Type): boolean {
  const made = ts.ObjectFlags.Instantiated | ts.ObjectFlags.Mapped
  return (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & made) !== 0
}

function argumentsOf(checker: ts.TypeChecker, type: ts.Type, symbol: ts.Symbol | undefined): readonly ts.Type[] {
  return type.aliasSymbol === symbol ? (type.aliasTypeArguments ?? []) : typeArguments(checker, type)
}

function typeArguments(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const reference =
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  if (!reference) return []
  // The polymorphic `this` of an interface is no argument that anyone wrote.
  const { target } = type as ts.TypeReference
  return checker.getTypeArguments(type as ts.TypeReference).slice(0, target.typeParameters?.length ?? 0)
}

/** Another name for each type of a program, the same in whatever order they are met: with its file, and with those of its arguments. */
export function placedName(reader: Reader, type: ts.Type, symbol: ts.Symbol | undefined): string {
  const args = argumentsOf(reader.checker, type, symbol).map(arg => placedText(reader, arg))
  const list = args.length > 0 ? `<${args.join(', ')}>` : ''
  return symbol?.declarations?.[0] === undefined
    ? `#${inFull(reader, type)}`
    : `${placeOf(reader, symbol.declarations[0])}${symbol.name}${list}`
}

/** The checker writes types of the same text for different ones, and the members of a union as it met them. */
function placedText(reader: Reader, type: ts.Type): string {
  const symbol = namedBy(reader, type)
  if (symbol !== undefined) return placedName(reader, type, symbol)
  if (isComposed(type)) {
    const members = type.types.map(member => placedText(reader, member))
    return `(${members.sort().join(type.isUnion() ? ' | ' : ' & ')})`
  }
  const args = typeArguments(reader.checker, type)
  if (args.length > 0) return `${type.symbol?.name ?? ''}[${args.map(arg => placedText(reader, arg)).join(', ')}]`
  const [declaration] = (type.flags & ts.TypeFlags.Object) === 0 ? [] : (type.symbol?.declarations ?? [])
  if (declaration === undefined) return inFull(reader, type)
  return placeOf(reader, declaration) + (isMade(type) ? inFull(reader, type) : '')
}

/** Inside of a function, or without a name, there may be several in a file. */
function placeOf({ pathOf }: Reader, declaration: ts.Declaration): string {
  const named = ts.isSourceFile(declaration.parent) && !ts.isTypeLiteralNode(declaration)
  return `${pathOf(declaration.getSourceFile())}#${named ? '' : `${declaration.pos} `}`
}

function inFull({ checker, root }: Reader, type: ts.Type): string {
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType
  return checker.typeToString(type, undefined, flags).replaceAll(`"${root}/`, '"')
}

/** `Item[] | null` as `Item_array_or_null`. */
function spelled(text: string): string {
  return text
    .replaceAll('[]', '_array')
    .replaceAll(' | ', '_or_')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
}
