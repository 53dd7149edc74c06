/** The tagged exports of a file whose form is right, and what is wrong with the others. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import type { DocTag, TagWord } from './doc-comment.ts'
import type { Exports } from './exports.ts'
import type { Reader } from './reader.ts'
import { type FunctionNode, nameNode } from './signature.ts'
import { DECLARING, NOT_YET, slipOf, suggestion } from './tag-names.ts'
import type { TaggedNode } from './tagged-nodes.ts'
import type { Types } from './type.ts'
import { ts } from './typescript.js'

/** A tagged export whose form is right. */
export interface Subject {
  readonly types: Types
  readonly tagged: TaggedNode
  readonly node: FunctionNode
  readonly export: string
  readonly tag: DocTag
  readonly kind: Declaration['kind']
  /** Of a function with both tags, the other declaration's. */
  readonly other?: DocTag
  /** The file's. */
  readonly prefix?: string
}

/** Undefined where a diagnostic says why there is none. */
export function readSubject(types: Types, tagged: TaggedNode, exports: Exports): Subject | undefined {
  const { reader } = types
  const [tag, second] = tagged.declaring
  const span = (of: TagWord) => reader.span(tagged.node, of)
  for (const word of wordsOf(tagged, exports)) reportWord(reader, word, span(word))
  if (tag === undefined) return reportStray(reader, tagged, exports)
  const unsupported = tagged.declaring.find(({ name }) => NOT_YET.has(name))
  if (unsupported !== undefined)
    reader.report(diagnose('not-yet-supported', { span: span(unsupported) }, { tag: unsupported.name }))
  const node = functionNode(tagged)
  if (typeof node === 'string') {
    const facts = { tag: tag.name, name: nameOf(tagged.node), ...(!tagged.attached && { why: 'pushed' as const }) }
    reader.report(diagnose(node, { span: span(tag) }, facts))
    return undefined
  }
  if (isOneOfSeveral(node)) {
    const facts = { tag: tag.name, name: nameOf(tagged.node), why: 'several' } as const
    reader.report(diagnose('not-a-function', { span: span(tag) }, facts))
    return undefined
  }
  const exported = exports.get(node)
  if (exported === undefined) {
    reader.report(
      diagnose('not-exported', { span: reader.span(nameNode(node)) }, { tag: tag.name, name: nameOf(tagged.node) }),
    )
    return undefined
  }
  if (unsupported !== undefined) return undefined
  const other = second !== undefined && isPair(tag, second) ? second : undefined
  if (second !== undefined && second.name !== tag.name && other === undefined) {
    reader.report(diagnose('two-kinds', { span: span(second) }, { first: tag.name, second: second.name }))
  }
  const kind = tag.name as Declaration['kind']
  return { types, tagged, node, export: exported, tag, kind, ...(other !== undefined && { other }) }
}

/** `const a = …, b = …`: the comment stands above both. */
function isOneOfSeveral(node: FunctionNode): boolean {
  return (
    ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent) && node.parent.declarations.length > 1
  )
}

/** A word of ours that is no tag where it stands; before a colon it was meant for one. */
function reportWord(reader: Reader, { name, mark }: TagWord, span: Span): void {
  if (reader.allowedTags.has(name)) return
  const facts = { tag: `${name}${mark}`, suggestion: suggestion(name) ?? name }
  if (mark === undefined) reader.report(diagnose('tag-in-sentence', { span }, { tag: name }))
  else reader.report(diagnose('unknown-tag', { span }, facts))
}

/** A guard that guards nothing: whoever wrote it believes that something is guarded. And what was to declare, and does not. */
function reportStray(reader: Reader, tagged: TaggedNode, exports: Exports): undefined {
  const { node, stray, missed } = tagged
  const subject = functionNode(tagged)
  const isExported = typeof subject !== 'string' && exports.get(subject) !== undefined
  for (const tag of isExported ? missed : []) {
    const near = slipOf(tag.name)
    const facts = { tag: tag.name, name: nameOf(node), ...(near !== undefined && { suggestion: near }) }
    reader.report(diagnose('missed-tag', { span: reader.span(node, tag) }, facts))
  }
  for (const tag of stray) {
    if (reader.allowedTags.has(tag.name)) continue
    const where = 'a comment that declares nothing'
    const help = 'put it into the comment of a declaration, the one directly above the function: the one with `@tool`'
    reader.report(diagnose('misplaced-tag', { span: reader.span(node, tag) }, { tag: tag.name, where, help }))
  }
}

/** A route that is a tool as well, by both tags. */
function isPair(first: DocTag, second: DocTag): boolean {
  return [first.name, second.name].sort().join() === 'route,tool'
}

/** The declarations of a function: two for one with both tags. */
export function bothOf(subject: Subject): readonly Subject[] {
  const { tag, other } = subject
  if (other === undefined) return [subject]
  return [subject, { ...subject, tag: other, kind: other.name as Declaration['kind'], other: tag }]
}

/** Tags that were probably meant: beside one that declares, or to declare what is exported. */
function wordsOf(tagged: TaggedNode, exports: Exports): readonly TagWord[] {
  const { words } = tagged.comment
  if (tagged.declaring.length > 0) return words
  const node = functionNode(tagged)
  if (typeof node === 'string' || exports.get(node) === undefined) return []
  return words.filter(({ name }) => DECLARING.has(name))
}

/** What a tag stands on, if it is a function at the top of its module; else the code that says what is wrong. */
function functionNode({
  node,
  attached,
}: TaggedNode): FunctionNode | 'class-method' | 'not-a-function' | 'not-exported' {
  if (!attached) return 'not-a-function'
  if (
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    (ts.isPropertyDeclaration(node) && node.initializer !== undefined)
  )
    return 'class-method'
  if (ts.isFunctionDeclaration(node)) return ts.isSourceFile(node.parent) ? node : 'not-exported'
  if (ts.isExportAssignment(node) && node.isExportEquals !== true)
    return ts.isIdentifier(node.expression) ? 'not-a-function' : node
  if (!ts.isVariableStatement(node)) return 'not-a-function'
  if (!ts.isSourceFile(node.parent)) return 'not-exported'
  return node.declarationList.declarations[0] ?? 'not-a-function'
}

function nameOf(node: ts.Node): string {
  if (node.kind === ts.SyntaxKind.EndOfFileToken) return 'nothing'
  const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node
  const name = declaration === undefined ? undefined : ts.getNameOfDeclaration(declaration as ts.Declaration)
  return name === undefined ? 'this' : `\`${name.getText()}\``
}
