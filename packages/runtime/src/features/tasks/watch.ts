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
  const watchers = new Set<Watcher>()
  let timer: NodeJS.Timeout | undefined

  const tell = async (only?: string) => {
    const ids = new Set([...watchers].flatMap(({ seen }) => [...seen.keys()]))
    if (ids.size === 0 || (only !== undefined && !ids.has(only))) return
    for (const task of await read(only === undefined ? [...ids] : [only])) {
      for (const watcher of [...watchers]) tellOf(task, watcher)
    }
  }
  const look = (id?: string) => void tell(id).catch(report)
  return {
    add(ids, listener) {
      const watcher: Watcher = { listener, seen: new Map(ids.map(id => [id, ''])) }
      watchers.add(watcher)
      timer ??= setInterval(look, LOOK_MS).unref()
      look()
      return () => {
        watchers.delete(watcher)
        if (watchers.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    look,
    close() {
      clearInterval(timer)
      watchers.clear()
    },
  }
}

function tellOf(task: TaskRecord, { seen, listener }: Watcher): void {
  const known = seen.get(task.id)
  const version = versionOf(task)
  if (known === undefined || known === version) return
  if (isOpen(task)) seen.set(task.id, version)
  else seen.delete(task.id)
  listener(task)
}

/** What has ended stays as it is, so it is not read again. */
function isOpen({ status }: TaskRecord): boolean {
  return status === 'working' || status === 'input_required'
}

function versionOf({ status, updatedAt, asks }: TaskRecord): string {
  return `${status} ${updatedAt} ${[...asks.keys()].join(' ')}`
}
