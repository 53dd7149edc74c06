/** Which named types of a schema stand in `$defs`. */
import { declaredName, mentions, reachable, type Types } from '../ir/refs.ts'
import type { Type } from '../ir/type.ts'
import { lowerType, type Scope } from './type.ts'

/** A type used more than once is repeated up to this many characters of JSON. */
const REPEATED = 400

/**
 * The names that stand in `$defs`, with their pointers: recursive types, and those that are used more than once and are
 * long. All others are inlined, because many clients read a plain schema better than one with references. Names are
 * visited dependencies first, so that what is long is measured with its own definitions already out of it.
 */
export function definitionsOf(root: Type, types: Types): ReadonlyMap<string, string> {
  const { names, recursive } = reachable(root, types)
  const pointers = new Map<string, string>()
  const taken = new Set<string>()
  const define = (name: string): void => {
    pointers.set(name, `#/$defs/${freeKey(declaredName(name, types), taken)}`)
  }
  names.filter(name => recursive.has(name)).forEach(define)
  const uses = countUses(root, names, types)
  for (const name of names) {
    if (recursive.has(name) || (uses.get(name) ?? 0) < 2) continue
    if (lengthOf(name, { types, side: 'output', reader: 'client', definitions: pointers }) > REPEATED) define(name)
  }
  return pointers
}

function countUses(root: Type, names: readonly string[], types: Types): Map<string, number> {
  const uses = new Map<string, number>()
  const bodies = names.flatMap(name => types.get(name)?.type ?? [])
  for (const name of [root, ...bodies].flatMap(mentions)) uses.set(name, (uses.get(name) ?? 0) + 1)
  return uses
}

function lengthOf(name: string, scope: Scope): number {
  return JSON.stringify(lowerType({ kind: 'ref', name }, scope)).length
}

/** A key that needs no escape in a JSON pointer or a URI fragment. */
export function freeKey(name: string, taken: Set<string>): string {
  const base = name.replace(/[^A-Za-z0-9_.-]+/g, '_').replace(/^_+|_+$/g, '') || 'Type'
  let key = base
  for (let n = 2; taken.has(key); n++) key = `${base}_${n}`
  taken.add(key)
  return key
}
