/** JSON for people: two spaces, and a newline at the end. */
import { onceFor } from './once.ts'

export const prettyJson = onceFor((value: object) => `${JSON.stringify(value, null, 2)}\n`)
