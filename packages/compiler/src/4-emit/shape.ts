/** Types as `to.…` of `@mcpgen/runtime/validation`: what a value is made into when a model sent it as a string or `null`. */
import { resolve, type Types } from '../ir/refs.ts'
import type { IndexRule, ObjectType, StringType, TupleType, Type, UnionType } from '../ir/type.ts'
import { exportName, type ModuleScope } from './module-scope.ts'
import { indent, key, literal } from './printer.ts'

export interface Shapes {
  /** The expression of a type's shape. */
  of(type: Type): string
  /** The constants that the expressions refer to, in an order in which they can be made. */
  constants(): readonly string[]
}

export function createShapes(scope: ModuleScope): Shapes {
  const { types, shared, names } = scope
  const constants: string[] = []
  const done = new Set<string>()
  const context: Context = {
    types,
    named(name) {
      if (shared.isShared(name)) {
        const constant = scope.use(name, 'shape')
        return shared.isRecursive(name) ? `to.lazy(() => ${constant})` : constant
      }
      const constant = names.of(`shape ${name}`, exportName(name, 'shape', types))
      const named = types.get(name)
      if (named && !done.has(name)) {
        done.add(name)
        constants.push(`const ${constant} = ${print(named.type, context)}`)
      }
      return constant
    },
    isRecursive: shared.isRecursive,
  }
  return { of: type => print(type, context), constants: () => constants }
}

interface Context {
  readonly types: Types
  named(name: string): string
  isRecursive(name: string): boolean
}

function print(type: Type, context: Context): string {
  switch (type.kind) {
    case 'string':
    case 'date':
    case 'url':
    case 'bytes':
      return 'to.string'
    case 'number':
      return type.integer ? 'to.integer' : 'to.number'
    case 'boolean':
      return 'to.boolean'
    case 'null':
      return 'to.null'
    case 'unknown':
      return 'to.any'
    case 'never':
      return 'to.never'
    case 'literal':
      return `to.oneOf(${literal(type.value)})`
    case 'enum':
      return `to.oneOf(${type.members.map(member => literal(member.value)).join(', ')})`
    case 'array':
      return `to.array(${print(type.items, context)})`
    case 'tuple':
      return printTuple(type, context)
    case 'object':
      return printObject(type, context)
    case 'union':
      return printUnion(type, context)
    case 'ref':
      return printRef(type.name, context)
  }
}

/** A name for what is long or contains itself; the rest is as short as its name. */
function printRef(name: string, context: Context): string {
  const target = resolve({ kind: 'ref', name }, context.types)
  const long = target.kind === 'object' || target.kind === 'union' || target.kind === 'enum'
  return long || context.isRecursive(name) ? context.named(name) : print(target, context)
}

function printTuple({ items, rest }: TupleType, context: Context): string {
  const printed = items.map(item =>
    item.optional ? `to.optional(${print(item.type, context)})` : print(item.type, context),
  )
  return `to.tuple([${printed.join(', ')}]${rest ? `, ${print(rest, context)}` : ''})`
}

function printObject({ properties, index }: ObjectType, context: Context): string {
  const members = properties.map(property => {
    const shape = print(property.type, context)
    return `${key(property.name)}: ${property.optional ? `to.optional(${shape})` : shape}`
  })
  const rules = index ? `, [${index.map(rule => printRule(rule, context)).join(', ')}]` : ''
  return `to.object(${braces(members)}${rules})`
}

function printRule({ keyPattern, type }: IndexRule, context: Context): string {
  const pattern = keyPattern === undefined ? 'null' : `new RegExp(${literal(keyPattern)}, 'u')`
  return `[${pattern}, ${print(type, context)}]`
}

function printUnion({ members }: UnionType, context: Context): string {
  const printed = members.map(member => {
    const target = resolve(member, context.types)
    return target.kind === 'string' ? printText(target) : print(member, context)
  })
  return `to.union(${printed.join(', ')})`
}

/** A text beside something else: what it is not may be the other. */
function printText({ minLength, maxLength, pattern, format }: StringType): string {
  const limits = Object.entries({ minLength, maxLength, format }).flatMap(([name, limit]) =>
    limit === undefined ? [] : [`${name}: ${literal(limit)}`],
  )
  const all = pattern === undefined ? limits : [...limits, `pattern: new RegExp(${literal(pattern)}, 'u')`]
  return all.length === 0 ? 'to.string' : `to.text({ ${all.join(', ')} })`
}

/** An object literal, on one line where it is short. */
export function braces(members: readonly string[]): string {
  if (members.length === 0) return '{}'
  const line = `{ ${members.join(', ')} }`
  return line.length <= 80 && !line.includes('\n')
    ? line
    : `{\n${indent(members.map(member => `${member},\n`).join(''))}}`
}

/** Whether anything that is not right as it is could be made right. */
export function canCoerce(type: Type, types: Types): boolean {
  const target = resolve(type, types)
  switch (target.kind) {
    case 'number':
    case 'boolean':
    case 'array':
    case 'tuple':
    case 'object':
      return true
    case 'literal':
      return typeof target.value !== 'string'
    case 'enum':
      return target.members.some(member => typeof member.value !== 'string')
    case 'union':
      return target.members.some(member => canCoerce(member, types))
    default:
      return false
  }
}
