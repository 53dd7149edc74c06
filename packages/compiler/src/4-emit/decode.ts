/** `decode` of prompts, templates and routes: arguments from strings to the declared types, `text.…` of `@mcpgen/runtime/validation`. */
import { resolve, type Types } from '../ir/refs.ts'
import type { ObjectType, Type } from '../ir/type.ts'
import { key, literal } from './printer.ts'
import { braces } from './shape.ts'

/** The expression of the decoder; undefined when every argument stays a string. */
export function printDecoder({ properties }: ObjectType, types: Types): string | undefined {
  const members = properties.flatMap(({ name, type }) => {
    const reader = printReader(type, types)
    return reader === TEXT ? [] : [`${key(name)}: ${reader}`]
  })
  return members.length > 0 ? `text.decoder(${braces(members)})` : undefined
}

const TEXT = 'text.string'

function printReader(type: Type, types: Types): string {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'number':
      return target.integer ? 'text.integer' : 'text.number'
    case 'boolean':
      return 'text.boolean'
    case 'literal':
      return printChoice([target.value])
    case 'enum':
      return printChoice(target.members.map(member => member.value))
    case 'array':
      return `text.list(${printReader(target.items, types)})`
    case 'union':
      return printUnion(target.members, types)
    default:
      return TEXT
  }
}

/** Strings are compared by the validator; a choice is needed where a member is something else. */
function printChoice(values: readonly unknown[]): string {
  return values.every(value => typeof value === 'string') ? TEXT : `text.oneOf(${values.map(literal).join(', ')})`
}

/** What is read from few texts is tried first, a string last. */
function printUnion(members: readonly Type[], types: Types): string {
  const readers = members.map(member => printReader(member, types))
  const sorted = [...new Set(readers)].sort((a, b) => rank(a) - rank(b))
  return sorted.length === 1 && sorted[0] !== undefined ? sorted[0] : `text.union(${sorted.join(', ')})`
}

function rank(reader: string): number {
  const order = ['text.list', 'text.oneOf', 'text.boolean', 'text.integer', 'text.number', 'text.union']
  const found = order.findIndex(start => reader.startsWith(start))
  return found === -1 ? order.length : found
}
