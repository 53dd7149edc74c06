/** Codes about the project as a whole: folders, tsconfig, config, syntax. */
import type { Entry } from './entry.ts'

export const PROJECT = {} satisfies Record<string, Entry<never>>
