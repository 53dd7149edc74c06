/**
 * Named types whose checks and conversions stand in a module of their own, which all modules that need them import. What
 * is shared, and under which path, follows from the type alone, so that no edit elsewhere moves it.
 */
import { lowerType } from '../3-lower/type.ts'
import type { ProjectFacts } from '../ir/declaration.ts'
import { createMemory, isMeant } from '../ir/memory.ts'
import { reachesItself, type Types } from '../ir/refs.ts'
import type { NamedType } from '../ir/type.ts'
import { fileName } from './file-name.ts'
import { onceFor } from './once.ts'

/** A type of up to this many characters of schema is repeated: it costs less than a module. */
const REPEATED = 300

export interface SharedTypes {
  isShared(name: string): boolean
  /** It contains itself. */
  isRecursive(name: string): boolean
  /** Where the module of a shared type stands below the generated folder. */
  path(name: string): string
}

export const SHARED_FOLDER = 'validators/shared'

export type Sharing = (types: ReadonlyMap<string, NamedType>) => SharedTypes

/** Decides for one program after the other, and of each what could be otherwise than before. */
export function createSharing({ src }: Pick<ProjectFacts, 'src'>): Sharing {
  const recursive = createMemory<NamedType, Types, boolean>(isMeant)
  const long = createMemory<NamedType, Types & Pick<SharedTypes, 'isShared'>, boolean>(isMeant)
  const wantedStem = onceFor(
    (named: NamedType) => `${fileAsName(named.span.file, src)}.${named.declared ?? named.name}`,
  )
  return types => {
    const get = (name: string) => types.get(name)
    const about = (decide: (named: NamedType) => boolean) =>
      memoized(name => {
        const named = types.get(name)
        return named !== undefined && decide(named)
      })
    const isRecursive = about(named => recursive.of(named, { get }, asked => reachesItself(named.name, asked)))
    const isShared: (name: string) => boolean = about(
      named => isRecursive(named.name) || long.of(named, { get, isShared }, asked => isLong(named, asked)),
    )
    const stems = stemsOf(types.values(), wantedStem)
    return { isShared, isRecursive, path: name => `${SHARED_FOLDER}/${fileName(stems.get(name) ?? name)}.mjs` }
  }
}

function isLong({ type }: NamedType, asked: Types & Pick<SharedTypes, 'isShared'>): boolean {
  if (type.kind !== 'object' && type.kind !== 'union') return false
  const definitions = { get: (inner: string) => (asked.isShared(inner) ? inner : undefined) }
  const schema = lowerType(type, { types: asked, side: 'output', reader: 'ajv', definitions })
  return JSON.stringify(schema).length > REPEATED
}

/** With a number where a file has several of one name. */
function stemsOf(types: Iterable<NamedType>, wantedStem: (named: NamedType) => string): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const stems = new Map<string, string>()
  for (const named of types) {
    const wanted = wantedStem(named)
    let stem = wanted
    // Some file systems do not tell letters of different case apart.
    for (let n = 2; taken.has(stem.toLowerCase()); n++) stem = `${wanted}_${n}`
    taken.add(stem.toLowerCase())
    stems.set(named.name, stem)
  }
  return stems
}

/** `orders` for `src/orders.ts`, `money` for what the package of that name declares. */
function fileAsName(file: string, src: string): string {
  const [, dependency] = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? []
  if (dependency !== undefined) return dependency.replace('@', '').replace('/', '.')
  const path = file.startsWith(`${src}/`) ? file.slice(src.length + 1) : file.replace(/^(?:\.\.\/)+/, '')
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
