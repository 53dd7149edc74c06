/** Codes about tags and their values. */
import type { Entry } from './entry.ts'

export const TAGS = {} satisfies Record<string, Entry<never>>
