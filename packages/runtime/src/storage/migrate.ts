/** Brings a database to the newest version of the schema, once, however many processes open it at the same time. */
import { MIGRATIONS } from './migrations.ts'
import type { Database, Step } from './tables.ts'

/** Runs its work alone: nobody else writes meanwhile, and all of it is undone when it fails. */
export type Alone = <T>(work: (step: Step) => Promise<T>) => Promise<T>

/** @throws {Error} for a database that a newer version of this package has written. */
export async function migrate(database: Database, alone: Alone): Promise<void> {
  await database.schema
    .createTable('mcpgen_migration')
    .ifNotExists()
    .addColumn('version', 'integer', column => column.primaryKey())
    .execute()
  await alone(async step => {
    const done = await step.selectFrom('mcpgen_migration').select('version').execute()
    const version = Math.max(0, ...done.map(row => row.version))
    if (version > MIGRATIONS.length) {
      throw new Error(
        `The storage has version ${version} of its tables, and this @mcpgen/runtime knows ${MIGRATIONS.length}`,
      )
    }
    for (const [n, run] of MIGRATIONS.entries()) {
      if (n < version) continue
      await run(step)
      await step
        .insertInto('mcpgen_migration')
        .values({ version: n + 1 })
        .execute()
    }
  })
}
