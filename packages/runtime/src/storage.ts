/** `@mcpgen/runtime/storage`: where tasks and the like are kept. Its packages are loaded when it is opened. */
import type { Storage } from './features/storage.ts'

export type { SpentStore, Storage, Stores } from './features/storage.ts'
export type {
  Claim,
  ClaimedTask,
  NewTask,
  TaskAnswer,
  TaskEnding,
  TaskError,
  TaskRecord,
  TaskStatus,
  TaskStore,
  TaskWork,
} from './features/tasks/store.ts'

/**
 * A file of SQLite, for the processes of one machine. Needs the packages `better-sqlite3` and `kysely`.
 *
 * @param file Its path, or a `file:` URL; it is made where there is none. `:memory:` keeps all in memory.
 */
export function sqlite(file: string | URL): Storage {
  return {
    async open() {
      const { openSqlite } = await import('./storage/sqlite.ts').catch(explain)
      return openSqlite(file)
    },
  }
}

function explain(cause: unknown): never {
  const { code, message } = cause as { code?: unknown; message?: unknown }
  const missing = code === 'ERR_MODULE_NOT_FOUND' && /'(?:kysely|better-sqlite3)'/.test(String(message))
  if (!missing) throw cause
  throw new Error('SQLite needs two packages that are not installed: npm install better-sqlite3 kysely', { cause })
}
