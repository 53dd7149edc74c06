/** Which member of a union a value is, and so what of it is sent. */
import { resolve, type Types } from '../ir/refs.ts'
import { tagOf, tagValues } from '../ir/tags.ts'
import type { Type, UnionType } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'
import { indent, literal, optionalAccess, ownAccess } from './printer.ts'

/** The body of a function. A value that is none of the members is sent as it is, for the output's validator to name. */
export function printUnion(union: UnionType, context: EncodeContext): string {
  const members = flatten(union, context.types)
  const of = (...kinds: Type['kind'][]) => members.filter(member => kinds.includes(resolve(member, context.types).kind))
  return [
    ...of('date').map(() => 'if (value instanceof Date) return wire.date(value)\n'),
    ...of('url').map(() => 'if (value instanceof URL) return wire.url(value)\n'),
    ...of('bytes').map(() => 'if (value instanceof Uint8Array) return wire.bytes(value)\n'),
    asksJson(union, members, context.types) ? 'if (value?.toJSON !== undefined) value = wire.json(value)\n' : '',
    printLists(of('array', 'tuple'), context),
    printObjects(of('object'), union, context),
    'return value\n',
  ].join('')
}

/** Whether an object may stand for a member: which one, what it gives says. */
function asksJson(union: UnionType, members: readonly Type[], types: Types): boolean {
  return [union, ...members].some(member => {
    const target = resolve(member, types)
    return 'toJson' in target || ['array', 'tuple', 'object'].includes(target.kind)
  })
}

/** The members, with those of unions inside. */
function flatten(union: UnionType, types: Types): Type[] {
  return union.members.flatMap(member => {
    const target = resolve(member, types)
    return target.kind === 'union' ? flatten(target, types) : [member]
  })
}

function printLists(lists: readonly Type[], context: EncodeContext): string {
  const choice = printChoice(lists, context)
  return choice === '' ? '' : `if (Array.isArray(value)) ${choice}`
}

function printObjects(objects: readonly Type[], union: UnionType, context: EncodeContext): string {
  const tag = tagOf({ ...union, members: objects }, context.types)
  if (tag !== undefined && objects.length > 1) return printSwitch(tag, objects, context)
  const choice = printChoice(objects, context)
  if (choice === '') return ''
  const test = `typeof value === 'object' && value !== null && !Array.isArray(value)`
  const presence = printPresence(objects, context)
  return presence === '' ? `if (${test}) ${choice}` : `if (${test}) {\n${indent(presence + choice)}}\n`
}

/** The one member whose required properties are all there, if it is one alone: no other could fit. */
function printPresence(objects: readonly Type[], context: EncodeContext): string {
  const required = objects.map(object => requiredOf(object, context.types))
  if (new Set(required.map(names => JSON.stringify(names.toSorted()))).size < 2 || objects.length > MOST) return ''
  const bits = required.map((names, n) => {
    const there = names.map(name => `${ownAccess('value', name)} !== undefined`)
    return there.length === 0 ? `${2 ** n}` : `(${there.join(' && ')} ? ${2 ** n} : 0)`
  })
  const cases = objects.map((object, n) => `case ${2 ** n}:\n  return ${context.encoded(object, 'value', 'member')}\n`)
  return `switch (${bits.join(' + ')}) {\n${indent(cases.join(''))}}\n`
}

/** Bits of a number that the engine keeps as an integer. */
const MOST = 30

function requiredOf(object: Type, types: Types): readonly string[] {
  const target = resolve(object, types)
  return target.kind === 'object' ? target.properties.filter(one => !one.optional).map(one => one.name) : []
}

function printSwitch(tag: string, objects: readonly Type[], context: EncodeContext): string {
  const cases = objects.flatMap(object => {
    const encoder = context.encoder(object, 'member')
    return tagValues(object, tag, context.types).map(value => `case ${literal(value)}:\n  return ${encoder}(value)\n`)
  })
  return `switch (${optionalAccess('value', tag)}) {\n${indent(cases.join(''))}}\n`
}

/** One member is taken as it is; of several the one that fits and keeps the most of the value. */
function printChoice(members: readonly Type[], context: EncodeContext): string {
  const [only, ...others] = members
  if (only === undefined) return ''
  if (others.length === 0) return `return ${context.encoded(only, 'value', 'member')}\n`
  const candidates = members.map(
    member => `[${context.encoder(member, 'member') ?? 'undefined'}, ${context.shapes.of(member)}]`,
  )
  return `return wire.closest(value, [${candidates.join(', ')}])\n`
}
