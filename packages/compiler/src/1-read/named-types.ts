/** Named types are read once and stand as references; a type without a name gets one only if it holds itself. */
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Span } from '../ir/span.ts'
import type { NamedType, Type } from '../ir/type.ts'
import { commentOf } from './comments.ts'
import { describe } from './describe.ts'
import { isLibrary } from './library-types.ts'
import { compare } from './project.ts'
import type { Reader } from './reader.ts'
import { addProblem, type NamedRecord, newScope, type Place, type TypeReader } from './type-reader.ts'

export interface NamedTypes {
  /** Reads a type through its name, if it has one, with `body` for what the name stands for. */
  read(types: TypeReader, type: ts.Type, place: Place, body: (place: Place) => Type): Type
  byRef(ref: Type): NamedRecord | undefined
  /** Settles the names: by now every reference that stands in a type has got one. */
  settle(): ReadonlyMap<string, NamedType>
}

/** A generic that contains itself with ever new arguments is stopped at this depth. */
const DEPTH = 12

interface Name {
  readonly symbol: ts.Symbol
  readonly text: string
}

export function createNamedTypes(reader: Reader): NamedTypes {
  const records = new Map<ts.Type, NamedRecord>()
  const refs = new Map<Type, NamedRecord>()
  const active: { type: ts.Type; symbol: ts.Symbol | undefined; record?: NamedRecord }[] = []

  function open(type: ts.Type, name: Name, place: Place): NamedRecord {
    const declaration = name.symbol.declarations?.[0]
    const own = declaration !== undefined && reader.isOwn(declaration.getSourceFile())
    const span = own
      ? reader.span(ts.getNameOfDeclaration(declaration) ?? declaration)
      : (place.span ?? { file: '', start: 0, end: 0 })
    const record: NamedRecord = {
      symbol: name.symbol,
      text: name.text,
      ref: { kind: 'ref', name: '' },
      scope: newScope(),
      span,
      doc: {},
    }
    records.set(type, record)
    refs.set(record.ref, record)
    return record
  }

  function readNamed(types: TypeReader, type: ts.Type, place: Place, name: Name, body: (place: Place) => Type): Type {
    const record = open(type, name, place)
    place.scope.refs.push({ path: place.path, span: place.span, named: record })
    const declaration = name.symbol.declarations?.[0]
    const node = declaration !== undefined && ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined
    const span = declaration !== undefined && reader.isOwn(declaration.getSourceFile()) ? record.span : undefined
    active.push({ type, symbol: name.symbol })
    const read = body({ path: '', span, node, scope: record.scope })
    active.pop()
    const described =
      declaration === undefined
        ? { type: read, doc: {} }
        : describe(types, { comment: commentOf(declaration), node: declaration, type: read, exact: true })
    record.type = described.type
    record.doc = described.doc
    return record.ref
  }

  /** A type without a name: its record is made when it turns out to hold itself. */
  function readPlain(type: ts.Type, place: Place, body: (place: Place) => Type): Type {
    const entry: (typeof active)[number] = { type, symbol: undefined }
    active.push(entry)
    const read = body(place)
    active.pop()
    if (entry.record === undefined) return read
    entry.record.type = read
    return entry.record.ref
  }

  function again(type: ts.Type, place: Place): Type | undefined {
    const known = records.get(type)
    if (known !== undefined) {
      place.scope.refs.push({ path: place.path, span: place.span, named: known })
      return known.ref
    }
    const entry = active.find(open => open.type === type)
    if (entry === undefined) return undefined
    const symbol = type.aliasSymbol ?? type.symbol
    entry.record = open(type, { symbol, text: textOf(reader.checker, type, symbol) }, place)
    return entry.record.ref
  }

  return {
    read(types, type, place, body) {
      const known = again(type, place)
      if (known !== undefined) return known
      const name = nameOf(reader, type)
      if (name === undefined) return readPlain(type, place, body)
      if (active.filter(open => open.symbol === name.symbol).length >= DEPTH) {
        addProblem(place, where => diagnose('endless-type', where, { ...where, type: name.symbol.name }))
        return { kind: 'unknown' }
      }
      return readNamed(types, type, place, name, body)
    },
    byRef: ref => refs.get(ref),
    settle: () => settleNames([...refs.values()]),
  }
}

function nameOf(reader: Reader, type: ts.Type): Name | undefined {
  const { checker } = reader
  const alias = type.aliasSymbol
  if (alias !== undefined && !isLibrary(reader, alias)) return { symbol: alias, text: textOf(checker, type, alias) }
  const symbol = type.symbol as ts.Symbol | undefined
  const named = ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.Enum
  if (symbol === undefined || (symbol.flags & named) === 0 || isLibrary(reader, symbol)) return undefined
  return { symbol, text: textOf(checker, type, symbol) }
}

/** The declared name and the type arguments, of letters, digits and `_` alone. */
function textOf(checker: ts.TypeChecker, type: ts.Type, symbol: ts.Symbol): string {
  const args = type.aliasSymbol === symbol ? type.aliasTypeArguments : typeArguments(checker, type)
  const names = (args ?? []).map(arg => checker.typeToString(arg, undefined, ts.TypeFormatFlags.NoTruncation))
  const name = symbol.name.startsWith('__') ? 'Anonymous' : symbol.name
  const text = [name, ...names]
    .map(part => part.replace(/\W+/g, '_').replace(/^_+|_+$/g, ''))
    .filter(part => part !== '')
    .join('_')
  return text.slice(0, 80)
}

function typeArguments(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const reference =
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  if (!reference) return []
  // The polymorphic `this` of an interface is no argument that anyone wrote.
  const { target } = type as ts.TypeReference
  return checker.getTypeArguments(type as ts.TypeReference).slice(0, target.typeParameters?.length ?? 0)
}

/** Where two types clash each takes its file's name behind its own, then the whole path, then a number. */
function settleNames(records: readonly NamedRecord[]): ReadonlyMap<string, NamedType> {
  const taken = new Map<string, NamedRecord>()
  const suffixes: ((record: NamedRecord) => string)[] = [() => '', fileSuffix, pathSuffix]
  for (const [text, group] of groupBy(records, record => record.text)) {
    const suffix = suffixes.find(make => new Set(group.map(make)).size === group.length) ?? pathSuffix
    const sorted = [...group].sort((a, b) => compare(a.span.file, b.span.file) || a.span.start - b.span.start)
    for (const record of sorted) {
      let name = text + suffix(record)
      for (let n = 2; taken.has(name); n++) name = `${text}${suffix(record)}_${n}`
      record.ref.name = name
      taken.set(name, record)
    }
  }
  const entries = [...taken].sort(([a], [b]) => compare(a, b))
  return new Map(
    entries.map(([name, { type, doc, span }]) => [name, { name, type: type ?? { kind: 'unknown' }, doc, span }]),
  )
}

function fileSuffix(record: NamedRecord): string {
  return `_${/([^/]*?)(\.d)?\.[cm]?tsx?$/.exec(fileOf(record))?.[1]?.replace(/\W+/g, '_') ?? ''}`
}

function pathSuffix(record: NamedRecord): string {
  return `_${fileOf(record)
    .replace(/(\.d)?\.[cm]?tsx?$/, '')
    .replace(/\W+/g, '_')}`
}

function fileOf(record: NamedRecord): string {
  return record.span.file
}

function groupBy(records: readonly NamedRecord[], key: (record: NamedRecord) => string): [string, NamedRecord[]][] {
  const groups = new Map<string, NamedRecord[]>()
  for (const record of records) groups.set(key(record), [...(groups.get(key(record)) ?? []), record])
  return [...groups].sort(([a], [b]) => compare(a, b))
}
