/** Codes about declarations: where a tag stands and what it stands on. */
import type { Entry } from './entry.ts'

export const DECLARATIONS = {} satisfies Record<string, Entry<never>>
