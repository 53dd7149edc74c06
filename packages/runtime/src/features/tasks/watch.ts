/** Who waits for a task to change. What happens in this process is told at once, the rest is looked for. */
import type { TaskRecord } from './store.ts'

/** How often it is looked for what other processes did. */
const LOOK_MS = 1000

export interface Watch {
  add(ids: readonly string[], listener: (task: TaskRecord) => void): () => void
  /** Says that a task may have changed. */
  look(id: string): void
  close(): void
}

interface Watcher {
  readonly listener: (task: TaskRecord) => void
  /** What was last told, by id. */
  readonly seen: Map<string, string>
}

export function createWatch(
  read: (ids: readonly string[]) => Promise<readonly TaskRecord[]>,
  report: (error: unknown) => void,
): Watch {
  const watchers = createIndex()
  let timer: NodeJS.Timeout | undefined

  const tell = async (ids: readonly string[]) => {
    if (ids.length === 0) return
    for (const task of await read(ids)) {
      for (const watcher of [...watchers.of(task.id)]) if (tellOf(task, watcher)) watchers.remove(task.id, watcher)
    }
  }
  const look = (ids: readonly string[]) => void tell(ids.filter(watchers.has)).catch(report)
  return {
    add(ids, listener) {
      const watcher: Watcher = { listener, seen: new Map(ids.map(id => [id, ''])) }
      for (const id of ids) watchers.add(id, watcher)
      timer ??= setInterval(() => look(watchers.ids()), LOOK_MS).unref()
      look(ids)
      return () => {
        for (const id of watcher.seen.keys()) watchers.remove(id, watcher)
        watcher.seen.clear()
        if (!watchers.isEmpty()) return
        clearInterval(timer)
        timer = undefined
      }
    },
    look: id => look([id]),
    close() {
      clearInterval(timer)
      watchers.clear()
    },
  }
}

/** Who watches a task: with thousands of both, nobody is asked about what they do not watch. */
function createIndex() {
  const byId = new Map<string, Set<Watcher>>()
  return {
    ids: () => [...byId.keys()],
    has: (id: string) => byId.has(id),
    isEmpty: () => byId.size === 0,
    of: (id: string): Iterable<Watcher> => byId.get(id) ?? [],
    add(id: string, watcher: Watcher) {
      const watchers = byId.get(id) ?? new Set()
      byId.set(id, watchers.add(watcher))
    },
    remove(id: string, watcher: Watcher) {
      const watchers = byId.get(id)
      watchers?.delete(watcher)
      if (watchers?.size === 0) byId.delete(id)
    },
    clear: () => byId.clear(),
  }
}

/** Whether the task has ended for this watcher. */
function tellOf(task: TaskRecord, { seen, listener }: Watcher): boolean {
  const known = seen.get(task.id)
  const version = versionOf(task)
  if (known === undefined || known === version) return false
  const ended = !isOpen(task)
  if (ended) seen.delete(task.id)
  else seen.set(task.id, version)
  listener(task)
  return ended
}

/** What has ended stays as it is, so it is not read again. */
function isOpen({ status }: TaskRecord): boolean {
  return status === 'working' || status === 'input_required'
}

function versionOf({ status, updatedAt, asks }: TaskRecord): string {
  return `${status} ${updatedAt} ${[...asks.keys()].join(' ')}`
}
