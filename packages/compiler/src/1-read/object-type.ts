/** Objects: interfaces, classes that hold data, mapped types, index signatures, merged intersections. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { segment } from '../ir/path.ts'
import type { IndexRule, Property, Type } from '../ir/type.ts'
import { commentOf } from './comments.ts'
import { describe } from './describe.ts'
import { readKey } from './index-key.ts'
import { packagePlace } from './package-place.ts'
import { compare } from './project.ts'
import { declarationOf, inSourceOrder } from './property-order.ts'
import { argumentNode } from './type-node.ts'
import { addProblem, at, type Place, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'
import { isOptionalPart, withoutUndefined } from './undefined.ts'

export function readObject(types: TypeReader, type: ts.Type, place: Place): Type {
  const properties = dataProperties(types, type, place).map(symbol => readProperty(types, symbol, place))
  const index = readIndex(types, type, place)
  return { kind: 'object', properties, ...(index.length > 0 && { index }) }
}

/** What of a type is data: no symbol keys, no private members, no brands, no methods. */
function dataProperties(types: TypeReader, type: ts.Type, place: Place): ts.Symbol[] {
  const all = types.reader.checker.getPropertiesOfType(type)
  return inSourceOrder(types.reader, { type, node: place.node }, all).filter(symbol => {
    if (isInternal(symbol) || isHidden(symbol) || isBrand(symbol, all)) return false
    return !leftOut(types, symbol, place)
  })
}

/** Symbol keys and `#private` names, which the checker writes with a prefix of its own. */
function isInternal({ escapedName }: ts.Symbol): boolean {
  return escapedName.toString().startsWith('__@') || escapedName.toString().startsWith('__#')
}

function isHidden(symbol: ts.Symbol): boolean {
  const { declarations = [], valueDeclaration: declaration } = symbol
  // What is only set is never read.
  if (declarations.length > 0 && declarations.every(ts.isSetAccessor)) return true
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
  if (declaration === undefined) return false
  const name = ts.getNameOfDeclaration(declaration)
  const isPrivate = name !== undefined && ts.isPrivateIdentifier(name)
  return isPrivate || (ts.getCombinedModifierFlags(declaration) & hidden) !== 0
}

/** `T & { __brand: 'Order' }`: a mark for the checker that no value has. Where other names are declared among data, they are data. */
function isBrand({ name, declarations = [] }: ts.Symbol, all: readonly ts.Symbol[]): boolean {
  if (/^_{1,2}brand$/.test(name)) return true
  return /^__(tag|type|opaque|nominal)$/.test(name) && all.length > 1 && declarations.every(isAlone)
}

function isAlone({ parent }: ts.Declaration): boolean {
  return (ts.isTypeLiteralNode(parent) || ts.isInterfaceDeclaration(parent)) && parent.members.length === 1
}

/** An optional function is left out; one that must be there is refused where it is read. */
function leftOut(types: TypeReader, symbol: ts.Symbol, place: Place): boolean {
  if ((symbol.flags & ts.SymbolFlags.Optional) === 0) return false
  const present = withoutUndefined(types.reader.checker.getTypeOfSymbol(symbol))
  if (present.length === 0 || !present.every(isFunction)) return false
  const [declaration] = symbol.declarations ?? []
  const declared = declaration && packagePlace(types.reader, declaration)
  const inside = at(place, segment(symbol.name), { span: spanOf(types, symbol) ?? place.span, declared })
  addProblem(inside, where => diagnose('function-left-out', where, where))
  return true
}

export function isFunction(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0
}

function readProperty(types: TypeReader, symbol: ts.Symbol, place: Place): Property {
  const { checker } = types.reader
  const type = checker.getTypeOfSymbol(symbol)
  const declaration = declaringOf(types, symbol, type)
  const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0 || isOptionalPart(type)
  const inside = at(place, segment(symbol.name), {
    span: spanOf(types, symbol) ?? place.span,
    node: declaration === undefined ? mappedNode(place.node) : typeNodeOf(declaration),
    declared: declaration === undefined ? place.declared : packagePlace(types.reader, declaration),
  })
  const read = optional ? types.readUnion(withoutUndefined(type), inside) : types.read(type, inside)
  const described =
    declaration === undefined
      ? { type: read, doc: {} }
      : describe(types, {
          comment: commentOf(declaration),
          node: declaration,
          type: read,
          exact: isDeclaredType(types, declaration, type),
        })
  return { name: symbol.name, ...described, optional, span: placeOf(types, symbol) ?? place.site }
}

/** Of the declarations that an intersection merges, the first that gives the property its type. */
function declaringOf(types: TypeReader, symbol: ts.Symbol, type: ts.Type): ts.Declaration | undefined {
  const all = symbol.declarations ?? []
  const exact =
    all.length > 1 ? all.find(one => typeNodeOf(one) !== undefined && isDeclaredType(types, one, type)) : undefined
  return exact ?? declarationOf(symbol)
}

/** The type as the property's declaration has it. */
function typeNodeOf(declaration: ts.Declaration): ts.TypeNode | undefined {
  const typed =
    ts.isPropertySignature(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isGetAccessor(declaration)
  return typed ? declaration.type : undefined
}

/** False where a mapped or generic type gave the property another type than its declaration says. */
function isDeclaredType(types: TypeReader, declaration: ts.Declaration, type: ts.Type): boolean {
  const node = typeNodeOf(declaration)
  if (node === undefined) return true
  return isSamePresent(types.reader.checker.getTypeFromTypeNode(node), type)
}

/** Whether two types are the same but for `undefined`. */
function isSamePresent(a: ts.Type, b: ts.Type): boolean {
  const present = withoutUndefined(b)
  const other = withoutUndefined(a)
  return other.length === present.length && other.every(member => present.includes(member))
}

/** In the user's own files. */
function spanOf(types: TypeReader, symbol: ts.Symbol): Place['span'] {
  const declaration = declarationOf(symbol)
  if (declaration === undefined || !types.reader.isOwn(declaration.getSourceFile())) return undefined
  return placeOf(types, symbol)
}

/** In whosever files. */
function placeOf(types: TypeReader, symbol: ts.Symbol): Place['span'] {
  const declaration = declarationOf(symbol)
  if (declaration === undefined) return undefined
  return types.reader.span(ts.getNameOfDeclaration(declaration) ?? declaration)
}

/** What every member is, in `{ [K in Code]: … }` and in `Record<Code, …>`. */
function mappedNode(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  return node !== undefined && ts.isMappedTypeNode(node) ? node.type : argumentNode(node, /^Record$/, 1)
}

function readIndex(types: TypeReader, type: ts.Type, place: Place): IndexRule[] {
  return types.reader.checker
    .getIndexInfosOfType(type)
    .filter(({ keyType }) => (keyType.flags & ts.TypeFlags.ESSymbol) === 0)
    .map(info => readRule(types, info, place))
    .sort((a, b) => compare(b.keyPattern ?? '', a.keyPattern ?? ''))
}

function readRule(types: TypeReader, info: ts.IndexInfo, place: Place): IndexRule {
  const { type, declaration } = info
  const node = declaration?.type ?? mappedNode(place.node)
  const inside = at(place, '[key]', { node })
  const read = isOptionalPart(type) ? types.readUnion(withoutUndefined(type), inside) : types.read(type, inside)
  const pattern = readKey(types, info, { ...place, path: inside.path })
  const rule = { type: read, ...(pattern !== undefined && { keyPattern: pattern }) }
  if (declaration === undefined || !ts.isIndexSignatureDeclaration(declaration)) return rule
  const exact = isSamePresent(types.reader.checker.getTypeFromTypeNode(declaration.type), type)
  return { ...rule, ...describe(types, { comment: commentOf(declaration), node: declaration, type: read, exact }) }
}
