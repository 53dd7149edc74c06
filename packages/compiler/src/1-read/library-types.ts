/** Types of the language and its libraries that are no plain data, told by their symbol. */
import type { BytesView } from '../ir/type.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

/** What JSON cannot carry, why, and what to write instead. */
export interface Refusal {
  readonly label: string
  readonly help: string
  /** Holds only where a client sends the value. */
  readonly inputOnly?: boolean
}

const BYTES = 'use Uint8Array, which travels as base64 text'

const REQUEST = 'take a parameter `request?: McpRequest`; on stdio there is none'

const REFUSED = new Map<string, Refusal>([
  ['Map', { label: 'a Map becomes {} in JSON', help: 'use Record<string, …>, or an array of entries' }],
  ['ReadonlyMap', { label: 'a Map becomes {} in JSON', help: 'use Record<string, …>, or an array of entries' }],
  ['Set', { label: 'a Set becomes {} in JSON', help: 'use an array; `@uniqueItems` says that nothing repeats' }],
  [
    'ReadonlySet',
    { label: 'a Set becomes {} in JSON', help: 'use an array; `@uniqueItems` says that nothing repeats' },
  ],
  ['WeakMap', { label: 'lives in this process only', help: 'send the data that it stands for' }],
  ['WeakSet', { label: 'lives in this process only', help: 'send the data that it stands for' }],
  ['Promise', { label: 'a promise inside data is never awaited', help: 'await it, and use the type it resolves to' }],
  [
    'PromiseLike',
    { label: 'a promise inside data is never awaited', help: 'await it, and use the type it resolves to' },
  ],
  ['RegExp', { label: 'a RegExp becomes {} in JSON', help: 'use a string that holds the pattern' }],
  [
    'Error',
    { label: 'an Error becomes {} in JSON', help: 'throw it, or use an object with the fields a caller needs' },
  ],
  ['ArrayLike', { label: 'a list by its index alone', help: 'use an array' }],
  ['Iterable', { label: 'a list that is read once', help: 'use an array' }],
  ['AsyncIterable', { label: 'a list that is read once', help: 'use an array' }],
  ['Function', { label: 'a function cannot be sent', help: 'leave it out, or use the data that it gives' }],
  ['ArrayBuffer', { label: 'bytes without a view', help: BYTES }],
  ['SharedArrayBuffer', { label: 'bytes without a view', help: BYTES }],
  ['DataView', { label: 'bytes behind methods', help: BYTES }],
  ['Blob', { label: 'bytes behind methods', help: BYTES }],
  [
    'AbortSignal',
    { label: 'lives in this process only', help: 'take a parameter of the type Context, and use its `signal`' },
  ],
  ['Request', { label: 'lives in this process only', help: REQUEST }],
  ['IncomingMessage', { label: 'lives in this process only', help: REQUEST }],
  ['String', { label: 'an object around a text', help: 'use string' }],
  ['Number', { label: 'an object around a number', help: 'use number' }],
  ['Boolean', { label: 'an object around a boolean', help: 'use boolean' }],
])

/** How the library types that have a wire form are read. */
const CARRIED = new Map([
  ['Date', 'date'],
  ['URL', 'url'],
  ['Uint8Array', 'bytes'],
  ['Uint8ClampedArray', 'bytes'],
] as const)

/** The kind of a library type that JSON carries in another form. A class over bytes is bytes; one over a Date says what it is by `toJSON`. */
export function carriedKind(reader: Reader, type: ts.Type): 'date' | 'url' | 'bytes' | undefined {
  const kind = CARRIED.get(nameIn(reader, type) as 'Date')
  if (kind !== undefined) return kind
  return basesOf(reader, type)
    .map(base => carriedKind(reader, base))
    .find(base => base === 'bytes')
}

/** `Object`, which is everything but `null` and `undefined`, as `{}` is. */
export function isTopObject(reader: Reader, type: ts.Type): boolean {
  return nameIn(reader, type) === 'Object'
}

/** What of bytes an argument can be made into; undefined for a class that somebody else wrote. */
export function viewOf(reader: Reader, type: ts.Type): BytesView | 'Uint8Array' | undefined {
  const name = nameIn(reader, type)
  return name === 'Uint8Array' || name === 'Buffer' || name === 'Uint8ClampedArray' ? name : undefined
}

/** Why a type cannot be carried, for what it is, what it extends, or a part of it: a Map with a brand is a Map. */
export function refusalOf(reader: Reader, type: ts.Type): Refusal | undefined {
  const known = REFUSED.get(nameIn(reader, type)) ?? (isMachinery(reader, type) ? MACHINERY : undefined)
  if (known !== undefined) return known
  for (const base of type.isIntersection() ? type.types : basesOf(reader, type)) {
    const inherited = refusalOf(reader, base)
    if (inherited !== undefined) return inherited
  }
  return undefined
}

/** What a class or an interface extends; of a generic one, as it is declared. */
export function basesOf({ checker }: Reader, type: ts.Type): readonly ts.Type[] {
  const { target = type } = type as Partial<ts.TypeReference>
  return target.isClassOrInterface() ? checker.getBaseTypes(target) : []
}

const MACHINERY: Refusal = {
  label: 'an object with methods',
  help: 'use an interface with the fields that travel, or `Pick<…>` of this one',
}

/**
 * An interface with methods that somebody else wrote: an element, a stream, a query builder. Its members are of no use to
 * the report. One with a `toJSON` is what that returns.
 */
function isMachinery(reader: Reader, type: ts.Type): boolean {
  const { flags = 0, declarations = [] } = (type.symbol as ts.Symbol | undefined) ?? {}
  if ((flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) === 0) return false
  if (declarations.length === 0 || declarations.some(one => reader.isOwn(one.getSourceFile()))) return false
  const members = reader.checker.getPropertiesOfType(type)
  return members.some(isMethod) && !members.some(member => member.name === 'toJSON')
}

/** Told without asking for its type, since there may be thousands of members. */
function isMethod({ flags, valueDeclaration }: ts.Symbol): boolean {
  if ((flags & ts.SymbolFlags.Optional) !== 0) return false
  if ((flags & ts.SymbolFlags.Method) !== 0) return true
  return (
    valueDeclaration !== undefined &&
    ts.isPropertySignature(valueDeclaration) &&
    valueDeclaration.type !== undefined &&
    ts.isFunctionTypeNode(valueDeclaration.type)
  )
}

/** The name of a type that the language or its platform declares, else ''. */
function nameIn(reader: Reader, type: ts.Type): string {
  const symbol = type.symbol as ts.Symbol | undefined
  return symbol !== undefined && isLibrary(reader, symbol) ? symbol.name : ''
}

/** Declared by TypeScript's own library, or by Node's declarations. */
export function isLibrary(reader: Reader, symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(declaration => {
    const file = declaration.getSourceFile()
    return reader.program.isSourceFileDefaultLibrary(file) || file.fileName.includes('/node_modules/@types/node/')
  })
}

/** The name of one of the runtime's own types, else undefined. A user's type of the same name is not one. */
export function runtimeName(reader: Reader, symbol: ts.Symbol | undefined): string | undefined {
  const file = symbol?.declarations?.[0]?.getSourceFile()
  return file !== undefined && reader.packageOf(file) === '@mcpgen/runtime' ? symbol?.name : undefined
}
