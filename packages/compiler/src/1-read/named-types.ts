/** Named types are read once and stand as references; a type without a name gets one only if it holds itself. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Span } from '../ir/span.ts'
import type { Type } from '../ir/type.ts'
import { commentOf } from './comments.ts'
import { type Described, describe } from './describe.ts'
import { packagePlace } from './package-place.ts'
import { newGathered, type Reader } from './reader.ts'
import { argumentsWithin } from './type-arguments.ts'
import { namedBy, placedName, textOf } from './type-names.ts'
import { addProblem, markOf, type NamedRecord, newScope, type Place, REFUSED, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'
import { withWrittenNull } from './written-null.ts'

export interface NamedTypes {
  /** Reads a type through its name, if it has one, with `body` for what the name stands for. */
  read(types: TypeReader, type: ts.Type, place: Place, body: (place: Place) => Type): Type
  /** What a reference stands for. */
  byRef(ref: Type): Type | undefined
  /** Every named type that is read or met again while an action runs, and what these refer to. */
  reachedIn(action: () => void): ReadonlySet<NamedRecord>
  /** Whether something could not be told apart, or had no end: then what was read depends on what was read before. */
  unsettled(): boolean
}

/** A generic that contains itself with ever new arguments is stopped at this depth. */
const DEPTH = 12

/** No type that anyone wrote is nested as deep. */
const NESTING = 200

interface Open {
  readonly type: ts.Type
  /** Of a named type. */
  readonly symbol?: ts.Symbol
  /** Set when a type without a name turns out to hold itself. */
  record?: NamedRecord
}

interface State {
  readonly reader: Reader
  /** By type, and by what its type arguments say that the checker forgets. */
  readonly records: Map<ts.Type, Map<string, NamedRecord>>
  readonly refs: Map<Type, NamedRecord>
  readonly names: Set<string>
  /** The types that are being read, the outermost first. */
  readonly active: Open[]
  /** How to read, for a look ahead, what is being read. */
  readonly unfinished: Map<NamedRecord, () => Type>
  readonly endless: Set<ts.Symbol>
  reached: Set<NamedRecord>
  ambiguous: boolean
}

type Body = (place: Place) => Type

export function createNamedTypes(reader: Reader): NamedTypes {
  const state: State = {
    reader,
    records: new Map(),
    refs: new Map(),
    names: new Set(),
    active: [],
    unfinished: new Map(),
    endless: new Set(),
    reached: new Set(),
    ambiguous: false,
  }
  return {
    read: (types, type, place, body) => readThroughName(state, { types, type, place, body }),
    byRef: ref => structureOf(state, state.refs.get(ref)),
    reachedIn(action) {
      state.reached = new Set()
      action()
      for (const record of state.reached) for (const { named } of record.scope.refs) state.reached.add(named)
      return state.reached
    },
    unsettled: () => state.ambiguous || state.endless.size > 0,
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
  const symbol = namedBy(state.reader, type)
  if (symbol === undefined) return readUnnamed(state, request)
  if (isEndless(state, symbol)) {
    addProblem(place, where => diagnose('endless-type', where, { ...where, type: symbol.name }))
    return REFUSED
  }
  return readNamed(state, request, symbol)
}

/** Once a generic has been found to have no end, no branch of it is followed any more: there would be too many. */
function isEndless(state: State, symbol: ts.Symbol): boolean {
  const depth = state.active.filter(open => open.symbol === symbol).length
  if (depth >= DEPTH) state.endless.add(symbol)
  return depth > 0 && state.endless.has(symbol)
}

/** A type that has a reference already. */
function readAgain(state: State, type: ts.Type, place: Place): Type | undefined {
  const known = state.records.get(type)?.get(place.given?.key ?? '')
  if (known !== undefined) return refer(state, place, known)
  const entry = unnamed(state).find(open => open.type === type)
  if (entry === undefined) return undefined
  const symbol = type.aliasSymbol ?? (type.symbol as ts.Symbol | undefined)
  entry.record = openRecord(state, { type, symbol, place })
  return refer(state, place, entry.record)
}

/** The types without a name that are being read, within the innermost named one: what that is does not depend on its users. */
function unnamed({ active }: State): readonly Open[] {
  return active.slice(active.findLastIndex(open => open.symbol !== undefined) + 1)
}

function refer(state: State, place: Place, named: NamedRecord): Type {
  place.scope.refs.push({ path: place.path, span: markOf(state.reader, place), named })
  if (!state.active.some(open => open.symbol !== undefined)) state.reached.add(named)
  return named.ref
}

interface Opening {
  readonly type: ts.Type
  readonly symbol: ts.Symbol | undefined
  readonly place: Place
}

function openRecord(state: State, { type, symbol, place }: Opening): NamedRecord {
  const { reader } = state
  const { given } = place
  const placed = placedName(reader, type, symbol)
  const ref = { kind: 'ref', name: freeName(state, given === undefined ? placed : `${placed} ${given.key}`) } as const
  const text = textOf(reader, { type, symbol, given })
  const span = spanOf(reader, symbol) ?? place.site
  const record: NamedRecord = { text, ref, scope: newScope(), gathered: newGathered(), span, doc: {} }
  const records = state.records.get(type) ?? new Map<string, NamedRecord>()
  state.records.set(type, records.set(given?.key ?? '', record))
  state.refs.set(ref, record)
  return record
}

function freeName(state: State, wanted: string): string {
  let name = wanted
  for (let n = 2; state.names.has(name); n++) name = `${wanted} ${n}`
  state.names.add(name)
  state.ambiguous ||= name !== wanted
  return name
}

function spanOf(reader: Reader, symbol: ts.Symbol | undefined): Span | undefined {
  const declaration = symbol?.declarations?.[0]
  return declaration && reader.span(ts.getNameOfDeclaration(declaration) ?? declaration)
}

function readNamed(state: State, { types, type, place, body }: Request, symbol: ts.Symbol): Type {
  const { reader } = state
  const record = openRecord(state, { type, symbol, place })
  refer(state, place, record)
  const declaration = symbol.declarations?.[0]
  const node = declaration !== undefined && ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined
  const own = declaration !== undefined && reader.isOwn(declaration.getSourceFile())
  const declared = declaration && packagePlace(reader, declaration)
  const args = place.given ?? (declaration && argumentsWithin(reader, declaration))
  const inside = { path: '', span: own ? record.span : undefined, site: record.span, node, declared, args }
  const read = (scope = newScope(), gathered = newGathered()): Described =>
    reader.gather(gathered, () => {
      const read = withWrittenNull(reader, body({ ...inside, scope }), [node])
      if (declaration === undefined) return { type: read, doc: {} }
      return describe(types, { comment: commentOf(declaration), node: declaration, type: read, exact: true })
    })
  state.active.push({ type, symbol })
  state.unfinished.set(record, () => read().type)
  Object.assign(record, read(record.scope, record.gathered))
  state.unfinished.delete(record)
  state.active.pop()
  return record.ref
}

/** What is being read is looked at ahead, so that what is said of it does not depend on where reading began. */
function structureOf({ unfinished }: State, record: NamedRecord | undefined): Type | undefined {
  const read = record && unfinished.get(record)
  if (record === undefined || read === undefined) return record?.type
  unfinished.delete(record)
  const type = read()
  unfinished.set(record, read)
  return type
}

/** A type without a name gets one when it turns out to hold itself. */
function readUnnamed(state: State, { type, place, body }: Request): Type {
  if (unnamed(state).length >= NESTING) {
    addProblem(place, where => diagnose('endless-type', where, { ...where, type: 'a type without a name' }))
    return REFUSED
  }
  const entry: Open = { type }
  state.active.push(entry)
  const read = body(place.given === undefined ? place : { ...place, args: place.given })
  state.active.pop()
  if (entry.record === undefined) return read
  entry.record.type = read
  return entry.record.ref
}
