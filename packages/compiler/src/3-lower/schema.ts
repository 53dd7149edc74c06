/** A whole schema: the root, and beside it what it refers to. */
import { resolve, type Types } from '../ir/refs.ts'
import type { Doc, Type } from '../ir/type.ts'
import { definitionsOf } from './definitions.ts'
import { type JsonSchema, ordered, record } from './json-schema.ts'
import { restrict } from './restrict.ts'
import { annotate, lowerType, type Scope } from './type.ts'

/** Lowers a declaration's type; the root is never a `$ref`. */
export function lowerSchema(type: Type, scope: Omit<Scope, 'definitions'>): JsonSchema {
  const { limits } = scope
  const definitions = limits?.has('references') ? NONE : definitionsOf(type, scope.types)
  const inner: Scope = { ...scope, definitions, ...(type.kind === 'ref' && { inside: new Set([type.name]) }) }
  const root = rooted(type, inner)
  const schema = definitions.size === 0 ? root : ordered({ ...root, $defs: defined(definitions, inner) })
  return limits === undefined ? schema : restrict(schema, limits, scope.side)
}

const NONE: ReadonlyMap<string, string> = new Map()

function defined(definitions: ReadonlyMap<string, string>, scope: Scope): Record<string, JsonSchema> {
  const names = [...definitions].sort(([, a], [, b]) => (a < b ? -1 : 1))
  return record(names.map(([name, pointer]) => [pointer.slice('#/$defs/'.length), lowerNamed(name, scope)]))
}

function rooted(type: Type, scope: Scope): JsonSchema {
  const target = resolve(type, scope.types)
  const schema = annotate(lowerType(target, scope), docOf(type, scope.types), scope)
  return isObjectOnly(target, scope.types) ? ordered({ ...schema, type: 'object' }) : schema
}

/** Revisions before 2026-07-28 want `type: object` at the root, also of a union of objects. */
function isObjectOnly(type: Type, types: Types): boolean {
  const target = resolve(type, types)
  return target.kind === 'union'
    ? target.members.every(member => isObjectOnly(member, types))
    : target.kind === 'object'
}

function docOf(type: Type, types: Types): Doc {
  return type.kind === 'ref' ? (types.get(type.name)?.doc ?? {}) : {}
}

function lowerNamed(name: string, scope: Scope): JsonSchema {
  const named = scope.types.get(name)
  return named ? annotate(lowerType(named.type, scope), named.doc, scope) : {}
}
