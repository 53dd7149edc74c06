/**
 * Named types whose checks and conversions stand in a module of their own, which all modules that need them import. What
 * is shared, and under which path, follows from the type alone, so that no edit elsewhere moves it.
 */
import { lowerType } from '../3-lower/type.ts'
import type { Program } from '../ir/declaration.ts'
import { declaredName, reachable, type Types } from '../ir/refs.ts'
import { fileName } from './file-name.ts'
import { sameTypes } from './same-types.ts'

/** A type of up to this many characters of schema is repeated: it costs less than a module. */
const REPEATED = 300

export interface SharedTypes {
  /** The name by which a type is shared, one for all names that mean it; undefined for one that is not. */
  of(name: string): string | undefined
  /** It contains itself. */
  isRecursive(name: string): boolean
  /** Below the generated folder, by the name that `of` gave. */
  path(name: string): string
}

export const SHARED_FOLDER = 'validators/shared'

export function createSharedTypes({ types, project }: Pick<Program, 'types' | 'project'>): SharedTypes {
  const same = sameTypes(types)
  const stems = stemsOf(new Set(same.values()), types, project.src)
  const isRecursive = memoized(name => reachable({ kind: 'ref', name }, types).recursive.has(name))
  const isShared: (name: string) => boolean = memoized(name => {
    if (isRecursive(name)) return true
    const named = types.get(name)
    if (named?.type.kind !== 'object' && named?.type.kind !== 'union') return false
    const definitions = { get: (inner: string) => (isShared(inner) ? inner : undefined) }
    const schema = lowerType(named.type, { types, side: 'output', reader: 'ajv', definitions })
    return JSON.stringify(schema).length > REPEATED
  })
  return {
    of: name => (isShared(name) ? (same.get(name) ?? name) : undefined),
    isRecursive,
    path: name => `${SHARED_FOLDER}/${fileName(stems.get(name) ?? name)}.mjs`,
  }
}

/** `orders.Item` for the type `Item` of `src/orders.ts`, with a number where a file has several of one name. */
function stemsOf(names: Iterable<string>, types: Types, src: string): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const stems = new Map<string, string>()
  for (const name of names) {
    const wanted = `${fileAsName(types.get(name)?.span.file ?? '', src)}.${declaredName(name, types)}`
    let stem = wanted
    // Some file systems do not tell letters of different case apart.
    for (let n = 2; taken.has(stem.toLowerCase()); n++) stem = `${wanted}_${n}`
    taken.add(stem.toLowerCase())
    stems.set(name, stem)
  }
  return stems
}

function fileAsName(file: string, src: string): string {
  const path = file.startsWith(`${src}/`) ? file.slice(src.length + 1) : file
  return path.replace(/(?:\.d)?\.[cm]?tsx?$/, '').replaceAll('/', '.')
}

function memoized(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>()
  return name => {
    const before = known.get(name)
    if (before !== undefined) return before
    const decided = decide(name)
    known.set(name, decided)
    return decided
  }
}
