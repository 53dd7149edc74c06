/** How a function's parameters are filled, and the arguments object that a client sends for them. */
import { diagnose } from '../diagnostics/catalogue.ts'
import { NO_ARGUMENTS, type Parameter } from '../ir/declaration.ts'
import type { Span } from '../ir/span.ts'
import type { Doc, Property, Type } from '../ir/type.ts'
import { commentOf } from './comments.ts'
import { applyDefaults, defaultOf } from './defaults.ts'
import { describe } from './describe.ts'
import { injectedBy } from './injected.ts'
import type { Owner } from './owner.ts'
import { applyParamTags, documentArguments } from './param-docs.ts'
import { readParamTags } from './param-tags.ts'
import { reportProblems } from './problems.ts'
import type { FunctionSignature, SignatureParameter } from './signature.ts'
import { isAnything, type Types } from './type.ts'
import { newScope, type Place, type Scope } from './type-reader.ts'
import { ts } from './typescript.js'
import { withoutUndefined } from './undefined.ts'

export interface Parameters {
  readonly parameters: readonly Parameter[]
  readonly input: Type
}

interface WireParameter {
  readonly parameter: SignatureParameter
  readonly span: Span
  readonly type: Type
  readonly scope: Scope
}

type Slot = { readonly injected: Parameter } | { readonly wire: WireParameter }

export function readParameters(types: Types, signature: FunctionSignature, owner: Owner): Parameters {
  const slots = signature.parameters.map(parameter => readSlot(types, parameter, owner))
  const wire = slots.flatMap(slot => ('wire' in slot ? [slot.wire] : []))
  const [only] = wire
  // Of the arguments as a whole `{}` says that there are none.
  if (wire.length === 1 && only !== undefined && isAnything(only.parameter.type))
    return oneObject(types, slots, { ...only, type: NO_ARGUMENTS }, owner)
  for (const { parameter, span, scope } of wire) {
    const path = `${owner.name} › ${parameter.name ?? 'input'}`
    reportProblems(types.reader, scope, { path, span, direction: 'input' })
  }
  const asObject = wire.length === 1 && only !== undefined && isArguments(types, only)
  return asObject ? oneObject(types, slots, only, owner) : positional(types, slots, owner)
}

function readSlot(types: Types, parameter: SignatureParameter, owner: Owner): Slot {
  const { reader } = types
  const { declaration } = parameter
  const span =
    declaration !== undefined && reader.isOwn(declaration.getSourceFile()) ? reader.span(declaration.name) : owner.span
  const what = injectedBy(reader, parameter.type)
  if (what !== undefined) return { injected: { kind: 'injected', what, span } }
  const scope = newScope()
  const place: Place = { path: '', span, site: span, node: declaration?.type, scope }
  const type = types.readUnion(withoutUndefined(parameter.type), place)
  return { wire: { parameter, span, type, scope } }
}

/**
 * Whether the only parameter is the arguments object itself. A union of objects is not: a tool's arguments are one object,
 * so it stands under its name, unless it is destructured and has none.
 */
function isArguments(types: Types, { parameter, type }: WireParameter): boolean {
  const written = parameter.declaration?.name
  return types.resolve(type)?.kind === 'object' || (written !== undefined && ts.isObjectBindingPattern(written))
}

function oneObject(types: Types, slots: readonly Slot[], only: WireParameter, owner: Owner): Parameters {
  const { name } = only.parameter
  const parameters = slots.map(
    (slot): Parameter =>
      'wire' in slot ? { kind: 'arguments', ...(name !== undefined && { name }), span: slot.wire.span } : slot.injected,
  )
  const pattern = only.parameter.declaration?.name
  const bound =
    pattern !== undefined && ts.isObjectBindingPattern(pattern) ? applyDefaults(types, only.type, pattern) : only.type
  return { parameters, input: documentArguments(types, bound, { owner, name: only.parameter.name }) }
}

function positional(types: Types, slots: readonly Slot[], owner: Owner): Parameters {
  const properties: Property[] = []
  const parameters = slots.map((slot): Parameter => {
    if ('injected' in slot) return slot.injected
    const property = readArgument(types, slot.wire, owner)
    properties.push(property)
    return { kind: 'argument', name: property.name, doc: property.doc, span: property.span }
  })
  const documented = applyParamTags(
    types,
    { kind: 'object', properties },
    { tags: readParamTags(owner.comment), owner },
  )
  if (properties.length === 0) return { parameters, input: NO_ARGUMENTS }
  const docs = docsByName(documented)
  return {
    parameters: parameters.map(parameter =>
      parameter.kind === 'argument' ? { ...parameter, doc: docs.get(parameter.name) ?? {} } : parameter,
    ),
    input: documented,
  }
}

function docsByName(input: Type): Map<string, Doc> {
  return new Map(input.kind === 'object' ? input.properties.map(({ name, doc }) => [name, doc]) : [])
}

function readArgument(types: Types, wire: WireParameter, owner: Owner): Property {
  const { parameter, span, type } = wire
  const { declaration } = parameter
  if (parameter.name === undefined) {
    types.reader.report(diagnose('unnamed-parameter', { span }, { tag: owner.tag, name: owner.name }))
  }
  const described =
    declaration === undefined
      ? { type, doc: {} }
      : describe(types, { comment: commentOf(declaration), node: declaration, type, exact: true })
  const initial =
    declaration?.initializer === undefined ? {} : defaultOf(types, declaration.initializer, parameter.name ?? 'input')
  const optional = parameter.optional || isUndefinable(parameter.type)
  return { name: parameter.name ?? '', type: described.type, optional, doc: { ...described.doc, ...initial }, span }
}

function isUndefinable(type: ts.Type): boolean {
  return (
    type.isUnion() &&
    withoutUndefined(type).length < type.types.length &&
    type.types.some(member => (member.flags & ts.TypeFlags.Undefined) !== 0)
  )
}
