/** Codes about types that JSON, or a schema, cannot carry. */
import { type Entry, error } from './entry.ts'

export interface NotSerializable {
  /** What has the type: "`when`". */
  what: string
  /** As TypeScript prints it. */
  type: string
  /** Why JSON cannot carry it, a few words for the mark. */
  label: string
  help: string
}

export const TYPES = {
  'not-serializable': error(
    'A client sends arguments and reads results as JSON; a value of another kind would be lost or would lie about its type.',
    (facts: NotSerializable) => ({
      message: `${facts.what} has type ${facts.type}, which JSON cannot carry`,
      label: facts.label,
      help: facts.help,
    }),
  ),
} satisfies Record<string, Entry<never>>
