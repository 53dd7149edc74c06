/** The checker's types to IR: one dispatch, with a file for each larger form. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Type } from '../ir/type.ts'
import { readArray, readTuple } from './array-type.ts'
import { commentOf } from './comments.ts'
import { describe } from './describe.ts'
import { basesOf, carriedKind, isTopObject, type Refusal, refusalOf, viewOf } from './library-types.ts'
import { createNamedTypes, type NamedTypes } from './named-types.ts'
import { isFunction, readObject } from './object-type.ts'
import { packagePlace } from './package-place.ts'
import type { Reader } from './reader.ts'
import { isTemplate, patternOf } from './template-type.ts'
import { argumentsOf, lostAliases } from './type-arguments.ts'
import { peel } from './type-node.ts'
import { addProblem, markOf, type Place, type Problem, REFUSED, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'
import { isOptionalPart, withoutUndefined } from './undefined.ts'
import { addLost, readEnum, readUnion } from './union-type.ts'
import { withWrittenNull } from './written-null.ts'

export interface Types extends TypeReader {
  readonly named: NamedTypes
}

export function createTypes(reader: Reader): Types {
  const named = createNamedTypes(reader)
  const types: Types = {
    reader,
    named,
    read: (type, place) => readWritten(types, type, place),
    readUnion: (members, place) => readUnion(types, members, place),
    resolve: type => (type.kind === 'ref' ? named.byRef(type) : type),
  }
  return types
}

/** Reads a type beside how it is written: what an alias of `number` says of it would else be lost. */
function readWritten(types: Types, type: ts.Type, place: Place): Type {
  const { through, node, args } = peel(types.reader, type, place)
  const given = argumentsOf(types.reader, node, args)
  const inside = { ...place, node, args, given }
  warnOfLost(types, type, inside)
  const written = [place.node, ...through.map(one => one.node)]
  let read = withWrittenNull(types.reader, readType(types, type, inside), written)
  for (const { declaration } of through.toReversed()) {
    read = describe(types, { comment: commentOf(declaration), node: declaration, type: read, exact: true }).type
  }
  return read
}

/** What the arguments of a computed type say cannot always be followed. */
function warnOfLost(types: Types, type: ts.Type, place: Place): void {
  for (const alias of lostAliases(types.reader, type, place)) addLost(types, alias, place)
}

function readType(types: Types, type: ts.Type, place: Place): Type {
  const { flags } = type
  const scalar = readScalar(types, type, place)
  if (scalar !== undefined) return scalar
  if ((flags & ts.TypeFlags.TypeParameter) !== 0 || (flags & ts.TypeFlags.Instantiable) !== 0) {
    const bound = types.reader.checker.getBaseConstraintOfType(type)
    return bound === undefined || bound === type ? untyped(types, 'unknown', place) : types.read(bound, place)
  }
  if (isArrayLike(types, type)) return types.named.read(types, type, place, inside => readList(types, type, inside))
  const special = readSpecial(types, type, place)
  if (special !== undefined) return special
  return types.named.read(types, type, place, inside => readBody(types, type, inside))
}

/** What a name stands for. */
function readBody(types: Types, type: ts.Type, place: Place): Type {
  if ((type.flags & ts.TypeFlags.EnumLiteral) !== 0) return readEnum(type)
  if (type.isUnion()) {
    const members = isOptionalPart(type) ? withoutUndefined(type) : type.types
    return types.readUnion(members, place)
  }
  if (type.isIntersection()) return readIntersection(types, type, place)
  if (isFunction(type)) return refuse(types, { type, place }, FUNCTION)
  return readInstance(types, type, place)
}

/** Types that are told by a flag alone. */
const BY_FLAG: readonly (readonly [ts.TypeFlags, Type])[] = [
  [ts.TypeFlags.Never | ts.TypeFlags.Undefined | ts.TypeFlags.Void, { kind: 'never' }],
  [ts.TypeFlags.String, { kind: 'string' }],
  [ts.TypeFlags.Number, { kind: 'number', integer: false }],
  [ts.TypeFlags.Boolean, { kind: 'boolean' }],
  [ts.TypeFlags.Null, { kind: 'null' }],
]

function readScalar(types: Types, type: ts.Type, place: Place): Type | undefined {
  const { flags } = type
  const plain = BY_FLAG.find(([flag]) => (flags & flag) !== 0)?.[1]
  if (plain !== undefined) return plain
  if ((flags & ts.TypeFlags.Any) !== 0) return readAny(types, type, place)
  if ((flags & ts.TypeFlags.Unknown) !== 0) return untyped(types, 'unknown', place)
  if ((flags & ts.TypeFlags.BigIntLike) !== 0) return refuse(types, { type, place }, BIGINT)
  if ((flags & ts.TypeFlags.ESSymbolLike) !== 0) return refuse(types, { type, place }, SYMBOL)
  if ((flags & ts.TypeFlags.NonPrimitive) !== 0) return openObject(types, place)
  if (isUnending(type)) return refuse(types, { type, place }, UNENDING)
  return isEnum(type) ? undefined : readLiteral(types, type)
}

/** `1e999`, or an enum with a member that is computed to what no number of JSON is. */
function isUnending(type: ts.Type): boolean {
  const members = isEnum(type) && type.isUnion() ? type.types : [type]
  return members.some(member => member.isNumberLiteral() && !Number.isFinite(member.value))
}

function readLiteral(types: Types, type: ts.Type): Type | undefined {
  const { checker } = types.reader
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', value: type.value }
  if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0)
    return { kind: 'literal', value: checker.typeToString(type) === 'true' }
  return isTemplate(type) ? { kind: 'string', pattern: patternOf(checker, type) } : undefined
}

/** An enum as a whole; one with a single member is its own member. */
function isEnum(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.EnumLiteral) !== 0 && ((type.symbol?.flags ?? 0) & ts.SymbolFlags.Enum) !== 0
}

/** A name that the checker could not find is `any` to it, and an error here. */
function readAny(types: Types, type: ts.Type, place: Place): Type {
  if ((type as unknown as { intrinsicName: string }).intrinsicName === 'any') return untyped(types, 'any', place)
  const name = place.node?.getText() ?? types.reader.checker.typeToString(type)
  addTypeProblem(types, place, where => diagnose('unresolved-type', where, { ...where, type: name }))
  return REFUSED
}

function untyped(types: Types, type: string, place: Place): Type {
  addTypeProblem(types, place, where => diagnose('untyped', where, { ...where, type }))
  return { kind: 'unknown' }
}

function openObject(types: Types, place: Place): Type {
  untyped(types, 'object', place)
  return { kind: 'object', properties: [], index: [{ type: { kind: 'unknown' } }] }
}

/** Marks the type as written. */
function addTypeProblem(types: Types, place: Place, make: Problem['make']): void {
  addProblem({ ...place, span: markOf(types.reader, place) }, make)
}

function isArrayLike(types: Types, type: ts.Type): boolean {
  const { checker } = types.reader
  return checker.isArrayType(type) || checker.isTupleType(type) || extendedList(types, type) !== undefined
}

/** `interface JsonArray extends Array<JsonValue> {}`, as generated types write it: the list that it is. */
function extendedList(types: Types, type: ts.Type): ts.Type | undefined {
  const { reader } = types
  const symbol = type.symbol as ts.Symbol | undefined
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Interface) === 0 || hasMembers(symbol)) return undefined
  const [base, ...others] = basesOf(reader, type)
  if (base === undefined || others.length > 0) return undefined
  return reader.checker.isArrayType(base) || reader.checker.isTupleType(base) ? base : extendedList(types, base)
}

/** Type parameters are among the members of a generic. */
function hasMembers({ members }: ts.Symbol): boolean {
  return [...(members?.values() ?? [])].some(member => (member.flags & ts.SymbolFlags.TypeParameter) === 0)
}

function readList(types: Types, type: ts.Type, place: Place): Type {
  const { checker } = types.reader
  const extended = extendedList(types, type)
  const list = extended ?? type
  const inside = extended === undefined ? place : { ...place, node: heritageOf(type) }
  return checker.isTupleType(list) ? readTuple(types, list, inside) : readArray(types, type, inside)
}

function heritageOf({ symbol }: ts.Type): ts.TypeNode | undefined {
  const [declaration] = symbol.declarations?.filter(ts.isInterfaceDeclaration) ?? []
  return declaration?.heritageClauses?.[0]?.types[0]
}

/** Library types with a wire form of their own, and those without any. */
function readSpecial(types: Types, type: ts.Type, place: Place): Type | undefined {
  if ((type.flags & ts.TypeFlags.Object) === 0) return undefined
  const kind = carriedKind(types.reader, type)
  if (kind === 'date' || kind === 'url') {
    const help = kind === 'date' ? DATE : URL_TYPE
    refuse(types, { type, place }, { ...help, inputOnly: true })
  }
  if (kind === 'bytes') return readBytes(types, type, place)
  if (kind !== undefined) return { kind }
  if (isTopObject(types.reader, type)) return untyped(types, 'Object', place)
  const refusal = refusalOf(types.reader, type)
  return refusal === undefined ? undefined : refuse(types, { type, place }, refusal)
}

/** A class of one's own over bytes can be sent, but not be made again of what was sent. */
function readBytes(types: Types, type: ts.Type, place: Place): Type {
  const view = viewOf(types.reader, type)
  if (view === undefined) refuse(types, { type, place }, { ...BYTES_CLASS, inputOnly: true })
  return view === undefined || view === 'Uint8Array' ? { kind: 'bytes' } : { kind: 'bytes', view }
}

/**
 * A brand is for the checker alone: `string & { __brand: 'Id' }` is a string. Objects are merged; `object & T` is a T, as
 * generated types write it. Members that contradict each other leave no value.
 */
function readIntersection(types: Types, type: ts.IntersectionType, place: Place): Type {
  const isData = ({ flags }: ts.Type): boolean => (flags & (ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive)) !== 0
  if (type.types.some(isTemplate)) return { kind: 'string', pattern: patternOf(types.reader.checker, type) }
  const carried = type.types.find(part => !isData(part) || isArrayLike(types, part))
  if (carried !== undefined) return types.read(carried, { ...place, node: constituentNode(types, place.node, carried) })
  const special = type.types.find(part => carriedKind(types.reader, part) !== undefined)
  if (special !== undefined) return types.read(special, { ...place, node: undefined })
  const refusal = refusalOf(types.reader, type) ?? (isFunction(type) ? FUNCTION : undefined)
  if (refusal !== undefined) return refuse(types, { type, place }, refusal)
  return isImpossible(types, type) ? { kind: 'never' } : readObject(types, type, place)
}

/** `{ kind: 'a' } & { kind: 'b' }`. */
function isImpossible({ reader: { checker } }: Types, type: ts.IntersectionType): boolean {
  return checker.getPropertiesOfType(type).length === 0 && checker.isTypeAssignableTo(type, checker.getNeverType())
}

function constituentNode(types: Types, node: ts.TypeNode | undefined, type: ts.Type): ts.TypeNode | undefined {
  if (node === undefined || !ts.isIntersectionTypeNode(node)) return undefined
  return node.types.find(part => types.reader.checker.getTypeFromTypeNode(part) === type)
}

/** Objects, and classes that are data; a class with behaviour is known by its `toJSON`, on the way out. */
function readInstance(types: Types, type: ts.Type, place: Place): Type {
  const { checker } = types.reader
  const json = checker.getPropertyOfType(type, 'toJSON')
  const [signature] = json === undefined ? [] : checker.getTypeOfSymbol(json).getCallSignatures()
  if (signature !== undefined) {
    refuse(types, { type, place }, { ...CLASS, inputOnly: true })
    return givenByJson(types, types.read(signature.getReturnType(), { ...place, node: undefined }))
  }
  const methods =
    type.isClass() && checker.getPropertiesOfType(type).some(member => (member.flags & ts.SymbolFlags.Method) !== 0)
  if (isAnything(type)) return untyped(types, '{}', place)
  return methods ? refuse(types, { type, place }, CLASS) : readObject(types, type, place)
}

const GIVEN: ReadonlySet<Type['kind']> = new Set(['string', 'number', 'boolean', 'null', 'literal', 'enum', 'union'])

/** Objects and lists are asked for their `toJSON` anyway. */
function givenByJson(types: Types, type: Type): Type {
  const resolved = types.resolve(type)
  return resolved !== undefined && GIVEN.has(resolved.kind) ? ({ ...resolved, toJson: true } as Type) : type
}

/** `{}` as written: to TypeScript that is everything but `null` and `undefined`. */
export function isAnything({ symbol }: ts.Type): boolean {
  const { flags = 0, declarations = [] } = (symbol as ts.Symbol | undefined) ?? {}
  // The checker has one type for all of them, which is declared nowhere; only those of an alias have their own.
  const isLiteral = (flags & ts.SymbolFlags.TypeLiteral) !== 0
  return isLiteral && declarations.every(one => ts.isTypeLiteralNode(one) && one.members.length === 0)
}

function refuse(types: Types, { type, place }: { type: ts.Type; place: Place }, refusal: Refusal): Type {
  const { inputOnly = false, ...words } = refusal
  const text = types.reader.checker.typeToString(type)
  const [declaration] = (type.symbol as ts.Symbol | undefined)?.declarations ?? []
  const declared = declaration && packagePlace(types.reader, declaration)
  const marked = { ...place, span: markOf(types.reader, place), declared: declared ?? place.declared }
  addProblem(marked, where => diagnose('not-serializable', where, { ...where, type: text, ...words }), inputOnly)
  return REFUSED
}

const FUNCTION: Refusal = { label: 'a function cannot be sent', help: 'leave it out, or use the data that it gives' }
const BIGINT: Refusal = { label: 'JSON has no bigint', help: 'use number, or string for what is larger than 2^53' }
const UNENDING: Refusal = { label: 'JSON has no number without end', help: 'use a number that it has, or a text' }
const SYMBOL: Refusal = { label: 'a symbol exists in this process only', help: 'use a string' }
const DATE: Refusal = {
  label: 'a client cannot send a Date',
  help: 'use DateTime from @mcpgen/runtime, and `new Date(…)` in the function',
}
const URL_TYPE: Refusal = {
  label: 'a client cannot send a URL object',
  help: 'use Uri from @mcpgen/runtime, and `new URL(…)` in the function',
}
const BYTES_CLASS: Refusal = { label: 'a class over bytes', help: 'take a Uint8Array' }
const CLASS: Refusal = { label: 'a class with methods', help: 'use an interface with the fields that travel' }
