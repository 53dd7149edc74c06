/** `encode` of results: what is sent of a value, as plain functions over `wire` of `@mcpgen/runtime/validation`. */
import { declaredName, resolve, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import type { EncodeContext } from './encode-context.ts'
import { printObject, printOpen } from './encode-object.ts'
import { printList, printTuple } from './encode-sequence.ts'
import { printUnion } from './encode-union.ts'
import type { ModuleScope } from './module-scope.ts'
import { identifier } from './naming.ts'
import { indent } from './printer.ts'
import type { Shapes } from './shape.ts'

export interface Encoders {
  /** An expression of a function; undefined where a value is sent as it is. */
  of(type: Type, hint: string): string | undefined
  /** Makes the function of a shared type for the type's own module. */
  define(name: string): void
  /** The functions that the expressions refer to. */
  functions(): readonly string[]
}

export function createEncoders(scope: ModuleScope, shapes: Shapes): Encoders {
  const { types, shared, names } = scope
  const functions: string[] = []
  const defined = new Set<string>()
  const define = (id: string, wanted: string, body: () => string): string => {
    const name = names.of(`encode ${id}`, `encode${identifier(wanted)}`)
    if (defined.has(id)) return name
    defined.add(id)
    const at = functions.push('') - 1
    functions[at] = `function ${name}(value) {\n${indent(body())}}`
    return name
  }
  const places = new Map<Type, string>()
  const own = (type: Type): string => {
    const id = places.get(type) ?? `own ${places.size}`
    places.set(type, id)
    return id
  }
  const context: EncodeContext = {
    types,
    shapes,
    encoder: (type, hint) => {
      if (!needsEncoding(type, types)) return undefined
      const target = isNamed(type, scope) ? type : resolve(type, types)
      if (isConverted(target)) return `wire.${target.kind}`
      if (isScalar(resolve(target, types))) return 'wire.json'
      if (target.kind !== 'ref') return define(own(target), hint, () => printBody(target, context, hint))
      if (shared.isShared(target.name)) return scope.use(target.name, 'encode')
      const wanted = declaredName(target.name, types)
      return define(target.name, wanted, () => printBody(resolve(target, types), context, wanted))
    },
    encoded: (type, expression, hint) => {
      const encoder = context.encoder(type, hint)
      return encoder === undefined ? expression : `${encoder}(${expression})`
    },
  }
  return {
    of: context.encoder,
    define(name) {
      const type = resolve({ kind: 'ref', name }, types)
      const wanted = declaredName(name, types)
      if (needsEncoding(type, types)) define(name, wanted, () => printBody(type, context, wanted))
    },
    functions: () => functions,
  }
}

/** Objects, unions and what contains itself have a function by the name of their type. */
function isNamed(type: Type, { types, shared }: ModuleScope): boolean {
  if (type.kind !== 'ref') return false
  return ['object', 'union'].includes(resolve(type, types).kind) || shared.isRecursive(type.name)
}

type Converted = Extract<Type, { kind: 'date' | 'url' | 'bytes' }>

function isConverted(type: Type): type is Converted {
  return type.kind === 'date' || type.kind === 'url' || type.kind === 'bytes'
}

const SCALARS: ReadonlySet<Type['kind']> = new Set(['string', 'number', 'boolean', 'null', 'literal', 'enum'])

/** One that needs encoding is what `toJSON` gives. */
function isScalar({ kind }: Type): boolean {
  return SCALARS.has(kind)
}

function printBody(type: Type, context: EncodeContext, hint: string): string {
  switch (type.kind) {
    case 'object':
      return type.index ? printOpen(type, context) : printObject(type, context)
    case 'union':
      return printUnion(type, context)
    case 'array':
      return printList(type, context, hint)
    case 'tuple':
      return printTuple(type, context, hint)
    default:
      throw new Error(`a ${type.kind} has no encoder`)
  }
}

/** Whether a right value could differ from what is sent of it. */
function needsEncoding(type: Type, types: Types, seen: ReadonlySet<string> = new Set()): boolean {
  if ('toJson' in type) return true
  switch (type.kind) {
    case 'date':
    case 'url':
    case 'bytes':
    case 'object':
      return true
    case 'array':
      return needsEncoding(type.items, types, seen)
    case 'tuple':
      return (
        type.items.some(item => needsEncoding(item.type, types, seen)) ||
        (!!type.rest && needsEncoding(type.rest, types, seen))
      )
    case 'union':
      return type.members.some(member => needsEncoding(member, types, seen))
    case 'ref': {
      const named = types.get(type.name)
      return !!named && !seen.has(type.name) && needsEncoding(named.type, types, new Set([...seen, type.name]))
    }
    default:
      return false
  }
}
