/** Turns each tagged export into a declaration, or into the diagnostic that says why it is none. */
import path from 'node:path'
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, DeclarationBase, Parameter, Prompt, Route, Tool } from '../ir/declaration.ts'
import { readAsks } from './asks.ts'
import { readCompleters } from './completers.ts'
import { checkOutput } from './console-output.ts'
import { type DeclarationTags, readDeclarationTags, type TagScope } from './declaration-tags.ts'
import { withValue } from './doc-comment.ts'
import { readExports } from './exports.ts'
import { readGuards, readScopes } from './guards.ts'
import { readIcons } from './icons/icons.ts'
import { readLister } from './lister.ts'
import { type Parameters, readParameters } from './parameters.ts'
import { readPrefix } from './prefix.ts'
import { readRawSchemas } from './raw-schema.ts'
import { readResult } from './result.ts'
import { annotationsOf, readAddress, readExpose, readPlaces } from './route.ts'
import { type FunctionSignature, nameNode, readSignature } from './signature.ts'
import { bothOf, readSubject, type Subject } from './subject.ts'
import { findTagged } from './tagged-nodes.ts'
import { readTask } from './task.ts'
import { checkTemplate } from './template-parameters.ts'
import { readFormerNames, readToolTags } from './tool-tags.ts'
import type { Types } from './type.ts'
import type { ts } from './typescript.js'
import { checkSignal } from './unused-signal.ts'
import { readUri } from './uri-template.ts'

/** The declarations of a file, by position. */
export function readDeclarations(types: Types, file: ts.SourceFile): Declaration[] {
  const tagged = findTagged(file)
  if (tagged.length === 0) return []
  const exports = readExports(types.reader.checker, file)
  const prefix = readPrefix(types.reader, file)
  return tagged.flatMap(found => {
    const subject = readSubject(types, found, exports)
    if (subject === undefined) return []
    return bothOf(prefix === undefined ? subject : { ...subject, prefix }).flatMap(one => readDeclaration(one) ?? [])
  })
}

function readDeclaration(subject: Subject): Declaration | undefined {
  const { types, tagged, node, tag, kind } = subject
  const { reader } = types
  const kinds = [kind, ...(subject.other === undefined ? [] : [subject.other.name as Declaration['kind']])]
  const scope: TagScope = { reader, kind, kinds, span: range => reader.span(node, range) }
  const tags = readDeclarationTags(scope, tagged.comment)
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
    ...(tags.calls !== undefined && parameters.parameters.some(takesArguments) && { calls: tags.calls }),
    ...iconsOf(subject),
    guards: readGuards(reader, { scope, comment: tagged.comment, node }),
    scopes: readScopes(scope, tagged.comment),
    ...parameters,
    ...(asks !== undefined && { asks }),
    span,
  }
  return ofKind(subject, base, { scope, tags, signature, parameters })
}

function takesArguments({ kind }: Parameter): boolean {
  return kind !== 'injected'
}

interface Parts {
  readonly scope: TagScope
  readonly tags: DeclarationTags
  readonly signature: FunctionSignature
  readonly parameters: Parameters
}

function ofKind(
  subject: Subject,
  base: DeclarationBase,
  { scope, tags, signature, parameters }: Parts,
): Declaration | undefined {
  const { types, kind } = subject
  const result = readResult(types, signature, { kind, name: base.name, span: base.span })
  if (kind === 'tool') return toolOf(subject, base, { scope, tags, signature, parameters, result })
  if (kind === 'route') return routeOf(subject, base, { tags, parameters, result })
  const completers = completersOf(subject, base)
  if (kind === 'prompt')
    return { ...base, kind, ...readFormerNames(scope, subject.tagged.comment), ...completers, result }
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
    ...readLister(types.reader, {
      scope,
      comment: subject.tagged.comment,
      node: subject.node,
      isTemplate: reading.variables.length > 0,
    }),
    result,
  }
}

function toolOf(
  subject: Subject,
  base: DeclarationBase,
  { scope, tags, signature, parameters, result }: Parts & Pick<Tool, 'result'>,
): Tool {
  const { types } = subject
  const at = parameters.parameters.findIndex(one => one.kind === 'injected' && one.what === 'context')
  const body = { node: subject.node, tool: base.name, context: signature.parameters[at]?.name }
  checkSignal(types.reader, body)
  checkOutput(types.reader, body)
  const schemas = readRawSchemas(types.reader, subject.tagged.comment, subject.node)
  const task = readTask(types.reader, { comment: subject.tagged.comment, node: subject.node, tool: base.name })
  const address = subject.other && readAddress(types, subject.other.value, base.span)
  return {
    ...base,
    kind: 'tool',
    annotations: address === undefined ? tags.annotations : annotationsOf(address.method, tags.annotations),
    ...(address && { route: { variables: address.variables } }),
    ...(task && { task }),
    ...readToolTags(scope, subject.tagged.comment, signature),
    ...readFormerNames(scope, subject.tagged.comment),
    ...(schemas && { schemas }),
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

interface RouteParts extends Omit<Parts, 'signature' | 'scope'> {
  readonly result: Tool['result']
}

function routeOf(
  { types, tagged, node, tag }: Subject,
  base: DeclarationBase,
  { tags, parameters, result }: RouteParts,
): Route | undefined {
  const { reader } = types
  const span = reader.span(node, withValue(tag))
  const address = readAddress(types, tag.value, span)
  if (address === undefined) return undefined
  const scope: TagScope = { reader, kind: 'route', kinds: ['route'], span: range => reader.span(node, range) }
  const expose = readExpose(scope, tagged.comment)
  return {
    ...base,
    kind: 'route',
    ...address,
    ...readPlaces(types, address, { parameters, span }),
    ...(tags.mimeType !== undefined && { mimeType: tags.mimeType }),
    annotations: tags.annotations,
    ...(expose !== undefined && { expose }),
    result,
  }
}

function completersOf({ types, tagged, node, kind }: Subject, { input }: DeclarationBase): Pick<Prompt, 'completers'> {
  const { reader } = types
  const scope: TagScope = { reader, kind, kinds: [kind], span: range => reader.span(node, range) }
  const completers = readCompleters(types, { scope, comment: tagged.comment, node, input })
  return completers.length > 0 ? { completers } : {}
}

/** From the tag, or `@name`, or the export. */
function readName(subject: Subject, tags: DeclarationTags): string | undefined {
  const { types, node, tag, kind } = subject
  const span = types.reader.span(node, withValue(tag))
  if (kind !== 'route' && /\s/.test(tag.value)) {
    types.reader.report(diagnose('too-many-words', { span }, { tag: tag.name, value: tag.value }))
    return undefined
  }
  const given = kind === 'resource' || kind === 'route' || tag.value === '' ? tags.name : tag.value
  if (given !== undefined) return given
  if (subject.export !== 'default') return [subject.prefix, subject.export].filter(Boolean).join('_')
  types.reader.report(diagnose('default-export-name', { span }, { tag: tag.name }))
  return undefined
}
