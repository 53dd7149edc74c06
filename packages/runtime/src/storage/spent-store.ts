/** Tokens that were taken. That a token is there is its primary key's word: a second insert of it does nothing. */
import type { SpentStore } from '../features/storage.ts'
import type { Database } from './tables.ts'

export function createSpentStore(database: Database): SpentStore {
  return {
    async take(token, until) {
      const taken = await database
        .insertInto('mcpgen_spent')
        .values({ token, until })
        .onConflict(conflict => conflict.column('token').doNothing())
        .returning('token')
        .execute()
      return taken.length === 1
    },
    async sweep(now) {
      await database.deleteFrom('mcpgen_spent').where('until', '<', now).execute()
    },
  }
}
