/** The tables, as the last migration leaves them. Texts of JSON are written and read by the stores. */
import type { Kysely, Transaction } from 'kysely'

export interface Tables {
  mcpgen_task: TaskTable
  mcpgen_task_ask: TaskAskTable
  mcpgen_spent: SpentTable
  mcpgen_migration: MigrationTable
}

export type Database = Kysely<Tables>

export type Step = Transaction<Tables> | Database

interface TaskTable {
  id: string
  /** Null for whoever has the id. */
  owner: string | null
  caller: string
  tool: string
  status: string
  created_at: number
  updated_at: number
  expires_at: number
  /** Null when nobody works on it. */
  worker: string | null
  leased_until: number
  work: string
  ending: string | null
}

/** One row a key that was ever asked under. */
interface TaskAskTable {
  task: string
  key: string
  request: string
  answer: string | null
  /** 1 once a run has had the answer. */
  taken: number
}

interface SpentTable {
  token: string
  until: number
}

interface MigrationTable {
  version: number
}
