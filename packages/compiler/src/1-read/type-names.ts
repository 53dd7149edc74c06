/** The names that types have in schemas: as declared, with type arguments, and told apart where two are the same. */
import { ts } from 'ts-morph'
import type { NamedType } from '../ir/type.ts'
import { isLibrary } from './library-types.ts'
import { compare } from './project.ts'
import type { Reader } from './reader.ts'
import type { NamedRecord } from './type-reader.ts'

export interface TypeName {
  readonly symbol: ts.Symbol
  readonly text: string
}

/** The alias or the declared type; generics of the standard library (`Pick`, `Partial`) are no names. */
export function nameOf(reader: Reader, type: ts.Type): TypeName | undefined {
  const { checker } = reader
  const alias = type.aliasSymbol
  if (alias !== undefined && !isLibrary(reader, alias)) return { symbol: alias, text: textOf(checker, type, alias) }
  const symbol = type.symbol as ts.Symbol | undefined
  const named = ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.Enum
  if (symbol === undefined || (symbol.flags & named) === 0 || isLibrary(reader, symbol)) return undefined
  return { symbol, text: textOf(checker, type, symbol) }
}

/** The declared name and the type arguments, of letters, digits and `_` alone. */
export function textOf(checker: ts.TypeChecker, type: ts.Type, symbol: ts.Symbol | undefined): string {
  const args = type.aliasSymbol === symbol ? type.aliasTypeArguments : typeArguments(checker, type)
  const names = (args ?? []).map(arg => checker.typeToString(arg, undefined, ts.TypeFormatFlags.NoTruncation))
  const name = symbol === undefined || symbol.name.startsWith('__') ? 'Anonymous' : symbol.name
  const text = [name, ...names.map(spelled)].filter(part => part !== '').join('_')
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
export function settleNames(records: readonly NamedRecord[]): ReadonlyMap<string, NamedType> {
  const taken = new Map<string, NamedRecord>()
  for (const [text, group] of groupBy(records, record => record.text)) {
    const suffix = suffixFor(group)
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
    entries.map(([name, { text, type, doc, span }]) => [
      name,
      { name, declared: text, type: type ?? { kind: 'unknown' }, doc, span },
    ]),
  )
}

/** Nothing for types of one file: those are numbered. */
function suffixFor(group: readonly NamedRecord[]): (record: NamedRecord) => string {
  const count = (make: (record: NamedRecord) => string): number => new Set(group.map(make)).size
  const files = count(pathSuffix)
  if (files === 1) return () => ''
  return count(fileSuffix) === files ? fileSuffix : pathSuffix
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

/** `Item[] | null` as `Item_array_or_null`. */
function spelled(text: string): string {
  return text
    .replaceAll('[]', '_array')
    .replaceAll(' | ', '_or_')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
}
