/** SQLite by better-sqlite3, in the modes that let several processes share a file and lose nothing when one dies. */
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { Stores } from '../features/storage.ts'
import { type Alone, migrate } from './migrate.ts'
import { createSpentStore } from './spent-store.ts'
import type { Tables } from './tables.ts'
import { createTaskStore } from './task-store.ts'

/** How long a write waits for another process's. */
const BUSY_MS = 5000

const MEMORY = ':memory:'

export async function openSqlite(file: string | URL): Promise<Stores> {
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openFile(pathOf(file)) }) })
  const alone = createAlone(database)
  try {
    await migrate(database, alone)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return {
    tasks: createTaskStore(database, alone),
    spent: createSpentStore(database),
    close: () => database.destroy(),
  }
}

function pathOf(file: string | URL): string {
  if (file instanceof URL || file.startsWith('file:')) return process.getBuiltinModule('node:url').fileURLToPath(file)
  return file
}

/** @throws {Error} that names the file. */
function openFile(path: string): Sqlite.Database {
  try {
    const { mkdirSync } = process.getBuiltinModule('node:fs')
    if (path !== MEMORY) mkdirSync(process.getBuiltinModule('node:path').dirname(path), { recursive: true })
    const database = new Sqlite(path, { timeout: BUSY_MS })
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) database.pragma(pragma)
    return database
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Cannot open the storage ${path}: ${why}`, { cause })
  }
}

/** A transaction that takes the write lock first: one that begins by reading could find, when it writes, that it is late. */
function createAlone(database: Kysely<Tables>): Alone {
  return work =>
    database.connection().execute(async connection => {
      await sql`begin immediate`.execute(connection)
      try {
        const result = await work(connection)
        await sql`commit`.execute(connection)
        return result
      } catch (error) {
        await sql`rollback`.execute(connection)
        throw error
      }
    })
}
