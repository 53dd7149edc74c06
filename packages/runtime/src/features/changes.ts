/** What changed in the server, for those who subscribed: a hub between functions and eras. */

/** A list that clients read. */
export type ListName = 'tools' | 'resources' | 'prompts'

export type Change =
  | { readonly kind: 'list'; readonly list: ListName }
  | { readonly kind: 'resource'; readonly uri: string }

export interface Changes {
  /** Tells every subscriber, soon: the same change said twice in one turn of the event loop is told once. */
  publish(change: Change): void
  /** Returns what ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>()
  const waiting = new Map<string, Change>()
  const flush = () => {
    const changes = [...waiting.values()]
    waiting.clear()
    for (const change of changes) for (const listener of listeners) listener(change)
  }
  return {
    publish(change) {
      if (listeners.size === 0) return
      if (waiting.size === 0) setImmediate(flush)
      waiting.set(change.kind === 'list' ? `list ${change.list}` : `resource ${change.uri}`, change)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const LISTS: readonly string[] = ['tools', 'resources', 'prompts'] satisfies ListName[]

/** @throws {TypeError} for what is no list. */
export function listChange(list: ListName): Change {
  if (LISTS.includes(list)) return { kind: 'list', list }
  throw new TypeError(`listChanged takes 'tools', 'resources' or 'prompts', not ${String(list)}`)
}

/** @throws {TypeError} for what is no URI. */
export function resourceChange(uri: string): Change {
  if (typeof uri === 'string' && uri !== '') return { kind: 'resource', uri }
  throw new TypeError('resourceUpdated takes the URI of a resource')
}

/** Characters of a URI that is watched: it is kept for as long as its client listens. */
export const LONGEST_WATCHED = 4096

/** Whether a resource is the one that is watched, or a part of it (server/resources, "Subscriptions"). */
export function isWatched(uri: string, watched: string): boolean {
  if (!uri.startsWith(watched)) return false
  return uri.length === watched.length || watched.endsWith('/') || '/?#'.includes(uri.charAt(watched.length))
}
