/** Which member of a union a value is, and so what of it is sent. */

import { resolve, type Types } from '../ir/refs.ts'
import { tagOf, tagValues } from '../ir/tags.ts'
import type { Type, UnionType } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'
import { access, indent, literal } from './printer.ts'

/** The body of a function. A value that is none of the members is sent as it is, for the output's validator to name. */
export function printUnion(union: UnionType, context: EncodeContext): string {
  const members = flatten(union, context.types)
  const of = (...kinds: Type['kind'][]) => members.filter(member => kinds.includes(resolve(member, context.types).kind))
  return [
    ...of('date').map(() => 'if (value instanceof Date) return wire.date(value)\n'),
    ...of('url').map(() => 'if (value instanceof URL) return wire.url(value)\n'),
    ...of('bytes').map(() => 'if (value instanceof Uint8Array) return wire.bytes(value)\n'),
    asksJson(union, members, context.types) ? 'value = wire.json(value)\n' : '',
    printChoice('Array.isArray(value)', of('array', 'tuple'), context),
    printObjects(of('object'), union, context),
    'return value\n',
  ].join('')
}

/** Whether it may be an object that stands for a member that is none. */
function asksJson(union: UnionType, members: readonly Type[], types: Types): boolean {
  return [union, ...members].some(member => 'toJson' in resolve(member, types))
}

/** The members, with those of unions inside. */
function flatten(union: UnionType, types: Types): Type[] {
  return union.members.flatMap(member => {
    const target = resolve(member, types)
    return target.kind === 'union' ? flatten(target, types) : [member]
  })
}

function printObjects(objects: readonly Type[], union: UnionType, context: EncodeContext): string {
  const test = `typeof value === 'object' && value !== null && !Array.isArray(value)`
  const tag = tagOf({ ...union, members: objects }, context.types)
  return tag === undefined || objects.length < 2
    ? printChoice(test, objects, context)
    : printSwitch(tag, objects, context)
}

function printSwitch(tag: string, objects: readonly Type[], context: EncodeContext): string {
  const cases = objects.flatMap(object => {
    const encoder = context.encoder(object, 'member')
    return tagValues(object, tag, context.types).map(value => `case ${literal(value)}:\n  return ${encoder}(value)\n`)
  })
  return `switch (${access('value', tag).replace('value', 'value?')}) {\n${indent(cases.join(''))}}\n`
}

/** One member is taken as it is; of several the one that fits and keeps the most of the value. */
function printChoice(test: string, members: readonly Type[], context: EncodeContext): string {
  const [only, ...others] = members
  if (only === undefined) return ''
  if (others.length === 0) return `if (${test}) return ${context.encoded(only, 'value', 'member')}\n`
  const candidates = members.map(
    member => `[${context.encoder(member, 'member') ?? 'undefined'}, ${context.shapes.of(member)}]`,
  )
  return `if (${test}) return wire.closest(value, [${candidates.join(', ')}])\n`
}
