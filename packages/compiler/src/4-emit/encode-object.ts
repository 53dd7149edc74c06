/** Objects as they are sent: what the type declares, and nothing else. */
import type { ObjectType, Property } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'
import { access, indent, key, literal, ownAccess } from './printer.ts'
import { braces } from './shape.ts'

/** The body of a function: declared properties in their order; an optional one that is undefined is left out. */
export function printObject({ properties }: ObjectType, context: EncodeContext): string {
  const all = properties.map((property, n) => ({ ...property, from: printRead(property, context), local: `own${n}` }))
  if (!properties.some(one => one.optional)) return `${HEAD}return ${printLiteral(all)}\n`
  const read = all.map(one => (one.optional ? { ...one, from: one.local } : one))
  const optional = all.filter(one => one.optional)
  return [
    HEAD,
    ...optional.map(({ local, from }) => `const ${local} = ${from}\n`),
    // Written down at once where all are there: what is added to an object later is kept outside of it.
    `if (${optional.map(({ local }) => `${local} !== undefined`).join(' && ')})\n`,
    `${indent(`return ${printLiteral(read)}`)}\n`,
    ...(optional.length === 1 ? [`return ${printLiteral(read.filter(one => !one.optional))}\n`] : printSteps(read)),
  ].join('')
}

/** One property after the other, from the first that may not be there. */
function printSteps(properties: readonly Read[]): readonly string[] {
  const first = properties.findIndex(property => property.optional)
  const fixed = properties.slice(0, first)
  return [`const sent = ${printLiteral(fixed)}\n`, ...properties.slice(first).map(printAssignment), 'return sent\n']
}

/** What is no object goes back as it is, or as the `toJSON` of it gives it, for the validator to name. */
const HEAD = `\
if (typeof value !== 'object' || value === null || value.toJSON !== undefined || Array.isArray(value)) {
  value = wire.json(value)
  if (!wire.isObject(value)) return value
}
`

interface Read extends Property {
  /** The expression of what is sent of it. */
  readonly from: string
  /** A name for that, so that a getter is asked once. */
  readonly local: string
}

function printLiteral(properties: readonly Read[]): string {
  return braces(properties.map(({ name, from }) => `${key(name)}: ${from}`))
}

function printAssignment({ name, optional, from }: Read): string {
  const assignment =
    name === '__proto__' ? `wire.define(sent, ${literal(name)}, ${from})` : `${access('sent', name)} = ${from}`
  return optional ? `if (${from} !== undefined) ${assignment}\n` : `${assignment}\n`
}

function printRead({ name, type }: Property, context: EncodeContext): string {
  return context.encoded(type, ownAccess('value', name), name)
}

/** The body of a function, of an object with an index signature: what a rule covers is sent too. */
export function printOpen({ properties, index = [] }: ObjectType, context: EncodeContext): string {
  const [any, ...others] = index.map(({ type }) => context.encoder(type, 'entry'))
  const isRecord = properties.length === 0 && others.length === 0 && index[0]?.keyPattern === undefined
  if (isRecord && any !== undefined) return printRecord(any)
  const rules = index.map(({ keyPattern, type }) => {
    const pattern = keyPattern === undefined ? 'null' : `new RegExp(${literal(keyPattern)}, 'u')`
    return `[${pattern}, ${context.encoder(type, 'entry') ?? 'undefined'}]`
  })
  const members = properties.map(({ name, type }) => `${key(name)}: ${context.encoder(type, name) ?? 'undefined'}`)
  const declared = members.length > 0 ? `, ${braces(members)}` : ''
  return `return wire.record(value, [${rules.join(', ')}]${declared})\n`
}

/** Copied at once and changed in place: members that are put one beside the other cost twice as much. */
function printRecord(encoder: string): string {
  return `\
${HEAD}\
const sent = { ...value }
for (const key of Object.keys(sent)) {
  const own = ${encoder}(sent[key])
  if (own === undefined) delete sent[key]
  else sent[key] = own
}
return sent
`
}
