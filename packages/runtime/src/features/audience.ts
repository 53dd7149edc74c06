/** Who is told of what changed: nobody of what they do not see. */
import type { Addresses } from './addresses.ts'
import type { Change, ListName } from './changes.ts'
import type { Caller } from './gate.ts'
import type { Skills } from './skills.ts'
import type { List } from './visibility.ts'

export interface Audience {
  /**
   * Whether a caller may be told. A list's change is for those who see something of the list.
   *
   * @param watched Of a resource's change: the URIs that the caller watches and that it belongs to.
   */
  hears(change: Change, watched: readonly string[], caller: Caller): Promise<boolean>
}

interface Hidden {
  readonly lists: Readonly<Record<ListName, readonly List[]>>
  readonly addresses: Addresses
  readonly skills: Skills | undefined
}

/** Undefined where nothing is hidden from anybody. */
export function createAudience({ lists, addresses, skills }: Hidden): Audience | undefined {
  if (
    !Object.values(lists)
      .flat()
      .some(list => list.visibility)
  )
    return undefined
  const hidesResources = lists.resources.some(list => list.visibility)

  const seesUri = async (uri: string, caller: Caller): Promise<boolean> => {
    const skill = skills?.at(uri)
    if (skill !== undefined && (skill.gate === undefined || (await skill.gate.permits(caller)))) return true
    return (await addresses.find(uri, caller)) !== undefined
  }
  const isKnown = (uri: string) => addresses.has(uri) || skills?.at(uri) !== undefined

  return {
    async hears(change, watched, caller) {
      if (change.kind === 'list') return some(lists[change.list], list => seesSome(list, caller))
      if (!hidesResources) return true
      // A URI that no declaration has is a part of something that is watched, and as hidden as that.
      return some(isKnown(change.uri) ? [change.uri] : watched, uri => seesUri(uri, caller))
    },
  }
}

async function seesSome({ entries, visibility }: List, caller: Caller): Promise<boolean> {
  if (visibility === undefined) return entries.length > 0
  return !visibility.isEmpty(await visibility.of(caller))
}

async function some<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await test(item)) return true
  return false
}
