/** Objects as they are sent: what the type declares, and nothing else. */
import type { ObjectType, Property } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'
import { access, key, literal, ownAccess } from './printer.ts'
import { braces } from './shape.ts'

/** The body of a function: declared properties in their order; an optional one that is undefined is left out. */
export function printObject({ properties }: ObjectType, context: EncodeContext): string {
  const head = `const from = ${PLAIN} ? value : wire.object(value)\nif (from === undefined) return value\n`
  const first = properties.findIndex(property => property.optional)
  const fixed = first === -1 ? properties : properties.slice(0, first)
  const start = braces(fixed.map(property => `${key(property.name)}: ${printRead(property, context)}`))
  if (first === -1) return `${head}return ${start}\n`
  const rest = properties.slice(first).map(property => printAssignment(property, context))
  return `${head}const out = ${start}\n${rest.join('')}return out\n`
}

/** Holds for what `wire.object` would give back, at the cost of no call. */
const PLAIN = `value && typeof value === 'object' && value.toJSON === undefined && !Array.isArray(value)`

function printAssignment(property: Property, context: EncodeContext): string {
  const { name, optional } = property
  const read = printRead(property, context)
  const assignment =
    name === '__proto__' ? `wire.define(out, ${literal(name)}, ${read})` : `${access('out', name)} = ${read}`
  return optional ? `if (${ownAccess('from', name)} !== undefined) ${assignment}\n` : `${assignment}\n`
}

function printRead({ name, type }: Property, context: EncodeContext): string {
  return context.encoded(type, ownAccess('from', name), name)
}

/** An object with an index signature: what a rule covers is sent too. */
export function printOpen({ properties, index = [] }: ObjectType, value: string, context: EncodeContext): string {
  const rules = index.map(({ keyPattern, type }) => {
    const pattern = keyPattern === undefined ? 'null' : `new RegExp(${literal(keyPattern)}, 'u')`
    return `[${pattern}, ${context.encoder(type, 'entry') ?? 'undefined'}]`
  })
  const members = properties.map(({ name, type }) => `${key(name)}: ${context.encoder(type, name) ?? 'undefined'}`)
  const declared = members.length > 0 ? `, ${braces(members)}` : ''
  return `wire.record(${value}, [${rules.join(', ')}]${declared})`
}
