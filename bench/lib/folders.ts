/** Where things are, from this file on. */
import { join } from 'node:path'

export const BENCH = join(import.meta.dirname, '..')
export const REPOSITORY = join(BENCH, '..')
/** What a run writes and the next one may delete: neither committed nor linted. */
export const DIST = join(BENCH, 'dist')
export const CLI = join(REPOSITORY, 'packages', 'cli', 'src', 'main.ts')
