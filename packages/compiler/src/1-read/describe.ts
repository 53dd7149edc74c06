/** What a comment says of a value: its description, default and examples, and the constraints that narrow its type. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Span } from '../ir/span.ts'
import type { Doc, Type } from '../ir/type.ts'
import { checkRanges } from './constraint-ranges.ts'
import { constrain } from './constraints.ts'
import { type DocComment, type DocTag, withValue } from './doc-comment.ts'
import { inOurWords } from './foreign-tags.ts'
import { readLiteralText } from './literal.ts'
import type { Reader } from './reader.ts'
import type { Statement } from './statement.ts'
import { ACCESS, CONSTRAINTS, isOfDeclarations, isOfOthers, NOT_YET, suggestion } from './tag-names.ts'
import type { TypeReader } from './type-reader.ts'
import type { ts } from './typescript.js'

export interface Said {
  readonly comment: DocComment
  /** The node that has the comment. */
  readonly node: ts.Node
  readonly type: Type
  /** False where a mapped or generic type changed the type: what does not fit there is passed over. */
  readonly exact: boolean
}

export interface Described {
  readonly type: Type
  readonly doc: Doc
}

/** Reads a property's or a named type's comment. Slips in files that are not the user's are passed over. */
export function describe(types: TypeReader, said: Said): Described {
  const { comment, node } = said
  if (types.reader.isOwn(node.getSourceFile())) reportUnclosed(types.reader, comment, node)
  if (comment.text === '' && comment.tags.length === 0 && comment.inline.length === 0)
    return { type: said.type, doc: {} }
  const own = types.reader.isOwn(node.getSourceFile())
  const written = statementsOf(types, comment, node)
  // Packages write prose behind `@default` and code behind `@example`.
  const statements = own ? written : written.filter(({ name }) => !['default', 'example', 'examples'].includes(name))
  if (own) for (const statement of statements) checkName(types, statement)
  const described = applyStatements(types, said.type, statements, own && said.exact)
  const text = withNotice(descriptionOf(comment), statements)
  return { type: described.type, doc: { ...(text !== '' && { description: text }), ...described.doc } }
}

/** A model reads why something is deprecated; the keyword says only that it is. */
export function withNotice(text: string, statements: readonly Statement[]): string {
  const why = statements.find(({ name, value }) => name === 'deprecated' && value !== '')?.value
  return [text, why === undefined ? '' : `Deprecated: ${why}`].filter(part => part !== '').join('\n\n')
}

/** What stands behind a brace that is not closed would be left out in silence. */
function reportUnclosed(reader: Reader, { unclosed }: DocComment, node: ts.Node): void {
  for (const { name, ...range } of unclosed)
    reader.report(diagnose('unbalanced-braces', { span: reader.span(node, range) }, { tag: name }))
}

/** A comment's text, with what `@description` and `@remarks` add to it. */
export function descriptionOf(comment: DocComment): string {
  const more = comment.tags.filter(tag => tag.name === 'description' || tag.name === 'remarks').map(tag => tag.text)
  return [comment.text, ...more].filter(text => text !== '').join('\n\n')
}

function statementsOf(types: TypeReader, comment: DocComment, node: ts.Node): Statement[] {
  const written = [
    ...comment.tags.map(tag => ({ name: tag.name, value: writtenValue(tag), ...markOf(tag) })),
    ...comment.inline,
    ...comment.tags.flatMap(tag => (isProse(tag.name) ? tag.inline : [])),
  ]
  return written.map(({ name, value, start, end }) => ({ name, value, span: types.reader.span(node, { start, end }) }))
}

/** A guard is marked as every one is that guards nothing. */
function markOf(tag: DocTag): { start: number; end: number } {
  return ACCESS.has(tag.name) ? { start: tag.start, end: tag.end } : withValue(tag)
}

/** The rest of the line; of a reason all of it, and of an example the JSON that goes on below. */
export function writtenValue(tag: DocTag): string {
  if (tag.name === 'deprecated') return tag.text
  if (tag.name !== 'example' && tag.name !== 'examples') return tag.value
  const text = /^(?:```|~~~)(?:json)?\n(.*)\n(?:```|~~~)$/s.exec(tag.text)?.[1] ?? tag.text
  return parseJson(text) === undefined ? tag.value : text
}

/** Undefined also for numbers that are too large for any: they would be told as `null`. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  let isWhole = true
  const look = (_: string, value: unknown): unknown => {
    isWhole &&= typeof value !== 'number' || Number.isFinite(value)
    return value
  }
  try {
    const value: unknown = JSON.parse(text, look)
    return isWhole ? { value } : undefined
  } catch {
    return undefined
  }
}

function isProse(tag: string): boolean {
  return tag === 'description' || tag === 'remarks'
}

/** A tag near one of ours is a slip; others are left to other tools. */
function checkName(types: TypeReader, { name, span }: Statement): void {
  if (types.reader.allowedTags.has(name) || isOfOthers(name)) return
  if (NOT_YET.has(name)) types.reader.report(diagnose('not-yet-supported', { span }, { tag: name }))
  else if (isOfDeclarations(name)) types.reader.report(diagnose('misplaced-tag', { span }, onValue(name)))
  const near = suggestion(name)
  // `readonly` is TypeScript's own word on a property.
  if (near !== undefined && name !== 'readonly')
    types.reader.report(diagnose('unknown-tag', { span }, { tag: name, suggestion: near }))
}

/** Applies constraints in order, then reads defaults and examples by the type that came of it. */
export function applyStatements(
  types: TypeReader,
  type: Type,
  statements: readonly Statement[],
  strict: boolean,
): Described {
  let narrowed = narrowedByOthers(types, type, statements)
  const applied: Statement[] = []
  for (const statement of statements) {
    if (!CONSTRAINTS.has(statement.name)) continue
    const result = constrain(types, narrowed, statement)
    if ('type' in result) {
      narrowed = result.type
      applied.push(statement)
    } else if (strict) types.reader.report(result.problem)
  }
  if (strict) checkRanges(types, narrowed, applied)
  return { type: narrowed, doc: docOf(types, narrowed, statements, strict) }
}

/** What does not fit is for another tool. */
function narrowedByOthers(types: TypeReader, type: Type, statements: readonly Statement[]): Type {
  return statements.flatMap(inOurWords).reduce((narrowed, statement) => {
    const result = constrain(types, narrowed, statement)
    return 'type' in result ? result.type : narrowed
  }, type)
}

function docOf(types: TypeReader, type: Type, statements: readonly Statement[], strict: boolean): Doc {
  const find = (name: string): Statement | undefined => statements.find(statement => statement.name === name)
  const title = find('title')?.value
  const names = find('enumNames')?.value
  const fallback = find('default')
  const value = fallback === undefined ? undefined : parseValue(types, type, fallback.value)
  if (fallback !== undefined && value === undefined && strict) {
    const facts = { tag: 'default', value: fallback.value, wanted: wantedOf(fallback.value) }
    types.reader.report(diagnose('bad-tag-value', { span: fallback.span }, facts))
  }
  const examples = statements.flatMap(statement => examplesOf(types, type, statement))
  const span = {
    ...(fallback !== undefined && value !== undefined && { default: fallback.span }),
    ...(examples.length > 0 && { examples: examples.map(example => example.span) }),
  }
  return {
    ...(title !== undefined && title !== '' && { title }),
    ...(value !== undefined && { default: value }),
    ...(examples.length > 0 && { examples: examples.map(example => example.value) }),
    ...(Object.keys(span).length > 0 && { span }),
    ...(names !== undefined && { enumNames: names.split(',').flatMap(name => name.trim() || []) }),
    ...(find('header') !== undefined && { header: find('header')?.value ?? '' }),
    ...(find('deprecated') !== undefined && { deprecated: true }),
  }
}

/** What a value begins and does not end goes on below, where it is not read. */
function wantedOf(value: string): string {
  return /^[{[]/.test(value) ? 'a JSON value on one line' : 'a value written out, as in `10`, `"text"` or `[1, 2]`'
}

/** `@examples` is the keyword of JSON Schema, and as there a list of them. */
function examplesOf(types: TypeReader, type: Type, { name, value, span }: Statement): { value: unknown; span: Span }[] {
  if (name === 'example') {
    const example = parseValue(types, type, value)
    return example === undefined ? [] : [{ ...example, span }]
  }
  const list = name === 'examples' ? readLiteralText(value)?.value : undefined
  return Array.isArray(list) ? list.map(one => ({ value: one, span })) : []
}

/** A tag of a declaration, on one of its values. */
export function onValue(tag: string): { tag: string; where: string; help: string } {
  const help = 'remove it, or put it into the comment of the declaration: the one with `@tool`'
  return { tag, where: 'an argument, a member or a type', help }
}

/** JSON, or a literal as TypeScript has it; a bare word where a text is wanted. Back-ticks around it are Markdown. */
function parseValue(types: TypeReader, type: Type, written: string): { value: unknown } | undefined {
  const text = /^`([^`]+)`$/.exec(written)?.[1] ?? written
  if (text === '') return undefined
  const quoted = /^'([^']*)'$/.exec(text)?.[1]
  const kinds = valueKinds(types, type)
  if (quoted !== undefined && kinds.has('string')) return { value: quoted }
  const onlyText = kinds.size === 1 && kinds.has('string')
  const parsed = parseJson(text) ?? (onlyText ? undefined : readLiteralText(text))
  if (parsed === undefined) return kinds.has('string') ? { value: text } : undefined
  return { value: onlyText && typeof parsed.value !== 'string' ? text : parsed.value }
}

/** The JSON types that a type may hold, as `typeof` names them; `other` for the rest. */
function valueKinds(types: TypeReader, type: Type, depth = 0): Set<string> {
  const resolved = types.resolve(type)
  if (resolved === undefined || depth > 8) return new Set(['other'])
  switch (resolved.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return new Set([resolved.kind])
    case 'literal':
      return new Set([typeof resolved.value])
    case 'enum':
      return new Set(resolved.members.map(member => typeof member.value))
    case 'union':
      return new Set(resolved.members.flatMap(member => [...valueKinds(types, member, depth + 1)]))
    default:
      return new Set(['other'])
  }
}
