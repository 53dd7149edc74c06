/** Types whose values are sent as they are: the runtime's content types, and the specification's own shapes. */
import type { Declaration } from '../ir/declaration.ts'
import { runtimeName } from './library-types.ts'
import type { Reader } from './reader.ts'
import { ts } from './typescript.js'

type Kind = Declaration['kind']

/** By the runtime's own symbols. */
const SYMBOLS: Readonly<Record<Kind, ReadonlySet<string>>> = {
  tool: new Set(['TextContent', 'ImageContent', 'AudioContent', 'ResourceLink', 'EmbeddedResource', 'ToolResult']),
  resource: new Set(['Contents', 'TextResourceContents', 'BlobResourceContents']),
  prompt: new Set(['PromptMessage']),
  // What is made for a protocol's message is no answer to a request for a route.
  route: new Set(['ToolResult', 'Contents']),
}

/** The members that a content block of each type must have (server/tools, "Tool Result"). */
const BLOCKS = new Map([
  ['text', ['text']],
  ['image', ['data', 'mimeType']],
  ['audio', ['data', 'mimeType']],
  ['resource_link', ['uri', 'name']],
  ['resource', ['resource']],
])

/** Members that a block may have beside those. */
const OPTIONAL = new Set(['type', 'annotations', '_meta', 'title', 'description', 'mimeType', 'size'])

/** One piece of content, or a list of them. */
export function isContent(reader: Reader, type: ts.Type, kind: Kind): boolean {
  const { checker } = reader
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return isPiece(reader, type, kind)
  const elements = checker.getTypeArguments(type as ts.TypeReference)
  return elements.length > 0 && elements.every(element => isPiece(reader, element, kind))
}

function isPiece(reader: Reader, type: ts.Type, kind: Kind): boolean {
  if (SYMBOLS[kind].has(runtimeName(reader, type.symbol) ?? '')) return true
  if (type.isUnion()) return type.types.every(member => isPiece(reader, member, kind))
  if (kind === 'prompt') return isMessage(reader.checker, type)
  return kind === 'tool' && isBlock(reader.checker, type)
}

function isBlock(checker: ts.TypeChecker, type: ts.Type): boolean {
  const [name] = literals(checker, type, 'type')
  const required = BLOCKS.get(name ?? '')
  if (required === undefined) return false
  const members = checker.getPropertiesOfType(type).map(member => member.name)
  return (
    required.every(member => members.includes(member)) &&
    members.every(member => OPTIONAL.has(member) || required.includes(member))
  )
}

/** `{ role: 'user', content: … }` (server/prompts, "PromptMessage"). */
function isMessage(checker: ts.TypeChecker, type: ts.Type): boolean {
  const roles = literals(checker, type, 'role')
  const content = checker.getPropertyOfType(type, 'content')
  if (content === undefined || roles.length === 0 || !roles.every(role => role === 'user' || role === 'assistant'))
    return false
  const block = checker.getTypeOfSymbol(content)
  return (block.isUnion() ? block.types : [block]).every(member => isBlock(checker, member))
}

function literals(checker: ts.TypeChecker, type: ts.Type, name: string): string[] {
  const property = (type.flags & ts.TypeFlags.Object) === 0 ? undefined : checker.getPropertyOfType(type, name)
  if (property === undefined) return []
  const value = checker.getTypeOfSymbol(property)
  const members = value.isUnion() ? value.types : [value]
  return members.every(member => member.isStringLiteral())
    ? members.map(member => (member as ts.StringLiteralType).value)
    : []
}
