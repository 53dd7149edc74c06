/** Where things are, from this file on. */
import { join } from 'node:path'

export const BENCH = join(import.meta.dirname, '..')
export const REPOSITORY = join(BENCH, '..')
/** What a run writes and the next one may delete; not committed. */
export const WORK = join(BENCH, 'work')
export const CLI = join(REPOSITORY, 'packages', 'cli', 'src', 'main.ts')
