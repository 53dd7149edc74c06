/** `revive` of tools: bytes in place of the base64 text that came for them, `read` of `@mcpgen/runtime/validation`. */
import { holdsBytes } from '../ir/bytes.ts'
import { declaredName, resolve, type Types } from '../ir/refs.ts'
import { tagOf, tagValues } from '../ir/tags.ts'
import type { BytesType, IndexRule, ObjectType, TupleType, Type, UnionType } from '../ir/type.ts'
import type { ModuleScope } from './module-scope.ts'
import { identifier } from './naming.ts'
import { access, indent, key, literal, ownAccess } from './printer.ts'
import { braces } from './shape.ts'

export interface Revivers {
  /** An expression of a function; undefined for a type without bytes. `hint` names what has no name. */
  of(type: Type, hint: string): string | undefined
  /** Makes the function of a shared type for the type's own module. */
  define(name: string): void
  /** The functions that the expressions refer to. */
  functions(): readonly string[]
}

interface Context {
  readonly types: Types
  of(type: Type, hint: string): string | undefined
}

export function createRevivers(scope: ModuleScope): Revivers {
  const { types, shared, names } = scope
  const functions: string[] = []
  const defined = new Map<string, string>()
  const define = (id: string, wanted: string, type: Type): string => {
    const known = defined.get(id)
    if (known !== undefined) return known
    const name = names.of(`revive ${id}`, `revive${identifier(wanted)}`)
    defined.set(id, name)
    const at = functions.push('') - 1
    functions[at] = `function ${name}(value) {\n${indent(printBody(type, context))}}`
    return name
  }
  const context: Context = {
    types,
    of(type, hint) {
      if (!holdsBytes(type, types)) return undefined
      if (type.kind === 'ref' && shared.isShared(type.name)) return scope.use(type.name, 'revive')
      const target = resolve(type, types)
      const inPlace =
        target.kind === 'object' || target.kind === 'union' ? undefined : printValue(target, context, hint)
      if (inPlace !== undefined) return inPlace
      if (type.kind === 'ref') return define(type.name, declaredName(type.name, types), target)
      return define(`own ${functions.length}`, hint, target)
    },
  }
  return {
    of: context.of,
    define(name) {
      const type: Type = { kind: 'ref', name }
      if (!holdsBytes(type, types)) return
      define(name, declaredName(name, types), resolve(type, types))
    },
    functions: () => functions,
  }
}

/** A function that needs no name. */
function printValue(type: Type, context: Context, hint: string): string | undefined {
  if (type.kind === 'bytes') return READERS[type.view ?? 'Uint8Array']
  if (type.kind === 'array') return `value => read.list(value, ${context.of(type.items, `${hint} item`)})`
  return type.kind === 'tuple' ? `value => ${printTuple(type, context)}` : undefined
}

const READERS: Readonly<Record<NonNullable<BytesType['view']> | 'Uint8Array', string>> = {
  Uint8Array: 'read.bytes',
  Buffer: 'read.buffer',
  Uint8ClampedArray: 'read.clamped',
}

function printBody(type: Type, context: Context): string {
  switch (type.kind) {
    case 'object':
      return printObject(type, context)
    case 'union':
      return printUnion(type, context)
    case 'array':
      return `return read.list(value, ${context.of(type.items, 'item')})\n`
    case 'tuple':
      return `return ${printTuple(type, context)}\n`
    default:
      throw new Error(`a ${type.kind} has no function of its own`)
  }
}

/** A copy in which the properties with bytes are replaced; what was sent stays as it was. */
function printObject({ properties, index }: ObjectType, context: Context): string {
  const lines = properties.flatMap(({ name, type }) => {
    const reviver = context.of(type, name)
    if (reviver === undefined) return []
    return [
      `if (${ownAccess('out', name)} !== undefined) ${access('out', name)} = ${call(reviver, access('out', name))}\n`,
    ]
  })
  const open = index?.some(rule => holdsBytes(rule.type, context.types))
  if (!open) return `const out = { ...value }\n${lines.join('')}return out\n`
  const declared = braces(properties.map(({ name }) => `${key(name)}: true`))
  const rules = index?.map(rule => printRule(rule, context)).join(', ')
  return `const out = read.record(value, [${rules}], ${declared})\n${lines.join('')}return out\n`
}

function call(reviver: string, value: string): string {
  return reviver.includes('=>') ? `(${reviver})(${value})` : `${reviver}(${value})`
}

function printRule({ keyPattern, type }: IndexRule, context: Context): string {
  const pattern = keyPattern === undefined ? 'null' : `new RegExp(${literal(keyPattern)}, 'u')`
  return `[${pattern}, ${context.of(type, 'entry') ?? 'undefined'}]`
}

function printTuple({ items, rest }: TupleType, context: Context): string {
  const printed = items.map(item => context.of(item.type, 'item') ?? 'undefined')
  const more = rest === undefined ? '' : `, ${context.of(rest, 'item') ?? 'undefined'}`
  return `read.tuple(value, [${printed.join(', ')}]${more})`
}

/** `2-check` has made sure that the members with bytes can be told apart. */
function printUnion(union: UnionType, context: Context): string {
  const members = union.members.filter(member => holdsBytes(member, context.types))
  const lines = members.flatMap(member => {
    const reviver = context.of(member, 'member')
    const { kind } = resolve(member, context.types)
    if (reviver === undefined || kind === 'object') return []
    const test = kind === 'bytes' ? `typeof value === 'string'` : 'Array.isArray(value)'
    return [`if (${test}) return ${call(reviver, 'value')}\n`]
  })
  return `${lines.join('')}${printObjects(union, context)}return value\n`
}

function printObjects(union: UnionType, context: Context): string {
  const objects = union.members.filter(member => resolve(member, context.types).kind === 'object')
  const holding = objects.filter(member => holdsBytes(member, context.types))
  const [only] = holding
  if (only === undefined) return ''
  const isObject = `typeof value === 'object' && value !== null && !Array.isArray(value)`
  if (objects.length === 1) return `if (${isObject}) return ${call(context.of(only, 'member') ?? '', 'value')}\n`
  const tag = tagOf({ ...union, members: objects }, context.types) ?? ''
  const cases = holding.flatMap(member =>
    tagValues(member, tag, context.types).map(
      value => `case ${literal(value)}:\n  return ${call(context.of(member, 'member') ?? '', 'value')}\n`,
    ),
  )
  return `if (${isObject}) {\n${indent(`switch (${access('value', tag)}) {\n${indent(cases.join(''))}}\n`)}}\n`
}
