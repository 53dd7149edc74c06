/** Codes about what `2-check` finds over all declarations. */
import type { Entry } from './entry.ts'

export const CHECKS = {} satisfies Record<string, Entry<never>>
