/** What a declaration may ask the client, over every function of the project that it reaches. */
import { diagnose } from '../diagnostics/catalogue.ts'
import type { Askable, AskForm, DeclarationAsks, Parameter } from '../ir/declaration.ts'
import { type AskCall, askCallsIn, isAsk, mayAsk, optionOf } from './ask-calls.ts'
import { warnOfReplay } from './ask-warnings.ts'
import { injectedBy } from './injected.ts'
import { reportProblems } from './problems.ts'
import { reachableFrom, walkCode } from './reachable.ts'
import type { Reader } from './reader.ts'
import { newScope, type TypeReader } from './type-reader.ts'
import { ts } from './typescript.js'

export interface Asking {
  readonly name: string
  readonly node: ts.Node
  readonly parameters: readonly Parameter[]
}

/** Undefined for a function that asks nothing. */
export function readAsks(types: TypeReader, { name, node, parameters }: Asking): DeclarationAsks | undefined {
  const { reader } = types
  const takesContext = parameters.some(one => one.kind === 'injected' && one.what === 'context')
  if (!takesContext || !mayAsk(reader)) return undefined
  const found = new Map<ts.Node, AskCall>()
  let lost = false
  for (const reached of reachableFrom(reader, node)) {
    lost = losesContext(reader, reached) || lost
    warnOfReplay(reader, reached)
    for (const ask of askCallsIn(reader, reached)) found.set(ask.call, ask)
  }
  const calls = [...found.values()]
  const asks = calls.filter(isAsk)
  if (asks.length === 0 && !lost) return undefined
  const governed = new Set(calls.flatMap(call => (call.method === 'can' ? governedBy(reader, call) : [])))
  const needed = new Set(asks.flatMap(needsOf))
  return {
    requires: ALL.filter(what => needed.has(what) && !governed.has(what)),
    forms: formsOf(types, asks, name),
    remembers: lost || calls.some(remembers),
  }
}

const ALL: readonly Askable[] = ['elicitation', 'elicitation.url', 'sampling', 'sampling.tools', 'roots']

function needsOf(ask: AskCall): Askable[] {
  switch (ask.method) {
    case 'elicit':
    case 'elicitForm':
      return ['elicitation']
    case 'elicitUrl':
      return ['elicitation.url']
    case 'sample':
      return typeof optionOf(ask, 'tools') === 'object' ? ['sampling', 'sampling.tools'] : ['sampling']
    case 'roots':
      return ['roots']
    default:
      return []
  }
}

/** What `ctx.can(…)` tests; anything, where that is not written out. */
function governedBy({ checker }: Reader, { call }: AskCall): readonly Askable[] {
  const [argument] = call.arguments
  const type = argument === undefined ? undefined : checker.getTypeAtLocation(argument)
  const members = type === undefined ? [] : type.isUnion() ? type.types : [type]
  const named = members.flatMap(member => (member.isStringLiteral() ? [member.value] : []))
  return named.length === 0 ? ALL : ALL.filter(what => named.includes(what))
}

function remembers(call: AskCall): boolean {
  if (call.method === 'once' || call.method === 'elicitForm') return true
  return call.method === 'elicit' && optionOf(call, 'choices') !== undefined
}

function formsOf(types: TypeReader, asks: readonly AskCall[], owner: string): AskForm[] {
  const { reader } = types
  const forms: AskForm[] = []
  for (const ask of asks) {
    const [argument] = ask.call.arguments
    if (argument === undefined) continue
    const key = reader.checker.getTypeAtLocation(argument)
    if (!key.isStringLiteral()) reader.report(diagnose('ask-key-not-literal', { span: reader.span(argument) }, {}))
    else if (ask.method === 'elicit') forms.push(readForm(types, ask, { key: key.value, owner }))
  }
  return forms
}

function readForm(types: TypeReader, ask: AskCall, { key, owner }: { key: string; owner: string }): AskForm {
  const { reader } = types
  const node = ask.call.typeArguments?.[0]
  const span = reader.span(node ?? ask.call.expression)
  const scope = newScope()
  const type = node === undefined ? inferredForm(reader, ask) : reader.checker.getTypeFromTypeNode(node)
  if (type === undefined) return { key, type: { kind: 'unknown' }, span }
  const read = types.read(type, { path: '', span, site: span, node, scope })
  reportProblems(reader, scope, { path: `${owner} › ${key}`, span, direction: 'input' })
  return { key, type: read, span }
}

/** The `T` of `ElicitOptions<T>`, where it is not written. */
function inferredForm({ checker }: Reader, { call, signature }: AskCall): ts.Type | undefined {
  const options = signature.parameters[2]
  const type = options === undefined ? undefined : checker.getTypeOfSymbolAtLocation(options, call)
  const members = type?.isUnion() ? type.types : [type]
  const reference = members.find(member => member?.symbol?.name === 'ElicitOptions')
  return reference === undefined ? undefined : checker.getTypeArguments(reference as ts.TypeReference)[0]
}

/** Whether a context goes where the build does not see what is asked with it; as `any` it must not. */
function losesContext(reader: Reader, root: ts.Node): boolean {
  const { checker } = reader
  let lost = false
  walkCode(root, node => {
    const call = node.parent
    if (!ts.isIdentifier(node) || !ts.isCallExpression(call) || call.expression === node) return
    if (injectedBy(reader, checker.getTypeAtLocation(node)) !== 'context') return
    const flags = checker.getContextualType(node)?.flags ?? 0
    if ((flags & ts.TypeFlags.Any) !== 0)
      reader.report(diagnose('context-as-any', { span: reader.span(node) }, { name: node.text }))
    lost ||= !hasBody(checker.getResolvedSignature(call)?.declaration)
  })
  return lost
}

/** A function that is only declared may be any that fits: a method of an interface, a parameter, a library's. */
function hasBody(declaration: ts.Node | undefined): boolean {
  return declaration !== undefined && 'body' in declaration && declaration.body !== undefined
}
