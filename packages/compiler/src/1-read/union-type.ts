/** Unions, literals and enums, in an order that depends on the source alone. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { EnumMember, Type } from '../ir/type.ts'
import { substituted } from './bindings.ts'
import { commentOf } from './comments.ts'
import { parseDocComment } from './doc-comment.ts'
import { compare } from './project.ts'
import type { Reader } from './reader.ts'
import { addProblem, markOf, type Place, REFUSED, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'
import { isAbsent } from './undefined.ts'
import { ranksOf } from './written-order.ts'

/** A member of the union being read, and what orders it. */
interface Part {
  readonly type: Type
  readonly order: number
  readonly key: string
  readonly source: ts.Type
  /** As written, where it is. */
  readonly node: ts.TypeNode | undefined
  /** What names it. */
  readonly declaration: ts.Declaration | undefined
}

export function readUnion(types: TypeReader, members: readonly ts.Type[], place: Place): Type {
  const { checker } = types.reader
  const present = foldEnums(checker, members).filter(member => !isAbsent(member))
  const [only] = present
  if (only === undefined) return { kind: 'never' }
  if (present.length === 1) return types.read(only, place)
  const { ranks, rest, lost } = ranksOf(checker, place.node, node => substituted(checker, node, place.args))
  for (const alias of lost) addLost(types, alias, place)
  const parts = present
    .map(source => ({
      source,
      type: isBoolean(source)
        ? ({ kind: 'boolean' } as const)
        : types.read(source, { ...place, node: ranks.get(source)?.node }),
      node: ranks.get(source)?.node,
      declaration: ranks.get(source)?.declaration,
      order: ranks.get(source)?.order ?? rest,
      key: keyOf(types.reader, source),
    }))
    .filter(({ type }) => type.kind !== 'never')
    .sort((a, b) => a.order - b.order || compare(a.key, b.key))
  return combine(types, parts)
}

/** What an alias says is nowhere in the schema. */
export function addLost({ reader }: TypeReader, { name }: ts.TypeAliasDeclaration, place: Place): void {
  const facts = { alias: name.text, generic: `\`${place.node?.getText() ?? ''}\`` }
  const marked = { ...place, span: markOf(reader, place) }
  addProblem(marked, where => diagnose('constraint-lost', where, { ...where, ...facts }))
}

/** `true | false` is boolean, and all the members of an enum are the enum. */
function foldEnums(checker: ts.TypeChecker, members: readonly ts.Type[]): ts.Type[] {
  const folded: ts.Type[] = []
  const seen = new Set<ts.Type>()
  for (const member of members) {
    const whole = wholeOf(checker, member)
    const complete = whole?.isUnion() && whole.types.every(part => members.includes(part))
    const type = complete && whole !== undefined ? whole : member
    if (!seen.has(type)) folded.push(type)
    seen.add(type)
  }
  return folded
}

function wholeOf(checker: ts.TypeChecker, member: ts.Type): ts.Type | undefined {
  const literal = (member.flags & (ts.TypeFlags.BooleanLiteral | ts.TypeFlags.EnumLiteral)) !== 0
  return literal && !member.isUnion() ? checker.getBaseTypeOfLiteralType(member) : undefined
}

function isBoolean(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Boolean) !== 0
}

/** Where no order is written: declared types by place, then the rest by their text, and `null` last. */
function keyOf({ checker, pathOf }: Reader, type: ts.Type): string {
  const declaration = (type.aliasSymbol ?? type.symbol)?.declarations?.[0]
  const text = type.isNumberLiteral()
    ? numberKey(type.value)
    : checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
  if (declaration === undefined) return (type.flags & ts.TypeFlags.Null) === 0 ? `~${text}` : '~~'
  const position = String(declaration.pos).padStart(10, '0')
  return `${pathOf(declaration.getSourceFile())}\0${position}\0${text}`
}

/** Numbers in their own order. */
function numberKey(value: number): string {
  const digits = Math.abs(value).toFixed(9).padStart(40, '0')
  return value < 0 ? `-${[...digits].map(digit => (digit === '.' ? '.' : 9 - Number(digit))).join('')}` : `0${digits}`
}

function combine(types: TypeReader, parts: readonly Part[]): Type {
  const literals = new Map<EnumMember['value'], EnumMember>()
  const others: Type[] = []
  let literalAt = -1
  const wide = new Set(
    parts
      .map(part => part.type)
      .filter(isWide)
      .map(type => type.kind),
  )
  const amongLiterals = parts.some(({ type }) => type.kind === 'literal' || type.kind === 'enum')
  for (const part of parts) {
    const { type } = part
    const members = literalMembers(amongLiterals ? spelledOut(part) : part)?.filter(
      member => !wide.has(typeof member.value as 'string'),
    )
    if (members === undefined) {
      if (!others.some(other => sameType(other, type))) others.push(type)
      continue
    }
    if (literalAt === -1) literalAt = others.length
    addMissing(literals, members)
  }
  const anything = others.find(type => type === REFUSED) ?? others.find(type => type.kind === 'unknown')
  if (anything !== undefined) return anything
  const folded = foldLiterals([...literals.values()], others)
  if (folded !== undefined) others.splice(Math.max(literalAt, 0), 0, folded)
  return unionOf(types, others, parts)
}

/** The first of a value says what is said of it. */
function addMissing(literals: Map<EnumMember['value'], EnumMember>, members: readonly EnumMember[]): void {
  for (const member of members) if (!literals.has(member.value)) literals.set(member.value, member)
}

/** A plain `string` takes in every text: `'a' | (string & {})` is a string. */
function isWide(type: Type): boolean {
  if (type.kind === 'number') return !type.integer && Object.keys(type).length === 2
  return type.kind === 'string' && Object.keys(type).length === 1
}

/** An enum beside literals is more of the same choice, unless there is something to say of it alone: `Size | 'any'`. */
function spelledOut(part: Part): Part {
  const declaration =
    (part.source.flags & ts.TypeFlags.EnumLike) === 0 ? undefined : part.source.symbol.valueDeclaration
  const isEnum = declaration !== undefined && ts.isEnumDeclaration(declaration)
  return isEnum && commentOf(declaration).text === '' ? { ...part, type: readEnum(part.source) } : part
}

/** The choices that a part brings; `null` is one only beside others. */
function literalMembers({ type, source, node, declaration }: Part): readonly EnumMember[] | undefined {
  if (type.kind === 'literal') {
    return [{ value: type.value, ...docOf(declaration), ...writtenDoc(node), ...memberDoc(source) }]
  }
  return type.kind === 'enum' ? type.members : undefined
}

function foldLiterals(literals: EnumMember[], others: Type[]): Type | undefined {
  const [first] = literals
  if (first === undefined) return undefined
  if (others.length > 0 && others.every(type => type.kind === 'null')) {
    others.length = 0
    literals.push({ value: null })
  }
  if (literals.length > 1 || first.value === null || first.description !== undefined)
    return { kind: 'enum', members: literals }
  return { kind: 'literal', value: first.value }
}

function unionOf(types: TypeReader, members: readonly Type[], parts: readonly Part[]): Type {
  const [first] = members
  if (first === undefined) return { kind: 'never' }
  if (members.length === 1) return first
  const flat = members.flatMap(member => (member.kind === 'union' ? member.members : [member]))
  const property = discriminatorOf(
    types,
    parts.map(part => part.source),
  )
  return {
    kind: 'union',
    members: flat,
    ...(property !== undefined && flat.length === parts.length && { discriminator: property }),
  }
}

/** The first property that every member has, required, with literals of its own. */
function discriminatorOf(types: TypeReader, members: readonly ts.Type[]): string | undefined {
  const { checker } = types.reader
  const objects = members.every(member => (member.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0)
  const [first] = members
  if (!objects || first === undefined) return undefined
  return checker
    .getPropertiesOfType(first)
    .map(property => property.name)
    .find(name => {
      const values = members.map(member => literalsOf(checker, member, name))
      const all = values.flatMap(one => one ?? [])
      return values.every(one => one !== undefined) && new Set(all).size === all.length
    })
}

/** The literals that a property is one of; undefined where it may be anything else. */
function literalsOf(checker: ts.TypeChecker, type: ts.Type, name: string): EnumMember['value'][] | undefined {
  const property = checker.getPropertyOfType(type, name)
  if (property === undefined || (property.flags & ts.SymbolFlags.Optional) !== 0) return undefined
  const value = checker.getTypeOfSymbol(property)
  const literals = (value.isUnion() ? value.types : [value]).map(member => {
    if (member.isStringLiteral() || member.isNumberLiteral()) return member.value
    const isLiteral = (member.flags & ts.TypeFlags.BooleanLiteral) !== 0
    return isLiteral ? checker.typeToString(member) === 'true' : undefined
  })
  return literals.every(one => one !== undefined) ? literals : undefined
}

/** An enum as its members, each with what its comment says; a number where only running tells their values. */
export function readEnum(type: ts.Type): Type {
  const members: (EnumMember & { readonly position: number })[] = []
  for (const source of type.isUnion() ? type.types : [type]) {
    if (!source.isStringLiteral() && !source.isNumberLiteral()) return { kind: 'number', integer: false }
    members.push({ value: source.value, ...memberDoc(source), position: source.symbol?.valueDeclaration?.pos ?? 0 })
  }
  members.sort((a, b) => a.position - b.position)
  return { kind: 'enum', members: members.map(({ position: _, ...member }) => member) }
}

function memberDoc(source: ts.Type): { description?: string } {
  const declaration = source.symbol?.valueDeclaration
  return declaration !== undefined && ts.isEnumMember(declaration) ? docOf(declaration) : {}
}

function docOf(declaration: ts.Declaration | undefined): { description?: string } {
  const text = declaration === undefined ? '' : commentOf(declaration).text
  return text === '' ? {} : { description: text }
}

/** A comment before a member of a union, in front of its bar or behind. */
function writtenDoc(node: ts.TypeNode | undefined): { description?: string } {
  const union = node?.parent
  if (node === undefined || union === undefined || !ts.isUnionTypeNode(union)) return {}
  const before = union.types[union.types.indexOf(node) - 1]
  const { text } = node.getSourceFile()
  const start = before?.end ?? union.pos
  const between = text.slice(start, node.getStart())
  const at = between.lastIndexOf('/**')
  // Behind a member, on its line, a comment is that member's.
  if (at === -1 || (before !== undefined && !/[\n|]/.test(between.slice(0, at)))) return {}
  const read = parseDocComment(between.slice(at, between.indexOf('*/', at) + 2), start + at, 'value')
  return read.text === '' ? {} : { description: read.text }
}

/** Two types that a schema would say in the same words. */
function sameType(a: Type, b: Type): boolean {
  const text = (type: Type): string => JSON.stringify(type, (key, value) => (key === 'span' ? undefined : value))
  return a.kind === b.kind && (a.kind === 'ref' ? a === b : text(a) === text(b))
}
