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

/** What is open in this process, by path. */
const open = new Map<string, { readonly opening: Promise<Stores>; users: number }>()

/**
 * Within a process a file has one connection: the driver waits for a lock without letting anything else run, so that two
 * would wait for each other.
 */
export async function openSqlite(file: string | URL): Promise<Stores> {
  const path = pathOf(file)
  if (path === MEMORY) return openOwn(path)
  const shared = open.get(path) ?? { opening: openOwn(path), users: 0 }
  open.set(path, shared)
  shared.users += 1
  const leave = async () => {
    shared.users -= 1
    if (shared.users > 0) return
    open.delete(path)
    await (await shared.opening).close()
  }
  try {
    return { ...(await shared.opening), close: leave }
  } catch (error) {
    open.delete(path)
    throw error
  }
}

async function openOwn(path: string): Promise<Stores> {
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openFile(path) }) })
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
  return file === MEMORY ? file : process.getBuiltinModule('node:path').resolve(file)
}

/** @throws {Error} that names the file. */
function openFile(path: string): Sqlite.Database {
  try {
    if (path !== MEMORY) makeFile(path)
    const database = new Sqlite(path, { timeout: BUSY_MS })
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) database.pragma(pragma)
    return database
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Cannot open the storage ${path}: ${why}`, { cause })
  }
}

/** What it will hold is nobody else's to read. SQLite gives the files beside it the same rights. */
function makeFile(path: string): void {
  const { closeSync, mkdirSync, openSync } = process.getBuiltinModule('node:fs')
  mkdirSync(process.getBuiltinModule('node:path').dirname(path), { recursive: true })
  closeSync(openSync(path, 'a', 0o600))
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
