/** What a function's awaited return type says of its result. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Declaration, Result } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import { carriedKind } from './library-types.ts'
import { reportProblems } from './problems.ts'
import type { FunctionSignature } from './signature.ts'
import { isContent } from './spec-content.ts'
import type { Types } from './type.ts'
import { argumentNode } from './type-node.ts'
import { newScope, type Place } from './type-reader.ts'
import { ts } from './typescript.js'
import { isAbsent } from './undefined.ts'

interface ResultOwner {
  readonly kind: Declaration['kind']
  readonly name: string
  readonly span: Span
}

type PartKind = Exclude<Result['kind'], 'mixed'>

export function readResult(types: Types, signature: FunctionSignature, owner: ResultOwner): Result {
  const { checker } = types.reader
  const awaited = checker.getAwaitedType(signature.returns) ?? signature.returns
  const scope = newScope()
  const node = argumentNode(signature.returnNode, /^Promise(Like)?$/, 0) ?? signature.returnNode
  const span = node !== undefined && types.reader.isOwn(node.getSourceFile()) ? types.reader.span(node) : owner.span
  const result = classify(types, awaited, { owner, place: { path: '', span, site: span, node, scope } })
  reportProblems(types.reader, scope, { path: `${owner.name} › result`, span, direction: 'output' })
  return result
}

interface At {
  readonly owner: ResultOwner
  readonly place: Place
}

function classify(types: Types, type: ts.Type, { owner, place }: At): Result {
  const members = type.isUnion() ? type.types : [type]
  const kinds = new Map<PartKind, ts.Type[]>()
  for (const member of members) {
    const kind = partKind(types, member, owner.kind)
    kinds.set(kind, [...(kinds.get(kind) ?? []), member])
  }
  const data = kinds.get('data')
  if (!canReturn(kinds, owner.kind)) refuseResult(types, type, { owner, place })
  if (kinds.size > 1) {
    // Read for what JSON cannot carry in it; a union of kinds has no schema.
    if (data !== undefined && owner.kind !== 'prompt') types.readUnion(data, place)
    return { kind: 'mixed' }
  }
  if (data === undefined) return { kind: [...kinds.keys()][0] ?? 'none' } as Result
  return owner.kind === 'prompt' ? { kind: 'none' } : { kind: 'data', type: types.read(type, place) }
}

function partKind(types: Types, type: ts.Type, kind: Declaration['kind']): PartKind {
  if (isAbsent(type) || (type.flags & ts.TypeFlags.Never) !== 0) return 'none'
  if (isText(type)) return 'text'
  if (carriedKind(types.reader, type) === 'bytes') return 'bytes'
  return isContent(types.reader, type, kind) ? 'content' : 'data'
}

function isText(type: ts.Type): boolean {
  return type.isIntersection() ? type.types.some(isText) : (type.flags & ts.TypeFlags.StringLike) !== 0
}

/** A prompt is messages, and a resource that is read has contents. */
function canReturn(kinds: ReadonlyMap<PartKind, unknown>, kind: Declaration['kind']): boolean {
  if (kind === 'tool') return true
  if (kind === 'route') return !kinds.has('content')
  if (kinds.has('none') && kinds.size === 1) return false
  return kind === 'resource' || !(kinds.has('data') || kinds.has('bytes'))
}

function refuseResult(types: Types, type: ts.Type, { owner, place }: At): void {
  const facts = { kind: owner.kind, type: types.reader.checker.typeToString(type) }
  types.reader.report(diagnose('unsupported-result', { span: place.site }, facts))
}
