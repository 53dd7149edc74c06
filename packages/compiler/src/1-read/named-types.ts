/** Named types are read once and stand as references; a type without a name gets one only if it holds itself. */
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'
import { commentOf } from './comments.ts'
import { describe } from './describe.ts'
import type { Reader } from './reader.ts'
import { nameOf, type TypeName, textOf } from './type-names.ts'
import { addProblem, markOf, type NamedRecord, newScope, type Place, REFUSED, type TypeReader } from './type-reader.ts'

export interface NamedTypes {
  /** Reads a type through its name, if it has one, with `body` for what the name stands for. */
  read(types: TypeReader, type: ts.Type, place: Place, body: (place: Place) => Type): Type
  byRef(ref: Type): NamedRecord | undefined
  /** Every named type that was read; their names are settled when those of all files are known. */
  records(): readonly NamedRecord[]
}

/** A generic that contains itself with ever new arguments is stopped at this depth. */
const DEPTH = 12

/** No type that anyone wrote is nested as deep. */
const NESTING = 200

interface Open {
  readonly type: ts.Type
  readonly symbol: ts.Symbol | undefined
  /** Set when a type without a name turns out to hold itself. */
  record?: NamedRecord
}

interface State {
  readonly reader: Reader
  readonly records: Map<ts.Type, NamedRecord>
  readonly refs: Map<Type, NamedRecord>
  /** The types that are being read, the outermost first. */
  readonly active: Open[]
  readonly endless: Set<ts.Symbol>
}

type Body = (place: Place) => Type

export function createNamedTypes(reader: Reader): NamedTypes {
  const state: State = { reader, records: new Map(), refs: new Map(), active: [], endless: new Set() }
  return {
    read: (types, type, place, body) => readThroughName(state, { types, type, place, body }),
    byRef: ref => state.refs.get(ref),
    records: () => [...state.refs.values()],
  }
}

interface Request {
  readonly types: TypeReader
  readonly type: ts.Type
  readonly place: Place
  readonly body: Body
}

function readThroughName(state: State, request: Request): Type {
  const { type, place } = request
  const known = readAgain(state, type, place)
  if (known !== undefined) return known
  const name = nameOf(state.reader, type)
  if (name === undefined) return readUnnamed(state, request)
  if (isEndless(state, name.symbol)) {
    addProblem(place, where => diagnose('endless-type', where, { ...where, type: name.symbol.name }))
    return REFUSED
  }
  return readNamed(state, request, name)
}

/** Once a generic has been found to have no end, no branch of it is followed any more: there would be too many. */
function isEndless(state: State, symbol: ts.Symbol): boolean {
  const depth = state.active.filter(open => open.symbol === symbol).length
  if (depth >= DEPTH) state.endless.add(symbol)
  return depth > 0 && state.endless.has(symbol)
}

/** A type that has a reference already. */
function readAgain(state: State, type: ts.Type, place: Place): Type | undefined {
  const known = state.records.get(type)
  if (known !== undefined) {
    place.scope.refs.push({ path: place.path, span: markOf(state.reader, place), named: known })
    return known.ref
  }
  const entry = state.active.find(open => open.type === type)
  if (entry === undefined) return undefined
  const symbol = type.aliasSymbol ?? (type.symbol as ts.Symbol | undefined)
  entry.record = openRecord(state, { type, name: { symbol, text: textOf(state.reader.checker, type, symbol) }, place })
  return entry.record.ref
}

function openRecord(
  state: State,
  {
    type,
    name,
    place,
  }: { type: ts.Type; name: Pick<TypeName, 'text'> & { symbol: ts.Symbol | undefined }; place: Place },
): NamedRecord {
  const span = ownSpan(state.reader, name.symbol) ?? place.site
  const ref = { kind: 'ref' as const, name: '' }
  const record: NamedRecord = { text: name.text, ref, scope: newScope(), span, doc: {} }
  state.records.set(type, record)
  state.refs.set(ref, record)
  return record
}

function ownSpan(reader: Reader, symbol: ts.Symbol | undefined): Span | undefined {
  const declaration = symbol?.declarations?.[0]
  if (declaration === undefined || !reader.isOwn(declaration.getSourceFile())) return undefined
  return reader.span(ts.getNameOfDeclaration(declaration) ?? declaration)
}

function readNamed(state: State, { types, type, place, body }: Request, name: TypeName): Type {
  const record = openRecord(state, { type, name, place })
  place.scope.refs.push({ path: place.path, span: markOf(state.reader, place), named: record })
  const declaration = name.symbol.declarations?.[0]
  const node = declaration !== undefined && ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined
  state.active.push({ type, symbol: name.symbol })
  const span = ownSpan(state.reader, name.symbol)
  const read = body({ path: '', span, site: record.span, node, scope: record.scope })
  state.active.pop()
  record.type = read
  if (declaration === undefined) return record.ref
  const described = describe(types, { comment: commentOf(declaration), node: declaration, type: read, exact: true })
  record.type = described.type
  record.doc = described.doc
  return record.ref
}

/** A type without a name gets one when it turns out to hold itself. */
function readUnnamed(state: State, { type, place, body }: Request): Type {
  if (state.active.length >= NESTING) {
    addProblem(place, where => diagnose('endless-type', where, { ...where, type: 'a type without a name' }))
    return REFUSED
  }
  const entry: Open = { type, symbol: undefined }
  state.active.push(entry)
  const read = body(place)
  state.active.pop()
  if (entry.record === undefined) return read
  entry.record.type = read
  return entry.record.ref
}
