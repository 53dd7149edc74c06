import { diagnose } from '../diagnostics/catalogue.ts'
import type { Part, Tool } from '../ir/declaration.ts'
import type { Diagnostic } from '../ir/diagnostic.ts'
import { children, declaredName, objectsIn, reachable, type Types } from '../ir/refs.ts'
import type { Span } from '../ir/span.ts'
import { type Limit, limitsOfTarget, type Target } from '../ir/targets.ts'
import type { ObjectType, Type } from '../ir/type.ts'

/** What the targets of the project are told less of than the type says, and which of them force that. */
export function targetCompromise({ declarations, types, project }: Part): Diagnostic[] {
  const { targets = [] } = project
  if (targets.length === 0) return []
  const found = new Map<string, Compromise>()
  const tools = declarations.flatMap(declaration => (declaration.kind === 'tool' ? [declaration] : []))
  for (const target of targets) {
    const compromises = tools.flatMap(tool => ofTypes(tool, target, types))
    for (const one of compromises) {
      const key = `${one.span.file} ${one.span.start} ${one.is}`
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

function ofTypes({ input, result, schemas }: Tool, target: Target, types: Types): Found[] {
  const output = result.kind === 'data' && schemas?.output === undefined ? [result.type] : []
  const roots = [...(schemas?.input === undefined ? [input] : []), ...output]
  return roots.flatMap(root => {
    const { names, recursive } = reachable(root, types)
    const has = (limit: Limit): boolean => (limitsOfTarget(target).limits as readonly Limit[]).includes(limit)
    const named = names.flatMap(name => types.get(name) ?? [])
    const endless = has('references') ? named.filter(({ name }) => recursive.has(name)) : []
    const bodies = [root, ...named.map(({ type }) => type)]
    return [
      ...endless.map(({ name, span }) => ({ span, what: `\`${declaredName(name, types)}\``, ...ENDLESS })),
      ...bodies.flatMap(objectsIn).flatMap(object => ofProperties(object, target, has)),
    ]
  })
}

const ENDLESS = { is: 'a type that holds itself', told: 'inside itself told by its name alone' }

function ofProperties({ properties }: ObjectType, target: Target, has: (limit: Limit) => boolean): Found[] {
  const { keywords } = limitsOfTarget(target)
  return properties.flatMap(({ name, type, span }) =>
    heldBy(type).flatMap(held =>
      [...ofKind(held, has), ...ofKeywords(held, keywords)].map(one => ({ span, what: `\`${name}\``, ...one })),
    ),
  )
}

/** What a property's own type holds; properties of objects inside are told at their own place. */
function heldBy(type: Type): Type[] {
  if (type.kind === 'object') return [type, ...(type.index ?? []).flatMap(rule => heldBy(rule.type))]
  return [type, ...children(type).flatMap(heldBy)]
}

type Words = Pick<Found, 'is' | 'told'>

function ofKind(type: Type, has: (limit: Limit) => boolean): Words[] {
  if (type.kind === 'tuple' && type.items.length > 1 && has('tuples'))
    return [{ is: 'a tuple', told: 'told as a list of any of these items' }]
  if (type.kind === 'enum' && has('otherEnums') && type.members.some(({ value }) => typeof value !== 'string'))
    return [{ is: 'a choice of more than strings', told: 'choices told in the description' }]
  if (type.kind === 'object' && type.index !== undefined && has('openObjects'))
    return [{ is: 'an object with any names', told: 'told as an object, without what is in it' }]
  return type.kind === 'unknown' && has('untyped') ? [{ is: 'any JSON', told: 'told as a value of any type' }] : []
}

function ofKeywords(type: Type, keywords: readonly string[]): Words[] {
  const said = Object.keys(type).filter(keyword => keywords.includes(keyword))
  if (said.length === 0) return []
  const tags = said.map(keyword => `@${keyword}`).join(' and ')
  return [{ is: `held to ${tags}`, told: 'told in the description' }]
}
