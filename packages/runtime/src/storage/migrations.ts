/** The schema, version after version: what has been released is never changed, only followed. Portable SQL. */
import type { Step } from './tables.ts'

/** The n-th brings the schema to version n + 1. */
export const MIGRATIONS: readonly ((step: Step) => Promise<void>)[] = [tasksAndTokens]

async function tasksAndTokens({ schema }: Step): Promise<void> {
  await schema
    .createTable('mcpgen_task')
    .addColumn('id', 'varchar(64)', column => column.primaryKey())
    .addColumn('owner', 'text')
    .addColumn('caller', 'text', column => column.notNull())
    .addColumn('tool', 'varchar(64)', column => column.notNull())
    .addColumn('status', 'varchar(16)', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('updated_at', 'bigint', column => column.notNull())
    .addColumn('expires_at', 'bigint', column => column.notNull())
    .addColumn('worker', 'varchar(64)')
    .addColumn('leased_until', 'bigint', column => column.notNull())
    .addColumn('work', 'text', column => column.notNull())
    .addColumn('ending', 'text')
    .execute()
  await schema.createIndex('mcpgen_task_caller').on('mcpgen_task').columns(['caller', 'status']).execute()
  await schema.createIndex('mcpgen_task_owner').on('mcpgen_task').columns(['owner', 'created_at', 'id']).execute()
  await schema.createIndex('mcpgen_task_worker').on('mcpgen_task').columns(['worker']).execute()
  await schema.createIndex('mcpgen_task_expiry').on('mcpgen_task').columns(['expires_at']).execute()
  await schema
    .createTable('mcpgen_task_ask')
    .addColumn('task', 'varchar(64)', column => column.notNull().references('mcpgen_task.id').onDelete('cascade'))
    .addColumn('key', 'varchar(512)', column => column.notNull())
    .addColumn('request', 'text', column => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('taken', 'integer', column => column.notNull())
    .addPrimaryKeyConstraint('mcpgen_task_ask_key', ['task', 'key'])
    .execute()
  await schema
    .createTable('mcpgen_spent')
    .addColumn('token', 'varchar(64)', column => column.primaryKey())
    .addColumn('until', 'bigint', column => column.notNull())
    .execute()
  await schema.createIndex('mcpgen_spent_until').on('mcpgen_spent').columns(['until']).execute()
}
