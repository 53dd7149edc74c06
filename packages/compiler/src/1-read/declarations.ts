/** Turns each tagged export into a declaration, or into the diagnostic that says why it is none. */
import path from 'node:path'
import { ts } from 'ts-morph'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, DeclarationBase, Prompt } from '../ir/declaration.ts'
import { readAsks } from './asks.ts'
import { readCompleters } from './completers.ts'
import { checkOutput } from './console-output.ts'
import { type DeclarationTags, readDeclarationTags } from './declaration-tags.ts'
import { type DocTag, type TagWord, withValue } from './doc-comment.ts'
import { type Exports, readExports } from './exports.ts'
import { readIcons } from './icons/icons.ts'
import { type Parameters, readParameters } from './parameters.ts'
import { readRawSchemas } from './raw-schema.ts'
import { readResult } from './result.ts'
import { type FunctionNode, type FunctionSignature, nameNode, readSignature } from './signature.ts'
import { DECLARING, NOT_YET } from './tag-names.ts'
import { findTagged, type TaggedNode } from './tagged-nodes.ts'
import { readTask } from './task.ts'
import { checkTemplate } from './template-parameters.ts'
import type { Types } from './type.ts'
import { checkSignal } from './unused-signal.ts'
import { readUri } from './uri-template.ts'

/** A tagged export whose form is right. */
interface Subject {
  readonly types: Types
  readonly tagged: TaggedNode
  readonly node: FunctionNode
  readonly export: string
  readonly tag: DocTag
  readonly kind: Declaration['kind']
}

/** The declarations of a file, by position. */
export function readDeclarations(types: Types, file: ts.SourceFile): Declaration[] {
  const tagged = findTagged(file)
  if (tagged.length === 0) return []
  const exports = readExports(types.reader.checker, file)
  return tagged.flatMap(found => {
    const subject = readSubject(types, found, exports)
    const declaration = subject === undefined ? undefined : readDeclaration(subject)
    return declaration === undefined ? [] : [declaration]
  })
}

function readSubject(types: Types, tagged: TaggedNode, exports: Exports): Subject | undefined {
  const { reader } = types
  const [tag, second] = tagged.declaring
  const span = (of: TagWord) => reader.span(tagged.node, of)
  for (const word of wordsOf(tagged, exports)) {
    reader.report(diagnose('tag-in-sentence', { span: span(word) }, { tag: word.name }))
  }
  if (tag === undefined) return undefined
  const unsupported = tagged.declaring.find(({ name }) => NOT_YET.has(name))
  if (unsupported !== undefined)
    reader.report(diagnose('not-yet-supported', { span: span(unsupported) }, { tag: unsupported.name }))
  const node = functionNode(tagged)
  if (typeof node === 'string') {
    reader.report(diagnose(node, { span: span(tag) }, { tag: tag.name, name: nameOf(tagged.node) }))
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
  if (second !== undefined && second.name !== tag.name) {
    reader.report(diagnose('two-kinds', { span: span(second) }, { first: tag.name, second: second.name }))
  }
  return { types, tagged, node, export: exported, tag, kind: tag.name as Declaration['kind'] }
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

function readDeclaration(subject: Subject): Declaration | undefined {
  const { types, tagged, node, tag, kind } = subject
  const { reader } = types
  const tags = readDeclarationTags({ reader, kind, span: range => reader.span(node, range) }, tagged.comment)
  const name = readName(subject, tags)
  const signature = readSignature(reader, { node, tag: tag.name })
  if (name === undefined || signature === undefined) return undefined
  const span = reader.span(nameNode(node))
  const owner = { name, tag: tag.name, comment: tagged.comment, span, node, kind }
  const parameters = readParameters(types, signature, owner)
  const asks = readAsks(types, { name, node, parameters: parameters.parameters })
  const base: DeclarationBase = {
    name,
    export: subject.export,
    file: reader.pathOf(node.getSourceFile()),
    ...(tags.description !== undefined && { description: tags.description }),
    ...(tags.title !== undefined && { title: tags.title }),
    ...(tags.deprecated !== undefined && { deprecated: tags.deprecated }),
    ...iconsOf(subject),
    guards: [],
    scopes: [],
    ...parameters,
    ...(asks !== undefined && { asks }),
    span,
  }
  return ofKind(subject, base, { tags, signature, parameters })
}

interface Parts {
  readonly tags: DeclarationTags
  readonly signature: FunctionSignature
  readonly parameters: Parameters
}

function ofKind(
  subject: Subject,
  base: DeclarationBase,
  { tags, signature, parameters }: Parts,
): Declaration | undefined {
  const { types, kind } = subject
  const result = readResult(types, signature, { kind, name: base.name, span: base.span })
  if (kind === 'tool') {
    const at = parameters.parameters.findIndex(one => one.kind === 'injected' && one.what === 'context')
    const body = { node: subject.node, tool: base.name, context: signature.parameters[at]?.name }
    checkSignal(types.reader, body)
    checkOutput(types.reader, body)
    const schemas = readRawSchemas(types.reader, subject.tagged.comment, subject.node)
    const task = readTask(types.reader, { comment: subject.tagged.comment, node: subject.node, tool: base.name })
    return { ...base, kind, annotations: tags.annotations, ...(task && { task }), ...(schemas && { schemas }), result }
  }
  const completers = completersOf(subject, base)
  if (kind === 'prompt') return { ...base, kind, ...completers, result }
  const uri = subject.tag.value.trim()
  const reading = readUri(uri)
  const span = types.reader.span(subject.node, withValue(subject.tag))
  if ('problem' in reading) {
    types.reader.report(diagnose('bad-uri', { span }, { uri, problem: reading.problem }))
    return undefined
  }
  checkTemplate(types, { uri, variables: reading.variables, parameters, span })
  const { mimeType, cache } = tags
  return {
    ...base,
    kind,
    uri,
    variables: reading.variables,
    ...(mimeType !== undefined && { mimeType }),
    ...(cache !== undefined && { cache }),
    ...completers,
    result,
  }
}

/** A file's path begins at the source's own folder. */
function iconsOf({ types: { reader }, tagged, node }: Subject): Pick<DeclarationBase, 'icons'> {
  const tags = tagged.comment.tags.filter(tag => tag.name === 'icon')
  if (tags.length === 0) return {}
  const texts = tags.map(tag => ({ value: tag.value, span: reader.span(node, withValue(tag)) }))
  const folder = path.posix.dirname(node.getSourceFile().fileName)
  return { icons: readIcons(texts, { folder, readBytes: reader.readBytes, report: reader.report }) }
}

function completersOf({ types, tagged, node, kind }: Subject, { input }: DeclarationBase): Pick<Prompt, 'completers'> {
  const { reader } = types
  const scope = { reader, kind, span: (range: { start: number; end: number }) => reader.span(node, range) }
  const completers = readCompleters(types, { scope, comment: tagged.comment, node, input })
  return completers.length > 0 ? { completers } : {}
}

/** From the tag, or `@name`, or the export. */
function readName(subject: Subject, tags: DeclarationTags): string | undefined {
  const { types, node, tag, kind } = subject
  const span = types.reader.span(node, withValue(tag))
  if (/\s/.test(tag.value)) {
    types.reader.report(diagnose('too-many-words', { span }, { tag: tag.name, value: tag.value }))
    return undefined
  }
  const given = kind === 'resource' || tag.value === '' ? tags.name : tag.value
  if (given !== undefined) return given
  if (subject.export !== 'default') return subject.export
  types.reader.report(diagnose('default-export-name', { span }, { tag: tag.name }))
  return undefined
}
