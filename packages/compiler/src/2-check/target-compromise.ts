import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, Tool } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, declaredName, objectsIn, reachable, type Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import { type Limit, limitsOfTarget, type Target } from '../ir/targets.ts'
import type { TupleType, Type } from '../ir/type.ts'

/** What the targets of the project are told less of than the type says, and which of them force that. */
export function targetCompromise({ declarations, types, project }: Part): Diagnostic[] {
  const { targets = [] } = project
  if (targets.length === 0) return []
  const found = new Map<string, Compromise>()
  const tools = declarations.flatMap(declaration => (declaration.kind === 'tool' ? [declaration] : []))
  for (const target of targets) {
    const compromises = tools.flatMap(tool => ofTypes(tool, target, types))
    for (const one of compromises) {
      const key = `${one.span.file} ${one.span.start} ${one.what} ${one.is}`
      const known = found.get(key)
      if (known === undefined) found.set(key, { ...one, targets: [target] })
      else if (!known.targets.includes(target)) known.targets.push(target)
    }
  }
  return [...found.values()].map(({ span, ...facts }) => diagnose('target-compromise', { span }, facts))
}

interface Compromise {
  readonly span: Span
  readonly what: string
  readonly is: string
  readonly told: string
  readonly targets: Target[]
}

type Found = Omit<Compromise, 'targets'>

function ofTypes({ name, span, input, result, schemas }: Tool, target: Target, types: Types): Found[] {
  const limits: readonly Limit[] = limitsOfTarget(target).limits
  const ofRoot = (root: Type, what: string, has: Has): Found[] => {
    const { names, recursive } = reachable(root, types)
    const named = names.flatMap(one => types.get(one) ?? [])
    const endless = has('references') ? named.filter(one => recursive.has(one.name)) : []
    const places = [
      { span, what, type: root },
      ...named.map(one => ({ span: one.span, what: `\`${declaredName(one.name, types)}\``, type: one.type })),
    ]
    return [
      ...endless.map(one => ({ span: one.span, what: `\`${declaredName(one.name, types)}\``, ...ENDLESS })),
      ...places.flatMap(place => ofPlace(place, target, has)),
    ]
  }
  const ofArguments = (): Found[] => ofRoot(input, `what \`${name}\` takes`, limit => limits.includes(limit))
  // What may be anything stays that in a result.
  const ofResult = (type: Type): Found[] =>
    ofRoot(type, `what \`${name}\` returns`, limit => limit !== 'untyped' && limits.includes(limit))
  return [
    ...(schemas?.input === undefined ? ofArguments() : []),
    ...(result.kind === 'data' && schemas?.output === undefined ? ofResult(result.type) : []),
  ]
}

type Has = (limit: Limit) => boolean

interface Place {
  readonly span: Span
  readonly what: string
  readonly type: Type
}

/** What is said at a place: of the type there, and at each property inside. */
function ofPlace(place: Place, target: Target, has: Has): Found[] {
  const properties = objectsIn(place.type).flatMap(object => object.properties)
  const inside = properties.map(({ name, type, span }) => ({ span, what: `\`${name}\``, type }))
  const { keywords } = limitsOfTarget(target)
  return [place, ...inside].flatMap(({ span, what, type }) =>
    heldBy(type).flatMap(held =>
      [...ofKind(held, has), ...ofKeywords(held, keywords)].map(one => ({ span, what, ...one })),
    ),
  )
}

const ENDLESS = { is: 'a type that holds itself', told: 'inside itself told by its name alone' }

/** What a type at its place holds; properties of objects inside are told at their own place. */
function heldBy(type: Type): Type[] {
  if (type.kind === 'object') return [type, ...(type.index ?? []).flatMap(rule => heldBy(rule.type))]
  return [type, ...children(type).flatMap(heldBy)]
}

type Words = Pick<Found, 'is' | 'told'>

function ofKind(type: Type, has: Has): Words[] {
  if (type.kind === 'tuple' && has('tuples') && isMixed(type))
    return [{ is: 'a tuple', told: 'told as a list of any of these items' }]
  if (type.kind === 'enum' && has('otherEnums') && type.members.some(({ value }) => typeof value !== 'string'))
    return [{ is: 'a choice of more than strings', told: 'choices told in the description' }]
  if (type.kind === 'object' && type.index !== undefined && has('openObjects'))
    return [{ is: 'an object with any names', told: 'told as an object, without what is in it' }]
  return type.kind === 'unknown' && has('untyped') ? [{ is: 'any JSON', told: 'told as a value of any type' }] : []
}

/** A list says as much as a tuple whose items are all alike. */
function isMixed({ items, rest }: TupleType): boolean {
  const types = [...items.map(item => item.type), ...(rest === undefined ? [] : [rest])]
  return new Set(types.map(type => JSON.stringify(type))).size > 1
}

function ofKeywords(type: Type, keywords: readonly string[]): Words[] {
  const said = Object.keys(type).filter(keyword => keywords.includes(keyword))
  if (said.length === 0) return []
  const tags = said.map(keyword => `@${keyword}`).join(' and ')
  return [{ is: `held to ${tags}`, told: 'told in the description' }]
}
